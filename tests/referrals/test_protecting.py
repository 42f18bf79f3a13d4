"""A child becomes protected now: whatever others have open, owed or built shows it no more."""

import pytest
from django.core import mail
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.notifications.services import queue
from barnstod.notifications.services import send as send_letter
from barnstod.security.actor import acting_as
from groups.feeds import personal_feed
from groups.models import SupportGroup
from referrals import queries, services
from referrals.choices import Names, OpeningReason, Protection
from referrals.models import Household, Identity, IdentityWord, NamedReader, Referral
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Evening
from tests.factories.districts import AffiliationFactory
from tests.factories.referrals import ReferralFactory
from tests.leak import seen
from tests.referrals.test_rotate_keys import fill_a_case, sealed_columns

pytestmark = pytest.mark.django_db
NAMED = {"first_name": "Kanarina", "last_name": "Fågelburström", "phone": "070-174 06 99"}
LEVEL = Protection.PROTECTED_REGISTRATION


class House:
    """A child with a place, one who waits, and everybody's browsers, signed in long ago."""

    def __init__(self, browse):
        self.evening = Evening()
        self.placed = self.evening.child(accepted=True, identity=NAMED)
        self.waiting = ReferralFactory(waiting=True, identity=NAMED)
        self.children = (self.placed, self.waiting)
        self.cleared = UserFactory(coordinator=True)
        self.office = UserFactory(coordinator=True)
        self.head = UserFactory(head=True)
        self.colleagues = [
            AffiliationFactory(district=child.sender_district).user for child in self.children
        ]
        people = [self.office, self.cleared, self.head, self.evening.leader, *self.colleagues]
        people += [child.sent_by for child in self.children]
        self.browsers = {person: browse(person) for person in people}

    def words(self):
        """Return what tells of one of the two: names, aliases, references."""
        return {"Kanarina", "Fågelburström", "070-174 06 99"} | {
            word for child in self.children for word in (child.spoken, child.reference)
        }

    def protect(self, by=None):
        for child in self.children:
            who = by or child.sent_by
            with acting_as(who):
                services.protect(
                    referral=child, protection=LEVEL, by=who, office_reader=self.cleared
                )

    def told(self, person, *urls, **searches) -> set[str]:
        """Return what of the children ``person`` reads at these addresses, and by searching."""
        browser = self.browsers[person]
        pages = [browser.get(url) for url in urls]
        pages += [browser.post(reverse("referrals:find"), {"q": q}) for q in searches.values()]
        texts = [page.text for page in pages if page.status_code == 200]
        for url in urls:  # an error page repeats no more than was asked
            texts = [text.replace(url, "") for text in texts]
        return seen(texts, self.words())

    def channels(self) -> dict:
        """Return what each person has open that shows one of the children before."""
        group, session = self.evening.group, self.evening.session
        place = [group.slug, session.number]
        lists = ["/kontor/forfragningar/", "/kontor/forfragningar/?visa=i-grupp"]
        cases = [child.get_absolute_url() for child in self.children]
        waiting = f"{reverse('referrals:waiting_list')}?grupp={group.slug}"
        children = reverse("referrals:children", args=[group.slug])
        roll, tonight = (
            reverse(f"referrals:{page}", args=place) for page in ("roll_call", "tonight")
        )
        return {
            "the start page": (self.office, ["/kontor/"]),
            "the lists": (self.office, lists),
            "the waiting list": (self.office, [waiting]),
            "the cases, names open": (self.office, cases),
            "the children of the group": (self.office, [children]),
            "the roll at the office": (self.office, [roll, tonight]),
            "a colleague's list": (self.colleagues[0], lists),
            "a colleague's case": (self.colleagues[0], cases),
            "another colleague's case": (self.colleagues[1], [*lists, *cases]),
            "the leader's evening": (self.evening.leader, [roll, tonight, children]),
            "the leader's start page": (self.evening.leader, ["/kontor/"]),
        }


@pytest.fixture
def house(browse):
    house = House(browse)
    for child in house.children:
        with acting_as(house.office):
            services.open_names(referral=child, by=house.office, why=OpeningReason.CALL)
    return house


