"""The request in steps, as somebody who is interrupted between two meetings meets it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from referrals import services
from referrals.choices import Names, State
from referrals.forms.request_steps import STEPS
from referrals.models import Identity, Referral
from referrals.queries import agenda
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import ProgrammeFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
NEW = "/kontor/forfragningar/ny/"


@pytest.fixture
def unit():
    return AffiliationFactory()


@pytest.fixture
def walk(browse, unit, typed):
    """Return a function that answers one step, and where it leads."""
    client = browse(unit.user)
    answers = typed | {"unit": unit.district.code}

    def walk(url, code, how="next", **changed):
        asked = {name: answers[name] for name in STEPS[code].asks if name in answers}
        return client.post(url, asked | changed | {how: "1"})

    return walk


def review_of(case) -> str:
    return reverse("referrals:review", args=[case.reference])


def test_each_step_is_saved_and_the_last_page_sends_it(walk, browse, unit, typed):
    url, codes = NEW, []
    for code in STEPS:
        url = walk(url, code).url
        codes.append(url.rstrip("/").rpartition("/")[2])

    client = browse(unit.user)
    page = client.get(url)
    sent = client.post(url)

    referral = Referral.objects.get()
    assert codes == ["hemma", "gruppen", "kontakt", "uppgifter", "granska"]
    assert all(typed[name] in page.text for name in ("last_name", "phone", "school", "guardians"))
    assert page.context["gaps"] == []
    assert (sent.url, referral.state) == (referral.get_absolute_url(), State.SUBMITTED)
    assert (referral.disclosed_by, referral.disclosure_ground) == (unit.user, "consent_guardians")
    opened = Identity.objects.get().opened(referral.reference)
    assert (opened["first_name"], opened["phone"]) == (typed["first_name"], typed["phone"])
    assert Identity.objects.get().number_index is not None


def test_an_interrupted_draft_is_gone_on_with_where_something_is_missing(walk, browse, unit):
    left = walk(NEW, "barnet", how="later")

    referral = Referral.objects.get()
    page = browse(unit.user).get(reverse("referrals:review", args=[referral.reference]))

    assert left.url == f"{reverse('referrals:list')}?visa=utkast"
    assert [gap.step.code for gap in page.context["gaps"]] == ["hemma", "kontakt", "uppgifter"]
    assert page.status_code == 200


def test_what_was_sent_back_is_sent_again_by_the_same_rule_and_through_no_other_door(browse, unit):
    case = ReferralFactory(returned=True, workplace=unit, contact_ways=[])
    client, there = browse(unit.user), f"/kontor/forfragningar/{case.reference}/flytta/submit/"

    answers = [client.post(url).status_code for url in (there, review_of(case))]

    assert answers == [404, 200]
    assert Referral.objects.get().state == State.RETURNED
    Referral.objects.update(contact_ways=["ring"])
    assert client.post(review_of(case)).status_code == 302
    assert Referral.objects.get().state == State.SUBMITTED


def test_what_is_missing_is_not_sent(walk, browse, unit):
    walk(NEW, "barnet")
    referral = Referral.objects.get()

    answer = browse(unit.user).post(reverse("referrals:review", args=[referral.reference]))

    referral.refresh_from_db()
    assert (answer.status_code, referral.state) == (200, State.DRAFT)


def test_a_step_keeps_what_other_steps_wrote(walk, unit, typed):
    walk(NEW, "barnet")
    referral = Referral.objects.get()

    walk(reverse("referrals:step", args=[referral.reference, "kontakt"]), "kontakt")

    opened = Identity.objects.get().opened(referral.reference)
    names = ("first_name", "last_name", "phone", "address")
    assert {name: opened[name] for name in names} == {name: typed[name] for name in names}


def test_a_wrong_answer_is_refused_beside_its_field_and_the_rest_stays(walk):
    response = walk(NEW, "barnet", child_birth_year="1990")

    assert list(response.context["form"].errors) == ["child_birth_year"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize("key", ["next", "later"])
def test_the_first_step_sent_twice_is_one_draft(walk, key):
    same = {"submission_key": "5a0c7ffd-3f4c-4c0a-9d2c-0d5f5a0c7ffd"}

    first, second = (walk(NEW, "barnet", how=key, **same) for _time in range(2))

    assert first.url == second.url
    assert Referral.objects.count() == 1


def test_no_name_is_asked_for_where_none_may_be_kept(walk, browse, unit, typed):
    walk(NEW, "barnet")
    referral = Referral.objects.get()
    programme = ProgrammeFactory(de_identified=True)
    url = reverse("referrals:step", args=[referral.reference, "gruppen"])

    answer = walk(url, "gruppen", programme=programme.code)
    page = browse(unit.user).get(answer.url)

    referral.refresh_from_db()
    assert referral.names == Names.NONE
    assert not Identity.objects.exists()
    assert not {"guardians", "phone", "address"} & set(page.context["form"].fields)


def test_a_step_of_another_unit_and_of_what_is_sent_is_not_to_be_written(browse, unit):
    draft, sent = ReferralFactory(draft=True), ReferralFactory(workplace=unit)
    client = browse(unit.user)

    def answers(referral):
        urls = [reverse("referrals:step", args=[referral.reference, code]) for code in STEPS] + [
            reverse("referrals:review", args=[referral.reference])
        ]
        return {client.post(url, {"next": "1"}).status_code for url in urls}

    assert answers(draft) == {404}
    assert answers(sent) == {302}
    sent.refresh_from_db()
    assert sent.state == State.SUBMITTED
    unknown = reverse("referrals:step", args=[sent.reference, "allt"])
    assert client.get(unknown).status_code == 404


def test_drafts_are_the_units_own(browse, unit):
    own, other = ReferralFactory(draft=True, workplace=unit), ReferralFactory(draft=True)
    url = f"{reverse('referrals:list')}?visa=utkast"

    colleague = browse(AffiliationFactory(district=unit.district).user).get(url).text
    office = browse(UserFactory(coordinator=True)).get(url).text

    assert (own.spoken in colleague, other.spoken in colleague) == (True, False)
    assert (own.spoken in office, other.spoken in office) == (False, False)


# --- drafts that nobody goes on with -------------------------------------------------------------


def old(days, **kwargs):
    return ReferralFactory(
        draft=True, last_entry_at=timezone.now() - timedelta(days=days), **kwargs
    )


def test_old_drafts_of_units_are_erased_and_the_audit_says_so():
    over, kept, call = old(91), old(89), old(200, telephone=True)
    sent = ReferralFactory(last_entry_at=timezone.now() - timedelta(days=400))
    reference = over.reference

    assert (services.purge_drafts(), services.purge_drafts()) == (1, 0)

    assert set(Referral.objects.all()) == {kept, call, sent}
    event = AuditEvent.objects.get(action="referral.purge")
    assert (event.actor, event.subject) == ("system:drafts", reference)


def test_a_draft_is_on_the_agenda_of_its_unit_a_week_before(english):
    unit = AffiliationFactory()
    soon = old(84, workplace=unit)
    old(82, workplace=unit)
    old(84)

    items = agenda(unit.user)

    assert [(item.title, item.due_on) for item in items] == [
        (f"The draft {soon.spoken} is soon erased", timezone.localdate() + timedelta(days=6))
    ]
