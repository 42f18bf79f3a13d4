"""Two cities, one with protected children more: who is not named on them sees no difference.

Whoever may not know of a child must not conclude it either: from a list that is longer, a count, a
place that is gone, an order, a page that asks the database more. The seats are the same in both
cities: that one is taken is all that anybody learns of the child who has it.
"""

import re
from difflib import unified_diff

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from groups.models import SupportGroup
from referrals.evening import TalkBy, TalkKind
from referrals.models import Absences, Evening, Household, Talk
from tests.architecture.addresses import World, addresses_of
from tests.architecture.test_access import OF_CASES
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, SessionFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import ask_of_children, questions_of

pytestmark = pytest.mark.django_db

# The log shows what was read meanwhile, by the very looking.
LOGS = {"referrals:case_log", "referrals:person_log", "referrals:file_text"}
# The head names the readers of protected cases, so learns their aliases: there, and nowhere else.
OF_THE_HEAD = {(Role.HEAD, "referrals:readers"), (Role.HEAD, "start")}
# All that differs in two answers to one question while the clock stands.
NOISE = re.compile(
    r'(csrfmiddlewaretoken" value=|name="(?:csrf-token|key|stamp|submission_key)"'
    r' (?:content|value)=)"[^"]*"|X-CSRFToken[^}]*|class="reference">[^<]*'
)
LISTS = ("oppna", "nya", "i-grupp", "utkast", "avslutade")


class City:
    """A group with ordinary children in every state, and everybody who is named on no case."""

    def __init__(self):
        world = World()
        self.group = GroupFactory(running=True, capacity=12, organisation=world.organisation)
        world.__dict__["group"] = self.group
        self.session = SessionFactory(group=self.group, tonight=True)
        self.led = GroupFactory(running=True, leaders=[world.leader])
        SessionFactory(group=self.led, tonight=True)
        self.shared = {
            "workplace": AffiliationFactory(district=world.district),
            "child_district": world.district,
        }
        for group in (self.group, self.led):
            for state in ("offered", "accepted", "started"):
                ReferralFactory(**{state: True}, group=group, **self.shared)
        for state in ("draft", "returned", "waiting", "withdrawn"):
            ReferralFactory(**{state: True}, **self.shared)
        self.reader = UserFactory(coordinator=True)
        people = {role: world.person(role) for role in Role}
        self.people = people | {"another unit": AffiliationFactory().user, "nobody": None}
        self.browsers = {who: browser(user) for who, user in self.people.items()}
        self.addresses = [
            (address, url)
            for address in addresses_of("office", "public_form")
            if address.name.startswith(OF_CASES) and address.name not in LOGS
            for url in (address.url(world), *self.more(address.name))
        ]

    def more(self, name):
        """Return the other examples of an address: other lists, and the leader's own group."""
        if name == "referrals:list":
            return [f"{reverse(name)}?visa={shown}" for shown in LISTS]
        if name == "referrals:waiting_list":
            wanted = (f"grupp={self.group.slug}", f"program={self.group.programme.code}")
            return [f"{reverse(name)}?{one}" for one in wanted]
        if name in ("referrals:children", "referrals:talks"):
            return [reverse(name, args=[self.led.slug])]
        if name in ("referrals:roll_call", "referrals:tonight"):
            return [reverse(name, args=[self.led.slug, self.led.sessions.get().number])]
        return []

    def looks(self) -> dict:
        """Return what each person reads at each address that asks anything of children."""
        wanted = [
            (who, address.name, url)
            for who, user in self.people.items()
            for address, url in self.addresses
            if address.access.kind != "office" or (user and address.access.policy(user))
        ]
        return {one: found for one in wanted if (found := self.look(one))}

    def look(self, one) -> tuple[int, int, str] | None:
        """Return status, number of queries and text; None if nothing is asked of children."""
        who, _name, url = one
        kept = {}
        with transaction.atomic():
            questions = questions_of(lambda: kept.update(response=self.browsers[who].get(url)))
            transaction.set_rollback(True)
        response = kept["response"]
        if not ask_of_children(questions) or response.status_code == 405:
            return None
        body = response.getvalue() if response.streaming else response.content
        return response.status_code, len(questions), NOISE.sub("", body.decode("utf-8", "replace"))

    def protect_some(self):
        """Let protected children be wherever a child can be; the seats stay as they are."""
        household = Household.objects.create()
        hidden = self.shared | {"protected": True, "named": [self.reader], "household": household}
        seats = SupportGroup.objects.filter(pk=self.group.pk)
        before = seats.values("places_held", "places_taken").get()
        ReferralFactory(**hidden)
        for state in ("draft", "returned", "waiting", "resting", "withdrawn", "declined"):
            ReferralFactory(**{state: True}, **hidden)
        in_group = [
            ReferralFactory(**{state: True}, group=self.group, **hidden)
            for state in ("offered", "accepted", "started", "completed", "discontinued")
        ]
        for child in in_group[1:3]:
            Evening.objects.create(referral=child, changed_by=self.reader)
            Absences.objects.create(referral=child, since=self.session)
            Talk.objects.create(
                referral=child,
                kind=TalkKind.FIRST,
                held_on=timezone.localdate(),
                held_by=TalkBy.LEADER,
                recorded_by=self.reader,
            )
        AttendanceFactory(referral=in_group[2], session=self.session, marked_by=self.reader)
        seats.update(**before)
        User.objects.filter(pk=in_group[0].offers.get().made_by_id).update(is_active=False)


def browser(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
        client.get("/kontor/")  # what the first request of a session costs is no sign of anything
    return client


def test_a_protected_child_changes_nothing_for_whoever_is_not_named(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)  # no page is another because time goes by
    city = City()
    before = city.looks()

    with transaction.atomic():
        city.protect_some()
        after = {one: city.look(one) for one in before}
        transaction.set_rollback(True)

    differing = {key for key in before if before[key] != after[key]}
    unknown = [key for key in differing if key[:2] not in OF_THE_HEAD]
    assert not unknown, [
        (key, before[key][:2], *unified_diff(before[key][2].split("\n"), after[key][2].split("\n")))
        for key in unknown
    ]
    # Else all of this would hold of pages that show nobody.
    assert {key[:2] for key in differing} >= OF_THE_HEAD
    assert {who for who, _name, _url in before} >= {*Role} - {Role.ADMIN, Role.BOARD}