def test_what_others_have_open_shows_the_child_no_more(house):
    channels = house.channels()
    empty = {"the start page", "the leader's start page"}  # nothing waits for anybody there
    before = {name: house.told(who, *urls) for name, (who, urls) in channels.items()}

    house.protect()

    after = {name: house.told(who, *urls) for name, (who, urls) in channels.items()}
    assert {name for name, told in before.items() if not told} == empty
    assert {"Kanarina", "070-174 06 99"} <= before["the cases, names open"]
    told = {name: words for name, words in after.items() if words}
    assert told == {"the leader's evening": {house.placed.spoken}}


def test_the_child_is_found_no_more_but_by_those_named(house):
    searches = {"name": "Kanarina", "reference": house.placed.reference}
    searches |= {"alias": house.placed.spoken}

    assert house.told(house.office, **searches) >= {house.placed.spoken}
    house.protect()

    # The page of what was found repeats what was searched for.
    assert not list(queries.find(house.office, "Kanarina"))
    for text in (house.placed.reference, house.placed.spoken):
        assert not list(queries.find(house.office, text))
        assert list(queries.find(house.cleared, text)) == [house.placed]
    assert not Identity.objects.exists()
    assert not IdentityWord.objects.exists()


def test_nothing_that_was_sealed_of_the_child_is_left_in_any_table():
    """A new column is here at once: fill_a_case must fill it, and protecting empties it."""
    child, office = fill_a_case(), UserFactory(coordinator=True)

    with acting_as(office):
        services.protect(referral=child, protection=LEVEL, by=office)

    columns = sealed_columns().items()
    assert {name: left for name, left in columns if name.startswith("referrals.") and left} == {}


def test_those_named_open_the_case_without_a_name(house):
    house.protect()

    for child in house.children:
        for person in (child.sent_by, house.cleared):
            page = house.browsers[person].get(child.get_absolute_url())
            assert page.status_code == 200
            assert seen([page.text], {"Kanarina", "Fågelburström"}) == set()
        child.refresh_from_db()
        assert (child.protection, child.names) == (LEVEL, Names.NONE)


def test_a_letter_that_is_owed_and_not_sent_is_never_sent_but_to_those_named(house):
    path = house.placed.get_absolute_url()
    people = [house.office, house.colleagues[0], house.cleared]
    notices = {who: queue("place_offered", to=who, path=path) for who in people}
    other = queue("place_offered", to=house.office, path="/kontor/forfragningar/2345678923/")

    house.protect()

    sent = {who: send_letter(notice_id=notice.pk) for who, notice in notices.items()}
    assert sent == {house.office: False, house.colleagues[0]: False, house.cleared: True}
    assert send_letter(notice_id=other.pk)
    assert house.placed.reference not in "".join(
        letter.body for letter in mail.outbox if letter.to != [house.cleared.email]
    )
    told = Notice.objects.filter(kind="referral_protected")
    assert {notice.recipient for notice in told} == {house.cleared}


def test_calendar_flyer_figures_and_seats_are_the_same_before_and_after(house, client):
    """They never showed a child, and what they show does not betray that one became protected."""

    def built():
        group = SupportGroup.objects.get(pk=house.evening.group.pk)
        return (
            personal_feed(house.evening.leader).split(b"DTSTAMP"),
            client.get("/").content,
            (group.places_taken, group.places_held),
        )

    before = built()
    house.protect()

    after = built()
    stamps = [part.partition(b"\r\n")[2] for part in before[0]]
    assert [part.partition(b"\r\n")[2] for part in after[0]] == stamps
    assert after[1:] == before[1:]


def test_the_names_that_were_open_are_closed(house):
    assert services.opened_for(house.office, house.placed) == "call"

    house.protect()

    house.placed.refresh_from_db()
    assert services.opened_for(house.office, house.placed) == ""
    assert house.browsers[house.office].post(
        reverse("referrals:open_names", args=[house.placed.reference]), {"why": "call"}
    ).status_code == 404  # fmt: skip


