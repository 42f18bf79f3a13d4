"""The pages of a family, and what the lists say of an evening that does not work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from referrals import queries
from referrals.models import Household, KeptApart, Offer
from referrals.queries import agenda
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.families import kept_apart, pair_of_groups, siblings
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
TODAY = timezone.localdate()


def page_of(referral, name="familj/"):
    return f"{referral.get_absolute_url()}{name}"


def test_the_office_puts_siblings_together_by_their_words(office):
    anna, bo = ReferralFactory(waiting=True), ReferralFactory(waiting=True)

    answer = office.post(
        page_of(anna),
        {"do": "sibling", "sibling-case": bo.spoken.upper(), "sibling-siblings": "together"},
    )

    assert answer.status_code == 302
    assert list(Household.objects.values_list("siblings", flat=True)) == ["together"]
    assert bo.spoken in office.get(page_of(anna)).content.decode()
    office.post(page_of(anna), {"do": "wish", "wish-siblings": "apart"})
    assert Household.objects.get().siblings == "apart"
    office.post(page_of(anna), {"do": "leave"})
    assert list(Household.objects.get().children.all()) == [bo]


@pytest.mark.parametrize("which", ["missing", "draft", "protected", "itself", "empty"])
def test_a_case_one_may_not_see_is_a_case_that_is_not_there(office, which):
    anna = ReferralFactory(waiting=True)
    others = {
        "missing": "ek-bord-ett",
        "draft": ReferralFactory(draft=True).spoken,
        "protected": ReferralFactory(waiting=True, protected=True).spoken,
        "itself": anna.reference,
        "empty": "",
    }

    answer = office.post(page_of(anna), {"do": "apart", "apart-case": others[which]})

    words = {"itself": "Välj en annan förfrågan", "empty": "Det här behövs"}
    assert words.get(which, "Det finns ingen sådan förfrågan.") in answer.content.decode()
    assert not KeptApart.objects.exists()


def test_the_office_keeps_apart_and_lets_meet(office):
    anna, bo = ReferralFactory(waiting=True), ReferralFactory(waiting=True)

    office.post(page_of(anna), {"do": "apart", "apart-case": bo.reference})
    assert anna.spoken in office.get(page_of(bo)).content.decode()
    office.post(page_of(bo), {"do": "meet", "other": anna.reference})

    assert not KeptApart.objects.exists()
    for nonsense in ({}, {"do": "typo"}, {"do": "meet", "other": "x"}, {"do": "wish"}):
        assert office.post(page_of(bo), nonsense).status_code in (200, 404)


def test_one_more_sibling_changes_no_wish_that_nobody_touched(office):
    anna, _bo = siblings("waiting", "waiting", wish="together")
    alone = ReferralFactory(waiting=True)

    asked = [office.get(page_of(one)).context["forms"]["sibling"] for one in (anna, alone)]

    assert [form["siblings"].value() for form in asked] == ["together", "no_matter"]


def test_a_family_is_offered_its_places_on_one_page(office):
    anna, bo = siblings("waiting", "waiting")
    children, parents = pair_of_groups(needs=["family_violence"])
    for child in (anna, bo):
        child.needs = ["family_violence"]
        child.save()
    answers = {
        anna.reference: children.slug,
        bo.reference: "",
        "deadline": TODAY,
        "parent_beside": children.slug,
    }

    refused = office.post(page_of(anna, "familj/erbjud/"), answers)
    assert "bor tryggt hos" in refused.content.decode()
    assert not Offer.objects.exists()
    assert office.post(page_of(anna, "familj/erbjud/"), {}).status_code == 200

    office.post(page_of(anna, "familj/erbjud/"), answers | {"safe_here": "yes"})
    parents.refresh_from_db()
    assert (Offer.objects.count(), parents.places_held) == (1, 1)


def test_one_answer_of_the_sender_is_the_answer_for_all(browse, office):
    unit = AffiliationFactory()
    anna, bo = siblings("waiting", "waiting", workplace=unit)
    group = GroupFactory(planned=True)
    office.post(
        page_of(anna, "familj/erbjud/"),
        {anna.reference: group.slug, bo.reference: group.slug, "deadline": TODAY},
    )
    sender = browse(unit.user)

    assert "svaret gäller alla" in sender.get(anna.get_absolute_url()).content.decode()
    assert page_of(anna) not in sender.get(anna.get_absolute_url()).content.decode()
    sender.post(page_of(anna, "flytta/accept/"))

    bo.refresh_from_db()
    assert bo.state == "accepted"


@pytest.mark.parametrize("who", ["coordinator", "social_worker", "head", "leader"])
def test_only_the_office_opens_the_page(browse, who):
    leader = LeaderFactory(with_account=True)
    group = GroupFactory(planned=True, leaders=[leader])
    anna = ReferralFactory(accepted=True, group=group)
    person = leader.user if who == "leader" else UserFactory(**{who: True})

    for name in ("familj/", "familj/erbjud/"):
        expected = 200 if who == "coordinator" else 403
        assert browse(person).get(page_of(anna, name)).status_code == expected


def test_a_draft_of_the_offices_own_has_no_family_yet(office):
    assert office.get(page_of(ReferralFactory(draft=True, telephone=True))).status_code == 404


def test_the_pages_cost_the_same_for_any_number(office):
    costs = []
    for rows in (1, 3):
        anna, *_rest = siblings(*["waiting"] * (rows + 1))
        for _ in range(rows):
            kept_apart(anna, ReferralFactory(waiting=True))
        GroupFactory(planned=True)
        office.get(page_of(anna))
        costs.append(
            [
                queries_of(lambda name=name, case=anna: office.get(page_of(case, name)))
                for name in ("familj/", "familj/erbjud/")
            ]
        )

    assert costs[0] == costs[1]


# --- the waiting list --------------------------------------------------------------------------


def test_the_list_says_that_an_evening_does_not_work_and_not_why(office):
    group = GroupFactory(planned=True)
    there = ReferralFactory(accepted=True, group=group)
    child, other = ReferralFactory(waiting=True), ReferralFactory(waiting=True)
    kept_apart(there, child)
    user = UserFactory(coordinator=True)

    rows = queries.waiting_for(user, group, [group])
    reasons = {row.referral: row.reasons for row in rows}
    page = office.get(f"/kontor/vantelista/?grupp={group.slug}").content.decode()
    choice = office.get(f"{child.get_absolute_url()}erbjud/").content.decode()

    assert reasons == {child: ["the evening or the place does not work"], other: []}
    assert page.count("kvällen eller platsen fungerar inte") == 1
    assert choice.count("kvällen eller platsen fungerar inte") == 1
    assert there.spoken not in page + choice
    assert other.spoken in page


# --- what the head learns ------------------------------------------------------------------------


def test_the_head_learns_how_many_have_waited_long_for_a_word():
    head = UserFactory(head=True)
    long_ago = timezone.now() - timedelta(days=8)
    ReferralFactory()
    assert [item.title for item in agenda(head)] == []

    for _ in range(2):
        ReferralFactory(submitted_at=long_ago)
    ReferralFactory(submitted_at=long_ago, protected=True, named=[])
    titles = [item.title for item in agenda(head)]

    assert "3 requests have waited for an answer for more than a week" in titles
