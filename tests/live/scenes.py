"""Scenes that the tests here play: rows in the running portal's own database.

``python -m tests.live.scenes <scene> <number>`` is a process of its own, because the tests are at
home in another database; it prints what the test must know as JSON.
"""

import json
import sys

CITY = "barngrupp-soderort-vt27-city"


def last_seat(children: int) -> dict:
    """One seat left in a group of eight, that many children who wait for it, and as many windows.

    A window is a session of the coordinator's, so that each offer gets an answer of its own.
    """
    from barnstod.accounts.models import User
    from tests.factories.groups import GroupFactory
    from tests.factories.referrals import ReferralFactory

    group = GroupFactory(planned=True, timed=True, slug="barngrupp-soderort-vt27-last")
    ReferralFactory.create_batch(7, accepted=True, group=group, **of_farsta())
    waiting = ReferralFactory.create_batch(
        children, waiting=True, programme=group.programme, **of_farsta()
    )
    coordinator = User.objects.get(email="samordnare@barnstod.example")
    return {
        "windows": [session_of(coordinator) for _ in range(children)],
        "slug": group.slug,
        "id": group.pk,
        "references": [child.reference for child in waiting],
        "deadline": str(tomorrow()),
    }


def one_offer(_: int) -> dict:
    """A place offered to a child of Farsta; others of the group hold seats too, to be taken."""
    from tests.factories.groups import GroupFactory
    from tests.factories.referrals import ReferralFactory

    group = GroupFactory(planned=True, timed=True, slug="barngrupp-soderort-vt27-once")
    ReferralFactory.create_batch(5, offered=True, group=group, **of_farsta())
    child = ReferralFactory(offered=True, group=group, **of_farsta())
    return {"reference": child.reference, "group": group.pk}


def reports(number: int) -> dict:
    """That many reports ordered by the coordinator at once."""
    from datetime import date

    from barnstod.accounts.models import User
    from reports import services
    from reports.models import Grant

    by = User.objects.get(email="samordnare@barnstod.example")
    grant = Grant.objects.get(code="central-samordning-ar-1")
    references = []
    for year in range(number):
        report = services.create(
            by=by,
            grant=grant,
            title=f"Delrapport {year}",
            period_from=date(2006, 9, 18),
            period_to=date(2007, 6, 30),
            registry_number="119-0019/2007",
        )
        services.order(report=report, by=by)
        references.append(report.reference)
    return {"references": references}


def notices(number: int) -> dict:
    """That many letters to the coordinator at once."""
    from barnstod.accounts.models import User
    from barnstod.notifications.services import queue

    to = User.objects.get(email="samordnare@barnstod.example")
    keys = [str(queue("something_to_read", to=to, path="/kontor/").key) for _ in range(number)]
    return {"keys": keys}


def city(_: int) -> dict:
    """People in every way of standing to two children of Farsta, and the group they will be in.

    Tells each one's session and secret calendar address, the group, and a report that is ordered.
    """
    from datetime import timedelta

    from django.utils import timezone

    from barnstod.accounts.models import User
    from groups.policies import can_see_calendar
    from groups.services.feeds import make_address
    from tests.factories.accounts import UserFactory
    from tests.factories.districts import AffiliationFactory
    from tests.factories.groups import (
        GroupFactory,
        LeaderFactory,
        SessionFactory,
        SessionLeaderFactory,
        two_hours_from,
    )

    def demo(name):
        return User.objects.get(email=f"{name}@barnstod.example")

    leader = LeaderFactory(with_account=True)
    AffiliationFactory(user=leader.user, district=None, organisation=leader.organisation)
    group = GroupFactory(
        planned=True,
        slug=CITY,
        organisation=leader.organisation,
        leaders=[leader],
        hosting_districts=[farsta().district],
    )
    soon = two_hours_from(timezone.now() + timedelta(days=12))
    SessionLeaderFactory(session=SessionFactory(group=group, during=soon), leader=leader)
    people = {
        "the sender": demo("handlaggare.farsta"),
        "a colleague of the sender": AffiliationFactory(district=farsta().district).user,
        "another unit": demo("handlaggare.jarva"),
        "the office": demo("samordnare"),
        "the office, named on the protected case": UserFactory(coordinator=True),
        "the leader of the group": leader.user,
        "another leader": demo("gruppledare.vandpunkten"),
        "the head": demo("enhetschef"),
        "the board": demo("namnd"),
        "the administrator": demo("admin"),
    }
    return {
        "sessions": {who: session_of(user) for who, user in people.items()},
        "calendars": {
            who: make_address(by=user)[1] for who, user in people.items() if can_see_calendar(user)
        },
        "named": people["the office, named on the protected case"].pk,
        "group": group.slug,
        "report": reports(1)["references"][0],
    }


def addresses(_: int) -> dict:
    """An example of each address of the site, of a case for each of the city's two children."""
    from barnstod.accounts.models import User
    from groups.models import SupportGroup
    from reports import services
    from reports.models import Report
    from tests.architecture.addresses import World, every_address

    group = SupportGroup.objects.get(slug=CITY)
    report = Report.objects.filter(state="built").latest("pk")  # the city's, ordered last
    head = User.objects.get(email="enhetschef@barnstod.example")
    services.move(report=report, name="approve", by=head, read_sha256=report.sha256)
    services.move(report=report, name="put_on_agenda", by=report.writer, agenda_on=tomorrow())
    ordinary, protected = sorted(group.referrals.all(), key=lambda child: child.is_protected)
    world = World()
    world.group, world.leader = group, group.leaders.get()
    world.district, world.organisation = ordinary.sender_district, group.organisation
    world.referral, world.report = ordinary, report
    found = [address.url(world) for address in every_address()]
    found += [
        url.replace(ordinary.reference, protected.reference)
        for url in found
        if ordinary.reference in url
    ]
    return {"addresses": found}


def farsta():
    from districts.models import Affiliation

    return Affiliation.objects.get(user__email="handlaggare.farsta@barnstod.example")


def of_farsta() -> dict:
    """A child of Farsta whom its own unit asks for. A district for each would be no city."""
    workplace = farsta()
    return {"workplace": workplace, "child_district": workplace.district}


def session_of(user) -> str:
    """Return the cookie of a new session of ``user``."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def tomorrow():
    from datetime import timedelta

    from django.utils import timezone

    return timezone.localdate() + timedelta(days=1)


TOLD = (last_seat, one_offer, reports, notices, city, addresses)
SCENES = {scene.__name__: scene for scene in TOLD}

if __name__ == "__main__":
    import django

    django.setup()
    from barnstod.security.actor import acting_as
    from tests.factories.accounts import UserFactory
    from tests.factories.districts import DistrictFactory, OrganisationFactory
    from tests.factories.groups import ProgrammeFactory, VenueFactory

    # Each scene counts its codes from a number of its own, as each is a process of its own.
    first = 10_000 * (1 + list(SCENES).index(sys.argv[1]))
    counted = (UserFactory, DistrictFactory, OrganisationFactory, ProgrammeFactory, VenueFactory)
    for numbered in counted:
        numbered.reset_sequence(first)
    with acting_as("system:test"):
        told = SCENES[sys.argv[1]](int(sys.argv[2]))
    print(json.dumps(told))
