"""The pages of the cases: what each shows, to whom, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from groups.choices import Need, Weekday
from referrals.choices import ConsentBy, State
from referrals.models import Consent, NamedReader
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db
LIST, WAITING = reverse("referrals:list"), reverse("referrals:waiting_list")
NAMES = {"first_name": "Åsa", "last_name": "Fågelsång", "phone": "070-174 06 05"}


def aliases(response):
    """Return the three words on the page, in their order."""
    found = re.findall(
        r"forfragningar/[a-z0-9]{10}/\"?[^>]*>([a-zåäö]+-[a-zåäö]+-[a-zåäö]+)<", response.text
    )
    return list(dict.fromkeys(found))


def page_of(referral, part="detail", *arguments):
    return reverse(f"referrals:{part}", args=[referral.reference, *arguments])


# --- the list --------------------------------------------------------------------------------


def test_list_shows_a_unit_what_it_sent_and_the_office_all_that_was_sent(browse, office):
    own, other = ReferralFactory(), ReferralFactory(waiting=True)
    ReferralFactory(draft=True)
    ReferralFactory(protected=True)

    assert aliases(browse(own.sent_by).get(LIST)) == [own.spoken]
    assert aliases(office.get(LIST)) == [own.spoken, other.spoken]


def test_new_ones_are_those_the_office_has_not_answered(office):
    new, _waits = ReferralFactory(), ReferralFactory(waiting=True)

    assert aliases(office.get(f"{LIST}?visa=nya")) == [new.spoken]


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        ("oppna", "waiting"),
        ("i-grupp", "accepted"),
        ("utkast", "draft"),
        ("avslutade", "withdrawn"),
    ],
)
def test_list_is_divided_by_where_the_cases_stand(browse, shown, state):
    unit = AffiliationFactory()
    rows = {
        one: ReferralFactory(workplace=unit, **{one: True})
        for one in ("waiting", "accepted", "draft", "withdrawn")
    }

    response = browse(unit.user).get(LIST, {"visa": shown})

    assert aliases(response) == [rows[state].spoken]


def test_list_that_does_not_exist_is_not_found(office):
    assert office.get(LIST, {"visa": "allt"}).status_code == 404


def test_list_tells_no_need_and_hides_where_a_protected_child_lives(browse, english):
    reader = UserFactory(coordinator=True)
    hidden = ReferralFactory(protected=True, named=[reader], needs=[Need.FAMILY_VIOLENCE])

    page = browse(reader).get(LIST).text

    assert hidden.spoken in page
    assert hidden.child_district.name not in page
    assert hidden.sender_district.name not in page
    assert not [need for need in Need if str(need.label) in page]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(office, django_assert_num_queries, rows):
    ReferralFactory.create_batch(rows, offered=True)
    office.get(LIST)

    with django_assert_num_queries(11):
        assert len(aliases(office.get(LIST))) == rows


def test_a_sender_who_wants_little_sees_only_received_and_closed(browse, english):
    unit = AffiliationFactory()
    little = {"workplace": unit, "feedback_level": "received_and_closed"}
    ReferralFactory(offered=True, **little)
    ReferralFactory(declined=True, **little)
    client = browse(unit.user)

    def states(**query):
        rows = client.get(LIST, query).context["rows"]
        return [(row.referral.state, row.tone, row.answer_by) for row in rows]

    assert states() == [("offered", "plain", None)]
    assert states(visa="avslutade") == [("declined", "plain", None)]


# --- finding ---------------------------------------------------------------------------------


def test_find_is_a_post_and_leaves_no_name_in_an_address_or_in_the_audit(office, settings):
    referral = ReferralFactory(identity=NAMES)
    url = reverse("referrals:find")

    found = office.post(url, {"q": "Åsa Fågelsång"})

    assert aliases(found) == [referral.spoken]
    assert office.get(url).status_code == 405
    event = AuditEvent.objects.get(action="referral.search")
    assert event.detail == {"found": 1}
    assert aliases(office.post(url, {"q": "Fågel"})) == []
    assert office.post(url, {"q": ""}).status_code == 200


# --- one case ----------------------------------------------------------------------------------


def test_the_case_of_another_unit_and_one_that_never_was_cannot_be_told_apart(browse):
    referral = ReferralFactory(identity=NAMES)
    client = browse(AffiliationFactory().user)

    def answer(reference):
        response = client.get(f"{LIST}{reference}/")
        ours = response.wsgi_request.reference
        return response.status_code, response.text.replace(ours, ""), sorted(response.headers)

    other, missing = answer(referral.reference), answer("2222222222")

    assert other == missing
    assert other[0] == 404


def test_the_unit_sees_the_names_it_wrote_and_the_reading_is_logged(browse):
    referral = ReferralFactory(identity=NAMES)

    page = browse(referral.sent_by).get(page_of(referral))

    assert all(name in page.text for name in NAMES.values())
    event = AuditEvent.objects.get(action="identity.read")
    assert (event.actor, event.detail) == (f"user:{referral.sent_by.pk}", {"why": "own_unit"})


def test_the_office_opens_names_with_a_reason_and_closes_them_again(office):
    referral = ReferralFactory(identity=NAMES)

    assert "Fågelsång" not in office.get(page_of(referral)).text
    office.post(page_of(referral, "open_names"), {"why": "just curious"})
    assert "Fågelsång" not in office.get(page_of(referral)).text
    office.post(page_of(referral, "open_names"), {"why": "call"})
    assert "Fågelsång" in office.get(page_of(referral)).text
    office.post(page_of(referral, "hide_names"))
    assert "Fågelsång" not in office.get(page_of(referral)).text

    events = [event.action for event in AuditEvent.objects.order_by("pk")]
    assert events == ["identity.open", "identity.read", "identity.hide"]


def test_the_case_tells_what_happened_and_what_can_be_done(browse, office):
    referral = ReferralFactory()
    office.post(page_of(referral, "move", "wait"))

    office_page, unit_page = (
        client.get(page_of(referral)) for client in (office, browse(referral.sent_by))
    )

    def moves(page):
        return [name for name, _move in page.context["moves"]]

    assert moves(office_page) == ["offer", "rest", "withdraw", "decline"]
    assert moves(unit_page) == ["withdraw"]
    assert len(office_page.context["steps"]) == len(unit_page.context["steps"]) == 1


@pytest.mark.parametrize("events", [1, 3])
def test_the_case_costs_the_same_for_any_number_of_events(
    office, django_assert_num_queries, events
):
    referral = ReferralFactory(accepted=True, identity=NAMES)
    for _number in range(events):
        user = UserFactory(coordinator=True)
        AuditEvent.objects.create(
            actor=f"user:{user.pk}",
            action="referral.wait",
            subject_type="referrals.referral",
            subject=referral.reference,
        )
        ConsentFactory(referral=referral)
    office.get(page_of(referral))

    with django_assert_num_queries(25):
        page = office.get(page_of(referral))

    assert len(page.context["steps"]) == len(page.context["consents"]) == events


def test_an_offer_is_answered_by_the_unit(browse):
    referral = ReferralFactory(offered=True)
    client = browse(referral.sent_by)

    page = client.get(page_of(referral))
    client.post(page_of(referral, "move", "accept"))

    assert page.context["offer"].deadline == timezone.localdate() + timedelta(days=10)
    referral.refresh_from_db()
    assert referral.state == State.ACCEPTED


def test_the_second_to_answer_reads_who_was_first(browse, office):
    referral = ReferralFactory(offered=True)
    office.post(page_of(referral, "move", "refuse"))

    page = browse(referral.sent_by).post(page_of(referral, "move", "accept"), follow=True)

    assert 'class="notice stop"' in page.text
    referral.refresh_from_db()
    assert referral.state == State.WAITING


def test_a_move_that_asks_for_something_explains_itself_and_asks_again(office):
    referral = ReferralFactory(waiting=True)
    url = page_of(referral, "move", "rest")

    assert office.get(url).status_code == 200
    past = {"rest_reason": "next_term", "resting_until": timezone.localdate() - timedelta(days=1)}
    assert list(office.post(url, past).context["form"].errors) == ["resting_until"]
    assert list(office.post(url, {}).context["form"].errors) == ["rest_reason", "resting_until"]
    assert office.get(page_of(referral, "move", "start")).status_code == 403
    assert office.get(page_of(referral, "move", "offer")).url == page_of(referral, "offer")


def test_a_yes_to_taking_part_is_written_down_and_taken_back(office, browse):
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    referral = ReferralFactory(accepted=True, group=group)
    own = browse(leader.user)
    children = reverse("referrals:children", args=[group.slug])

    def cards():
        return [card["name"] for card in own.get(children).context["cards"]]

    tomorrow = timezone.localdate() + timedelta(days=1)
    late = office.post(page_of(referral, "consent"), {"who": "child_from_15", "given_on": tomorrow})
    assert list(late.context["form"].errors) == ["given_on"]
    office.post(
        page_of(referral, "consent"), {"who": "both_guardians", "given_on": timezone.localdate()}
    )
    assert Consent.objects.get().by == ConsentBy.BOTH_GUARDIANS
    assert cards() == [referral.spoken]

    office.post(page_of(referral, "consent_back", 1))
    assert Consent.objects.get().withdrawn_on == timezone.localdate()
    assert cards() == []
    assert office.post(page_of(referral, "consent_back", 2)).status_code == 404


# --- offering ----------------------------------------------------------------------------------


def test_offer_page_lists_what_the_child_waits_for_and_holds_a_seat(office):
    referral = ReferralFactory(waiting=True)
    group = GroupFactory(planned=True)
    GroupFactory(planned=True, needs=[Need.MENTAL_ILLNESS])
    url = page_of(referral, "offer")

    page = office.get(url, {"grupp": group.slug})
    assert [slug for slug, _words in page.context["form"].fields["group"].choices] == [
        "",
        group.slug,
    ]
    answers = {"group": group.slug, "deadline": timezone.localdate() + timedelta(days=5)}
    assert office.post(url, answers).url == page_of(referral)

    group.refresh_from_db()
    assert group.places_held == 1


def test_offer_of_a_place_that_is_gone_says_so_and_saves_nothing(office):
    referral, group = ReferralFactory(waiting=True), GroupFactory(planned=True, full=True)
    answers = {"group": group.slug, "deadline": timezone.localdate() + timedelta(days=5)}

    page = office.post(page_of(referral, "offer"), answers, follow=True)

    assert 'class="notice stop"' in page.text
    referral.refresh_from_db()
    assert referral.state == State.WAITING


@pytest.mark.parametrize(("days", "is_refused"), [(-1, True), (0, False), (60, False), (61, True)])
def test_offer_has_a_deadline_within_reason(office, days, is_refused):
    referral, group = ReferralFactory(waiting=True), GroupFactory(planned=True)
    answers = {"group": group.slug, "deadline": timezone.localdate() + timedelta(days=days)}

    response = office.post(page_of(referral, "offer"), answers)

    assert (response.status_code == 200) == is_refused


# --- the waiting list ----------------------------------------------------------------------------


def wait(weeks, **columns):
    long_ago = timezone.now() - timedelta(weeks=weeks, hours=1)
    return ReferralFactory(waiting=True, first_contact_at=long_ago, **columns)


def test_waiting_list_is_in_time_order_with_the_reason_of_each_misfit(office, english):
    group = GroupFactory(
        planned=True, weekday=Weekday.TUESDAY, first_on=None, year=timezone.localdate().year + 1
    )
    born = timezone.localdate().year - 7
    fits = wait(9, child_birth_year=born)
    young = wait(11, child_birth_year=born + 5)
    busy = wait(6, child_birth_year=born, weekdays=[Weekday.MONDAY])
    first = wait(1, child_birth_year=born, must_have_new_place=True)
    wait(20, needs=[Need.MENTAL_ILLNESS])
    ReferralFactory(child_birth_year=born)

    page = office.get(WAITING, {"grupp": group.slug})

    assert aliases(page) == [first.spoken, young.spoken, fits.spoken, busy.spoken]
    rows = page.context["page"]
    assert [row.weeks for row in rows] == [1, 11, 9, 6]
    assert [row.fits for row in rows] == [True, False, True, False]
    assert (page.context["waiting"], page.context["fitting"]) == (4, 2)
    assert not [need for need in Need if str(need.label) in page.text]


def test_waiting_list_of_a_programme_says_where_each_fits(office):
    programme = ProgrammeFactory()
    group = GroupFactory(planned=True, programme=programme, age_from=5, age_to=12)
    fits = wait(3, programme=programme)
    old = wait(2, programme=programme, child_birth_year=timezone.localdate().year - 17)

    page = office.get(WAITING, {"program": programme.code})

    rows = {row.referral: row for row in page.context["page"]}
    assert (rows[fits].fits_in, rows[fits].fits) == ([group], True)
    assert (rows[old].fits_in, rows[old].fits) == ([], False)


def test_waiting_list_says_nothing_of_a_protected_child_to_whoever_is_not_named(office, browse):
    group, reader = GroupFactory(planned=True), UserFactory(coordinator=True)
    hidden = wait(3, protected=True, named=[reader])

    assert aliases(office.get(WAITING, {"grupp": group.slug})) == []
    page = browse(reader).get(WAITING, {"grupp": group.slug})
    assert aliases(page) == [hidden.spoken]
    assert hidden.child_district.name not in page.text


@pytest.mark.parametrize("query", [{"grupp": "barngrupp-farsta-vt27-xxxx"}, {"program": "inget"}])
def test_waiting_list_of_nothing_is_not_found(office, query):
    GroupFactory(planned=True)

    assert office.get(WAITING, query).status_code == 404
    assert office.get(WAITING).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_waiting_list_costs_the_same_for_any_number_of_rows(
    office, django_assert_num_queries, rows
):
    groups = [
        GroupFactory(planned=True, hosting_districts=[DistrictFactory()]) for _ in range(rows)
    ]
    for _row in range(rows):
        wait(3, child_birth_year=timezone.localdate().year - 15)
        wait(3)
    office.get(WAITING, {"grupp": groups[0].slug})

    with django_assert_num_queries(13):
        page = office.get(WAITING, {"grupp": groups[0].slug})

    assert len(aliases(page)) == 2 * rows


# --- the children of a group ---------------------------------------------------------------------


def test_children_of_a_group_for_its_leader_are_first_names_or_aliases(browse, office):
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    named = ReferralFactory(accepted=True, group=group, identity=NAMES)
    nameless = ReferralFactory(accepted=True, group=group)
    hidden = ReferralFactory(accepted=True, group=group, protected=True)
    ReferralFactory(offered=True, group=group, identity={"first_name": "Kanarie"})
    url = reverse("referrals:children", args=[group.slug])

    page = browse(leader.user).get(url)

    cards = {card["name"] for card in page.context["cards"]}
    assert cards == {"Åsa", nameless.spoken, hidden.spoken}
    for secret in (
        NAMES["last_name"],
        NAMES["phone"],
        "Kanarie",
        named.reference,
        hidden.reference,
    ):
        assert secret not in page.text
    assert AuditEvent.objects.get(action="identity.read").subject == named.reference
    assert set(aliases(office.get(url))) == {named.spoken, nameless.spoken}


def test_children_of_a_de_identified_group_are_aliases(browse):
    leader = LeaderFactory(with_account=True)
    programme = ProgrammeFactory(de_identified=True)
    group = GroupFactory(planned=True, leaders=[leader], programme=programme)
    referral = ReferralFactory(accepted=True, group=group, names="none")

    page = browse(leader.user).get(reverse("referrals:children", args=[group.slug]))

    assert [card["name"] for card in page.context["cards"]] == [referral.spoken]
    assert not AuditEvent.objects.filter(action="identity.read").exists()


def test_children_of_another_leaders_group_are_not_found(browse):
    group = GroupFactory(planned=True)
    leader = LeaderFactory(with_account=True)

    url = reverse("referrals:children", args=[group.slug])
    assert browse(leader.user).get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_children_of_a_group_cost_the_same_for_any_number(browse, django_assert_num_queries, rows):
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    for _row in range(rows):
        ReferralFactory(accepted=True, group=group, identity=NAMES)
    client, url = browse(leader.user), reverse("referrals:children", args=[group.slug])
    client.get(url)

    with django_assert_num_queries(16):
        page = client.get(url)

    assert len(page.context["cards"]) == rows


def test_a_group_is_cancelled_with_a_reason(office):
    referral = ReferralFactory(accepted=True)
    url = reverse("referrals:cancel_group", args=[referral.group.slug])

    assert office.get(url).status_code == 200
    assert list(office.post(url, {}).context["form"].errors) == ["reason"]
    assert office.post(url, {"reason": "För få barn"}).status_code == 302

    referral.refresh_from_db()
    assert (referral.state, referral.must_have_new_place) == (State.WAITING, True)
    again = office.post(url, {"reason": "För få barn"})
    assert list(again.context["form"].errors) == ["__all__"]


# --- readers -------------------------------------------------------------------------------------


def test_the_head_names_and_removes_readers_without_opening_the_case(browse):
    head, deputy = UserFactory(head=True), UserFactory(coordinator=True)
    reader = UserFactory(coordinator=True)
    case = ReferralFactory(protected=True, named=[reader])
    client, url = browse(head), reverse("referrals:readers")

    page = client.get(url)
    assert case.spoken in page.text
    assert case.child_district.name not in page.text
    assert case.sender_district.name not in page.text
    client.post(url, {"case": case.reference, "reader": deputy.pk})
    client.post(url, {"case": case.reference, "remove": reader.pk})

    assert [row.user for row in NamedReader.objects.all()] == [deputy]
    assert browse(deputy).get(page_of(case)).status_code == 200
    assert browse(reader).get(page_of(case)).status_code == 404
    assert client.get(page_of(case)).status_code == 403


@pytest.mark.parametrize(
    "answer",
    [{"case": "nonsense"}, {"remove": "nonsense"}, {"remove": "0"}],
    ids=lambda answer: str(answer),
)
def test_readers_of_a_case_that_is_not_there_are_not_found(browse, answer):
    case = ReferralFactory(protected=True)
    client = browse(UserFactory(head=True))

    answer = {"case": case.reference} | answer

    assert client.post(reverse("referrals:readers"), answer).status_code == 404