# --- the family --------------------------------------------------------------------------------


def family_of(*children):
    household = Household.objects.create()
    for child in children:
        child.household = household
        child.save(update_fields=["household"])


def test_the_siblings_are_protected_too_each_with_readers_of_its_own():
    child = ReferralFactory(waiting=True, identity=NAMED)
    sibling, stranger = (ReferralFactory(waiting=True, identity=NAMED) for _ in range(2))
    family_of(child, sibling)
    office = UserFactory(coordinator=True)

    with acting_as(child.sent_by):
        services.protect(referral=child, protection=LEVEL, by=child.sent_by, office_reader=office)

    protected = Referral.objects.exclude(protection=Protection.NONE)
    assert {(one.pk, one.names) for one in protected} == {
        (child.pk, Names.NONE),
        (sibling.pk, Names.NONE),
    }
    assert list(Identity.objects.values_list("referral", flat=True)) == [stranger.pk]
    readers = {(row.referral_id, row.user) for row in NamedReader.objects.select_related("user")}
    assert readers == {
        (child.pk, child.sent_by),
        (child.pk, office),
        (sibling.pk, sibling.sent_by),
        (sibling.pk, office),
    }
    # Who protects learns nothing of the other unit's case.
    with acting_as(child.sent_by):
        assert list(Referral.objects.all()) == [child]


def test_a_request_that_is_completed_as_protected_protects_the_siblings():
    child = ReferralFactory(returned=True, identity=NAMED)
    sibling = ReferralFactory(waiting=True, identity=NAMED)
    family_of(child, sibling)

    with acting_as(child.sent_by):
        services.save(
            referral=child,
            by=child.sent_by,
            fields={"protection": LEVEL},
            identity={},
            office_reader=UserFactory(coordinator=True),
            send=True,
        )

    assert set(Referral.objects.values_list("protection", flat=True)) == {LEVEL}
    assert not Identity.objects.exists()


def test_each_step_is_written_down():
    child = ReferralFactory(waiting=True, identity=NAMED)
    office = UserFactory(coordinator=True)

    with acting_as(office):
        services.protect(referral=child, protection=LEVEL, by=office)

    events = AuditEvent.objects.filter(subject=child.reference).order_by("pk")
    assert [(event.action, event.actor) for event in events] == [
        (action, f"user:{office.pk}")
        for action in (
            "referral.protect", "identity.erase", "referral.reader", "referral.reader"
        )
    ]  # fmt: skip


# --- the page ----------------------------------------------------------------------------------


def test_a_social_worker_protects_a_child_on_its_page(browse):
    child, office = ReferralFactory(waiting=True, identity=NAMED), UserFactory(coordinator=True)
    client = browse(child.sent_by)
    url = reverse("referrals:protect", args=[child.reference])

    assert url in client.get(child.get_absolute_url()).text
    refused = client.post(url, {"protection": LEVEL})
    assert list(refused.context["form"].errors) == ["office_reader"]
    done = client.post(url, {"protection": LEVEL, "office_reader": office.pk}, follow=True)

    child.refresh_from_db()
    assert (done.status_code, child.protection) == (200, LEVEL)
    assert url not in done.text
    assert client.get(url).status_code == 403


def test_no_level_protects_nobody(browse):
    child = ReferralFactory(waiting=True)
    client = browse(UserFactory(coordinator=True))

    for level in ("", "none", "mycket"):
        page = client.post(
            reverse("referrals:protect", args=[child.reference]), {"protection": level}
        )
        assert list(page.context["form"].errors) == ["protection"]
    child.refresh_from_db()
    assert not child.is_protected


def test_nobody_protects_what_is_not_theirs(browse):
    child = ReferralFactory(waiting=True)
    url = reverse("referrals:protect", args=[child.reference])

    answers = {
        "another unit": browse(AffiliationFactory().user).post(url).status_code,
        "the head": browse(UserFactory(head=True)).post(url).status_code,
        "a leader": browse(UserFactory(leader=True)).post(url).status_code,
    }

    assert answers == {"another unit": 404, "the head": 403, "a leader": 403}
