"""The waiting list: in time order, what works, what is missing, and why a group does not fit."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from groups.choices import Need, Weekday
from referrals import queries
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def of_group(group):
    return f"{reverse('referrals:waiting_list')}?grupp={group.slug}"


def of_programme(group):
    return f"{reverse('referrals:waiting_list')}?program={group.programme.code}"


def waiting(weeks, **columns):
    moment = timezone.now() - timedelta(weeks=weeks, hours=1)
    return ReferralFactory(waiting=True, first_contact_at=moment, **columns)


def test_it_begins_with_who_lost_a_place_and_goes_on_in_time_order(office):
    group = GroupFactory(planned=True)
    young, old, lost = waiting(1), waiting(9), waiting(3, must_have_new_place=True)

    for url in (of_group(group), of_programme(group)):
        rows = office.get(url).context["rows"]
        assert [(row.referral, row.weeks) for row in rows] == [(lost, 3), (old, 9), (young, 1)]


def test_a_row_says_what_works_and_what_is_missing(office):
    group = GroupFactory(planned=True)
    known = waiting(
        2,
        weekdays=[Weekday.THURSDAY, Weekday.MONDAY],
        languages=["sv", "fi"],
        needs_interpreter=True,
        room_needs=["step_free"],
    )
    ConsentFactory(referral=known)
    vague = waiting(1, child_birth_month=None)

    page = office.get(of_group(group))
    told = {row.referral: (row.works, row.lacks) for row in page.context["rows"]}

    assert "måndagar, torsdagar; svenska, finska; tolk; utan trappsteg" in page.text
    assert "ja till att delta, vilka dagar som fungerar, födelsemånad" in page.text
    assert told[known][1] == []
    assert told[vague][0] == ""


def test_a_programme_says_in_which_group_each_has_a_place(office):
    group = GroupFactory(planned=True)
    full = GroupFactory(planned=True, programme=group.programme, capacity=1, minimum=1)
    ReferralFactory(accepted=True, group=full)
    fits, too_old = waiting(2), waiting(1, child_birth_year=timezone.localdate().year - 17)

    page = office.get(of_programme(group))

    found = {row.referral: (row.fits_in, row.reasons) for row in page.context["rows"]}
    assert found[fits] == ([group], [])
    assert found[too_old][0] == []
    assert "ingen grupp passar nu; närmast är" in page.text
    assert "för gammal: 17 år" in page.text or "för gammal: 16 år" in page.text


def test_a_full_group_is_said_to_be_full_and_a_protected_child_is_placed_by_hand(browse):
    full = GroupFactory(planned=True, capacity=1, minimum=1)
    ReferralFactory(accepted=True, group=full)
    reader = UserFactory(coordinator=True)
    waits, hidden = waiting(2), waiting(1, protected=True, named=[reader])

    rows = browse(reader).get(of_programme(full)).context["rows"]

    told = {row.referral: row.reasons for row in rows}
    assert told[waits][0].endswith(": ingen plats kvar")
    assert told[hidden] == ["placeras för hand"]


def test_the_list_costs_the_same_for_any_number():
    group, user = GroupFactory(planned=True), UserFactory(coordinator=True)

    def cost():
        rows = queries.waiting_for(user, group, [group])
        return [(row.works, row.lacks, row.area) for row in rows]

    ConsentFactory(referral=waiting(1))
    cost()  # roles are asked once for an account
    one = queries_of(cost)
    for weeks in (2, 3):
        ConsentFactory(referral=waiting(weeks))

    assert queries_of(cost) == one


def test_an_offer_says_what_of_the_group_does_not_fit_and_leaves_it_to_the_office(office):
    group = GroupFactory(planned=True, age_from=16, age_to=18)
    child = waiting(2)
    page, why = f"{child.get_absolute_url()}erbjud/", "för ung: "

    beside = office.get(f"{page}?grupp={group.slug}").text
    answers = {"group": group.slug, "deadline": timezone.localdate()}
    offered = office.post(page, answers, follow=True).text

    assert "<strong>Passar inte:</strong> " + why in beside
    assert "Allt passar inte: " + why in offered


def test_between_two_terms_whoever_waits_is_found_all_the_same(office):
    address = reverse("referrals:waiting_list")
    GroupFactory(planned=True, needs=[Need.MENTAL_ILLNESS])
    first, second = waiting(9, programme=None), waiting(2, programme=None)
    waiting(3, programme=None, needs=[Need.MENTAL_ILLNESS])

    assert office.get(address).context["without"] == 2
    page = office.get(f"{address}?utan=grupp")

    assert [row.referral for row in page.context["rows"]] == [first, second]
    assert "ingen grupp är planerad" in page.text
    GroupFactory(planned=True, needs=first.needs)
    assert "utan=grupp" not in office.get(address).text
