"""Every address of the site, and one example of each: what the tests of this folder walk over.

Whoever adds an address with a parameter adds a line to EXAMPLES here, and a line to OFFICE in
test_access.py if it is a page of the office.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLResolver, get_resolver, reverse

from barnstod.accounts.choices import Role
from barnstod.security.access import Access
from referrals.choices import Names
from tests.architecture import asking, cases, files, grants, papers, registers, timetable
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.barriers import BarrierFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.reports import ReportFactory


@dataclass(frozen=True)
class Address:
    name: str  # with its namespace: "groups:calendar"
    route: str
    view: Callable

    @property
    def access(self) -> Access | None:
        return getattr(self.view, "access", None)

    def url(self, world: "World") -> str:
        """Return an example of the address, made of rows of ``world``."""
        example = EXAMPLES.get(self.name)
        return reverse(self.name, kwargs=example(world) if example else {})


def every_address() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda address: address.name)


def addresses_of(*kinds: str) -> list[Address]:
    return [address for address in every_address() if address.access.kind in kinds]


def _walk(patterns, route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield Address(f"{namespace}{pattern.name}", here, pattern.callback)


class World:
    """The rows that the examples point at, made when they are asked for.

    The people of all roles work in one district and one organisation, where everything here
    belongs: what a role may do at best.
    """

    @cached_property
    def district(self):
        return DistrictFactory()

    @cached_property
    def organisation(self):
        return OrganisationFactory()

    @cached_property
    def leader(self):
        return LeaderFactory(organisation=self.organisation, with_account=True)

    @cached_property
    def group(self):
        return GroupFactory(
            planned=True,
            organisation=self.organisation,
            hosting_districts=[self.district],
            leaders=[self.leader],
        )

    @cached_property
    def referral(self):
        """A child's case, sent by the district's unit and sent back to be completed."""
        sender = AffiliationFactory(district=self.district)
        return ReferralFactory(returned=True, workplace=sender)

    @cached_property
    def placed(self):
        """A child of the district's unit who has got a place, without names."""
        sender = AffiliationFactory(district=self.district)
        return ReferralFactory(accepted=True, workplace=sender, names=Names.NONE)

    @cached_property
    def report(self):
        """A report at the end of its way, which all who may read reports may read."""
        return ReportFactory(sent=True)

    @cached_property
    def colleague(self):
        """Somebody whose account the administrator manages."""
        return UserFactory(social_worker=True)

    @cached_property
    def grant(self):
        return RoleGrantFactory(user=self.colleague, role=Role.COORDINATOR)

    def person(self, role: str):
        """Return a member of staff with ``role`` alone, at the workplace that goes with it."""
        if role == Role.LEADER:
            AffiliationFactory(user=self.leader.user, district=None, organisation=self.organisation)
            return self.leader.user
        user = UserFactory(**{role: True})
        if role == Role.SOCIAL_WORKER:
            AffiliationFactory(user=user, district=self.district)
        if role == Role.REFERRER:
            AffiliationFactory(user=user, district=None, organisation=self.organisation)
        return user


EXAMPLES: dict[str, Callable[[World], dict]] = (
    files.EXAMPLES
    | registers.EXAMPLES
    | asking.EXAMPLES
    | cases.EXAMPLES
    | timetable.EXAMPLES
    | grants.EXAMPLES
    | papers.EXAMPLES
    | {
        "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "abc-def"},
        "accounts:close_account": lambda world: {"pk": world.colleague.pk},
        "accounts:end_role": lambda world: {"pk": world.colleague.pk, "grant_pk": world.grant.pk},
        "accounts:grant_role": lambda world: {"pk": world.colleague.pk},
        "accounts:person": lambda world: {"pk": world.colleague.pk},
        "accounts:remove_second_factor": lambda world: {"pk": world.colleague.pk},
        "accounts:send_invitation": lambda world: {"pk": world.colleague.pk},
        "accounts:welcome": lambda world: {"token": "unknown"},
        **{
            f"groups:{name}": lambda world: {"slug": world.group.slug}
            for name in ("edit", "hand_in", "next_term", "send_back")
        },
        "groups:barrier_answer": lambda world: {"key": BarrierFactory().key},
        "groups:move": lambda world: {"slug": world.group.slug, "name": "start"},
        "groups:office_detail": lambda world: {"slug": world.group.slug},
        "groups:public_detail": lambda world: {"slug": world.group.slug},
        "groups:flyer": lambda world: {"slug": world.group.slug},
        "groups:api_group": lambda world: {"slug": world.group.slug},
        "groups:api_unknown": lambda world: {"rest": "v2/groups"},
        **{
            f"referrals:{name}": lambda world: {"reference": world.referral.reference}
            for name in (
                "absences",
                "consent",
                "detail",
                "discard",
                "edit",
                "family",
                "family_move",
                "family_offer",
                "hide_names",
                "offer",
                "open_names",
                "protect",
            )
        },
        **{
            f"reports:{name}": lambda world: {"reference": world.report.reference}
            for name in ("detail", "edit", "figures", "pdf", "read")
        },
        "reports:figure": lambda world: {"code": "children_started"},
        "reports:figure_file": lambda world: {"code": "seats", "kind": "csv"},
        "reports:move": lambda world: {"reference": world.report.reference, "name": "order"},
        "referrals:cancel_group": lambda world: {"slug": world.group.slug},
        "referrals:cancel_session": lambda world: timetable.EXAMPLES["groups:session_cancel"](
            world
        ),
        "groups:close_field": lambda world: {"slug": world.group.slug},
        "groups:open_field": lambda world: {"slug": world.group.slug},
        "groups:split": lambda world: {"slug": world.group.slug},
        "referrals:early_warning": lambda world: {"slug": world.group.slug},
        "referrals:move_session": lambda world: timetable.EXAMPLES["groups:session_move"](world),
        **{
            f"referrals:{name}": lambda world: {"slug": world.group.slug}
            for name in ("finish", "talks", "edit_plan")
        },
        **{
            f"referrals:{name}": lambda world: timetable.EXAMPLES["groups:session_move"](world)
            for name in ("roll_call", "taps", "tonight")
        },
        "referrals:case_log": lambda world: {"reference": world.referral.reference},
        "referrals:person_log": lambda world: {"pk": world.colleague.pk},
        "referrals:children": lambda world: {"slug": world.group.slug},
        "referrals:consent_back": lambda world: {
            "reference": world.referral.reference,
            "number": 1,
        },
        "referrals:evening": lambda world: {"reference": world.placed.reference},
        "referrals:told": lambda world: {"reference": world.placed.reference},
        "referrals:told_in_group": lambda world: {"slug": world.group.slug, "child": "0" * 20},
        "referrals:move": lambda world: {"reference": world.referral.reference, "name": "withdraw"},
        "mfa_edit_webauthn": lambda world: {"pk": 1},
        "mfa_remove_webauthn": lambda world: {"pk": 1},
    }
)
