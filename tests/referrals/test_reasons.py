"""The office edits why it could not offer a place; what a sender was told stays as it was told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from barnstod.security.actor import acting_as
from referrals import services
from referrals.choices import DeclineReason
from referrals.exceptions import LastReason
from referrals.facts import facts_of
from referrals.models import DeclineGround, Referral
from tests.factories.accounts import UserFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
URL = "/kontor/skal/"


def decline(referral, code, by):
    return services.move(
        referral=referral, name="decline", by=by, decline_reason=code, guided_to="school"
    )


def test_the_list_begins_with_the_reasons_that_the_figures_know():
    assert set(DeclineGround.objects.values_list("code", flat=True)) == set(DeclineReason.values)


def test_what_was_told_stays_as_it_was_told():
    office = UserFactory(coordinator=True)
    with acting_as(office):
        ground = services.add_reason(words="gruppen är på ett annat språk", by=office)
    told = decline(ReferralFactory(), ground.code, office)

    services.change_reason(code=ground.code, words="fel språk", is_active=False, by=office)
    referral = Referral.objects.get(pk=told.pk)
    told.save()  # as somebody who read it before

    assert Referral.objects.get(pk=told.pk).decline_words == "gruppen är på ett annat språk"
    assert "gruppen är på ett annat språk" in [
        value for _word, value in facts_of(referral.sent_by, referral)
    ]
    other = Referral.objects.filter(pk=ReferralFactory(declined=True).pk)
    with pytest.raises(IntegrityError, match="reason_is_known"), transaction.atomic():
        other.update(decline_reason=ground.code)


def test_one_reason_stays_and_none_is_there_twice(office):
    user = UserFactory(coordinator=True)
    first, *others = DeclineGround.objects.all()
    for one in others:
        services.change_reason(code=one.code, words=one.words, is_active=False, by=user)

    with pytest.raises(LastReason):
        services.change_reason(code=first.code, words=first.words, is_active=False, by=user)
    twice = office.post(URL, {"words": first.words})
    assert "finns redan i listan" in twice.content.decode()
    wrong = {"decline_ground_words_once": first.words, "decline_ground_has_words": ""}
    for rule, words in wrong.items():
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            DeclineGround.objects.create(code="other", words=words)


def test_the_office_edits_the_list_on_its_page(office):
    office.post(URL, {"words": "barnet har börjat någon annanstans"})
    ground = DeclineGround.objects.get(words="barnet har börjat någon annanstans")
    office.post(URL, {"code": ground.code, "words": "barnet har en grupp", "do": "stop"})
    ground.refresh_from_db()
    assert (ground.words, ground.is_active) == ("barnet har en grupp", False)
    move = f"{ReferralFactory().get_absolute_url()}flytta/decline/"
    assert "barnet har en grupp" not in office.get(move).content.decode()

    office.post(URL, {"code": ground.code, "words": "barnet har en grupp", "do": "use"})
    assert "barnet har en grupp" in office.get(move).content.decode()
    for answers, status in (({}, 200), ({"words": ""}, 200), ({"code": "x", "words": "y"}, 404)):
        assert office.post(URL, answers).status_code == status


@pytest.mark.parametrize("role", ["social_worker", "leader", "head", "board", "admin"])
def test_nobody_else_writes_it(browse, role):
    user = UserFactory(**{role: True})

    assert browse(user).get(URL).status_code == 403
    with pytest.raises(PermissionDenied):
        services.add_reason(words="nej", by=user)
    with acting_as(user):
        assert DeclineGround.objects.count() == len(DeclineReason)
        assert DeclineGround.objects.update(words="nej") == 0
        with pytest.raises(DatabaseError, match="row-level"):
            DeclineGround(code="x", words="nej").save(force_insert=True)
