"""Twelve canaries in an ordinary and in a protected child, and everybody looks everywhere."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from barnstod.notifications.models import Notice
from barnstod.notifications.services import send as send_letter
from barnstod.security.actor import acting_as
from referrals import services
from referrals.models import Referral
from tests.architecture.test_access import OF_CASES, OF_SUMS
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, LeaderFactory, SessionFactory
from tests.leak import CANARIES, FIRST, NAMES, TYPED, LogLines, Walk, every_row, seen

pytestmark = pytest.mark.django_db(transaction=True)
# No other page asks anything of a child: test_access.py holds that. The live tests walk them all.
OF_CHILDREN = (
    *OF_CASES,
    *OF_SUMS,
    "audit:",
    "groups:office_detail",
    "groups:calendar",
    "not found",
)
OFFICE, NEW = "/kontor/", "/kontor/forfragningar/ny/pa-en-sida/"


class House:
    """A city in which one ordinary and one protected child have got a place in one group."""

    def __init__(self):
        self.unit, self.elsewhere = AffiliationFactory(), AffiliationFactory()
        self.colleague = AffiliationFactory(district=self.unit.district)
        self.organisation = AffiliationFactory(sends=True)
        self.office, self.cleared = UserFactory(coordinator=True), UserFactory(coordinator=True)
        self.head, self.board = UserFactory(head=True), UserFactory(board=True)
        self.admin = UserFactory(admin=True)
        self.leader = LeaderFactory(with_account=True)
        self.other_leader = LeaderFactory(with_account=True)
        self.group = GroupFactory(
            planned=True,
            organisation=self.organisation.organisation,
            leaders=[self.leader],
            hosting_districts=[self.unit.district],
        )
        self.session = SessionFactory(group=self.group, tonight=True)

    def answers(self, **changed):
        return {
            "unit": self.unit.district.code,
            "protection": "none",
            "child_birth_year": timezone.localdate().year - 8,
            "child_district": self.elsewhere.district.code,
            "needs": ["substance_use"],
            "contact_ways": ["ring"],
            "disclosure_ground": "consent_guardians",
            "feedback_level": "place_or_not",
            "send": "1",
        } | changed

    def settle(self, referral):
        """Bring the child into the group, by those who may."""
        office = self.cleared if referral.is_protected else self.office
        with acting_as(office):
            services.move(referral=referral, name="wait", by=office)
            services.make_offer(
                referral=referral, group=self.group, deadline=timezone.localdate(), by=office
            )
        with acting_as(self.unit.user):
            services.move_as_one(referral=referral, name="accept", by=self.unit.user)


def browser(user, **kwargs):
    client = Client(**kwargs)
    if user is not None:
        client.force_login(user)
    return client


@pytest.fixture
def house():
    with LogLines() as log, acting_as("system:test"):
        house = House()
        house.log = log
    with log:
        worker = browser(house.unit.user)
        worker.post(NEW, house.answers(**TYPED))
        hidden = {"protection": "confidentiality_mark", "office_reader": house.cleared.pk}
        house.refused = worker.post(NEW, house.answers(**TYPED, **hidden))
        worker.post(NEW, house.answers(**hidden))
        with acting_as("system:test"):
            house.ordinary = Referral.objects.get(protection="none")
            house.protected = Referral.objects.exclude(protection="none").get()
        house.settle(house.ordinary)
        house.settle(house.protected)
        yield house


def walk(house, user):
    """Walk from the start page and straight to every page of the two children and their group."""
    straight = [
        f"/kontor/forfragningar/{referral.reference}/{part}"
        for referral in (house.ordinary, house.protected)
        for part in ("", "andra/", "erbjud/", "flytta/withdraw/", "namn/", "infor-traffarna/")
    ]
    session = house.session.number
    straight += [
        f"/kontor/grupper/{house.group.slug}/{part}"
        for part in (
            "samtal/",
            "avsluta-barnen/",
            f"traff/{session}/ikvall/",
            f"traff/{session}/narvaro/",
        )
    ]
    straight += [
        "/",
        "/kontor/vantelista/",
        f"/kontor/vantelista/?grupp={house.group.slug}",
        f"/kontor/grupper/{house.group.slug}/barn/",
        "/kontor/ikvall/",
        "/kontor/lasare/",
        "/kontor/logg/",
        "/kontor/kalender/",
        "/healthz/",
        "/finns-inte/",
    ]
    return Walk(browser(user), OFFICE, *straight, only=OF_CHILDREN)


def test_each_role_sees_what_the_table_of_rights_says(house):
    """Names, and the aliases and references of the two cases, for every way of standing to them."""
    ordinary = {house.ordinary.spoken, house.ordinary.reference}
    alias = {house.protected.spoken}
    protected = alias | {house.protected.reference}
    canaries = CANARIES | ordinary | protected
    in_log = {house.ordinary.reference, house.protected.reference}  # the head reviews the log
    expected = {
        "nobody": (None, set()),
        "another unit": (house.elsewhere.user, set()),
        "an organisation": (house.organisation.user, set()),
        "the sender": (house.unit.user, NAMES | ordinary | protected),
        "a colleague of the sender": (house.colleague.user, NAMES | ordinary),
        "the office": (house.office, ordinary),
        "the office, named on the protected case": (house.cleared, ordinary | protected),
        "the leader of the group": (house.leader.user, FIRST | alias),
        "another leader": (house.other_leader.user, set()),
        "the head": (house.head, alias | in_log),
        "the board": (house.board, set()),
        "the administrator": (house.admin, set()),
    }

    found = {who: walk(house, user).seen(canaries) for who, (user, _may) in expected.items()}

    assert found == {who: may for who, (_user, may) in expected.items()}


def test_the_office_sees_names_for_as_long_as_they_are_open_and_never_the_number(house):
    client = browser(house.office)
    url = house.ordinary.get_absolute_url()

    client.post(f"{url}namn/", {"why": "call"})

    assert Walk(client, url, only=OF_CASES).seen(CANARIES) == NAMES
    client.post(f"{url}namn/dolj/")
    assert Walk(client, url, only=OF_CASES).seen(CANARIES) == set()


def test_a_refused_page_of_a_protected_child_holds_nothing_that_was_typed(house):
    assert house.refused.status_code == 200
    assert seen([house.refused.text], CANARIES) == set()


def test_no_error_page_says_what_was_typed(house):
    strict = browser(house.unit.user, enforce_csrf_checks=True)
    stranger = browser(house.elsewhere.user)
    text = TYPED["last_name"]
    answers = [
        strict.post(NEW, house.answers(**TYPED)),
        stranger.post(f"{house.ordinary.get_absolute_url()}andra/", house.answers(**TYPED)),
        stranger.get(f"/kontor/forfragningar/{text}/"),
        stranger.get("/", {"o": text}),
        browser(house.board).post(NEW, house.answers(**TYPED)),
        browser(None).post(NEW, house.answers(**TYPED)),
        browser(None).get(NEW, {"q": text}),
    ]

    assert [answer.status_code for answer in answers[:3]] == [403, 404, 404]
    pages = [page.text for page in answers if page.status_code != 302]
    assert seen(pages, CANARIES) == set()


def test_no_log_line_letter_or_row_of_any_table_holds_a_name(house):
    client = browser(house.office)
    client.post("/kontor/forfragningar/sok/", {"q": "Kanarina Fågelburström"})
    walk(house, house.unit.user)
    with acting_as("system:test"):
        for notice in Notice.objects.all():
            send_letter(notice_id=notice.pk)

    letters = [str(letter.message()) + letter.body for letter in mail.outbox]

    assert len(letters) >= 4
    assert len(house.log.lines) > 20
    assert seen(house.log.lines, CANARIES) == set()
    secrets = CANARIES | {house.ordinary.spoken, house.protected.spoken, "missbruk", "våld"}
    assert seen(letters, secrets) == set()
    rows = list(every_row())
    assert len(rows) > 100
    assert any(house.ordinary.reference in row for row in rows)
    assert seen(rows, CANARIES) == set()
