"""A unit: who gets its letters when somebody is away or has left, and who keeps which case."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import districts.services
from barnstod.notifications.models import Notice
from barnstod.notifications.services import send, withdraw
from districts.models import Affiliation, Deputy, District
from referrals import queries, services
from referrals.choices import Protection
from referrals.exceptions import Refusal
from referrals.models import Referral
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, DeputyFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
MAILBOX = "enheten@barnstod.example"


@pytest.fixture
def unit():
    """A unit with two people, and a case that one of them keeps."""
    work = AffiliationFactory()
    return SimpleNamespace(
        place=work.district,
        case=ReferralFactory(workplace=work),
        officer=work.user,
        colleague=AffiliationFactory(district=work.district).user,
        office=UserFactory(coordinator=True),
        today=timezone.localdate(),
    )


def told_of(case, office) -> set:
    """Return who is owed a letter once the office has put the case on the waiting list."""
    Notice.objects.all().delete()
    services.move(referral=case, name="wait", by=office)
    return {notice.recipient or notice.mailbox for notice in Notice.objects.all()}


def test_the_officer_is_told_and_whoever_stands_in_today(unit):
    DeputyFactory(user=unit.officer, deputy=unit.colleague)

    assert told_of(unit.case, unit.office) == {unit.officer, unit.colleague}


def test_a_deputy_of_another_day_is_not(unit):
    tomorrow = unit.today + timedelta(days=1)
    DeputyFactory(user=unit.officer, deputy=unit.colleague, valid_from=tomorrow, valid_to=tomorrow)

    assert told_of(unit.case, unit.office) == {unit.officer}


def test_where_the_officer_has_left_the_whole_unit_is_told(unit):
    DeputyFactory(user=unit.officer, deputy=AffiliationFactory().user)  # of another unit by now
    yesterday = unit.today - timedelta(days=1)
    Affiliation.objects.filter(user=unit.officer).update(valid_to=yesterday)

    assert told_of(unit.case, unit.office) == {unit.colleague}


@pytest.mark.parametrize("use", ["too", "instead"])
def test_the_mailbox_gets_a_letter_beside_or_instead_of_the_person(unit, use):
    districts.services.write_mailbox(
        unit=unit.place, mailbox=MAILBOX, mailbox_use=use, by=unit.colleague
    )
    unit.case.refresh_from_db()

    told = told_of(unit.case, unit.office)

    assert told == ({MAILBOX, unit.officer} if use == "too" else {MAILBOX})
    send(notice_id=Notice.objects.get(mailbox=MAILBOX).pk)
    [letter] = mail.outbox
    assert letter.to == [MAILBOX]
    assert unit.case.spoken not in letter.subject + letter.body
    assert withdraw(about=unit.case.reference, but_for=[unit.officer]) == 0  # it has been sent


def test_of_a_protected_child_nothing_goes_to_a_mailbox_and_to_no_deputy_who_is_not_named(unit):
    District.objects.filter(pk=unit.place.pk).update(mailbox=MAILBOX)
    DeputyFactory(user=unit.officer, deputy=unit.colleague)
    case = ReferralFactory(
        workplace=unit.officer.affiliations.get(), protected=True, named=[unit.officer, unit.office]
    )

    assert told_of(case, unit.office) == {unit.officer}


def test_what_a_mailbox_is_owed_is_withdrawn_when_the_child_becomes_protected(unit):
    District.objects.filter(pk=unit.place.pk).update(mailbox=MAILBOX)
    unit.case.refresh_from_db()
    assert MAILBOX in told_of(unit.case, unit.office)

    services.protect(
        referral=unit.case, protection=Protection.CONFIDENTIALITY_MARK, by=unit.officer,
        office_reader=unit.office,
    )  # fmt: skip

    assert not Notice.objects.filter(mailbox=MAILBOX).exists()


def test_a_letter_is_to_a_person_or_to_a_mailbox(unit):
    for whom in ({}, {"recipient": unit.officer, "mailbox": MAILBOX}):
        with pytest.raises(IntegrityError, match="notice_to_a_person"), transaction.atomic():
            Notice.objects.create(kind="place_offered", path="/kontor/", **whom)


# --- who stands in ------------------------------------------------------------------------------


def test_only_colleagues_of_one_unit_stand_in_for_one_another(unit):
    stranger, days = AffiliationFactory().user, {"valid_from": unit.today, "valid_to": unit.today}
    for people in (
        {"user": unit.officer, "deputy": stranger, "by": unit.officer},
        {"user": stranger, "deputy": unit.officer, "by": unit.officer},
        {"user": unit.officer, "deputy": unit.colleague, "by": stranger},
        {"user": unit.officer, "deputy": unit.colleague, "by": unit.office},
    ):
        with pytest.raises(PermissionDenied):
            districts.services.name_deputy(**people, **days)

    named = districts.services.name_deputy(
        user=unit.officer, deputy=unit.colleague, by=unit.colleague, **days
    )
    with pytest.raises(ValidationError):
        districts.services.name_deputy(
            user=unit.officer, deputy=unit.colleague, by=unit.officer, **days
        )
    [item] = queries.agenda(unit.colleague)
    assert item.title.endswith(unit.officer.name)
    districts.services.end_deputy(named=named, by=unit.officer)
    assert not Deputy.objects.exists()


def test_who_has_stood_in_did_so_until_yesterday(unit):
    week = timedelta(days=7)
    named = DeputyFactory(
        user=unit.officer, deputy=unit.colleague,
        valid_from=unit.today - week, valid_to=unit.today + week,
    )  # fmt: skip

    districts.services.end_deputy(named=named, by=unit.colleague)

    assert Deputy.objects.get().valid_to == unit.today - timedelta(days=1)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("deputy_is_somebody_else", lambda row: {"deputy": row.user}),
        ("deputy_ends_after_it_begins", lambda row: {"valid_to": row.valid_from - timedelta(1)}),
    ],
)
def test_a_deputy_that_cannot_be(rule, changes):
    row = DeputyFactory()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Deputy.objects.update(**changes(row))
    with pytest.raises(IntegrityError, match="deputy_one_at_a_time"), transaction.atomic():
        DeputyFactory(user=row.user)


# --- who keeps a case ---------------------------------------------------------------------------


def test_a_case_changes_hands_within_the_unit_alone(unit):
    for somebody in (AffiliationFactory().user, unit.office):
        with pytest.raises(Refusal):
            services.change_officer(referral=unit.case, officer=somebody, by=unit.officer)
        with pytest.raises(PermissionDenied):
            services.change_officer(referral=unit.case, officer=unit.colleague, by=somebody)

    services.change_officer(referral=unit.case, officer=unit.colleague, by=unit.colleague)

    assert Referral.objects.get().sent_by == unit.colleague
    assert {notice.recipient for notice in Notice.objects.all()} == {unit.officer}
    assert Referral.objects.get().disclosed_by == unit.officer


def test_whoever_leaves_gives_all_that_is_open_but_what_the_other_may_not_read(unit, english):
    work = unit.officer.affiliations.get()
    hidden = ReferralFactory(workplace=work, protected=True, named=[unit.officer])
    closed = ReferralFactory(workplace=work, withdrawn=True)
    with pytest.raises(Refusal, match="the head to name"):
        services.change_officer(referral=hidden, officer=unit.colleague, by=unit.officer)

    moved = services.change_officer_of_all(
        unit=unit.place, former=unit.officer, officer=unit.colleague, by=unit.officer
    )

    assert moved == 1
    kept = {case.pk: case.sent_by for case in Referral.objects.all()}
    assert kept == {
        unit.case.pk: unit.colleague, hidden.pk: unit.officer, closed.pk: unit.officer
    }  # fmt: skip


# --- its page -----------------------------------------------------------------------------------


def test_the_page_of_the_unit_keeps_all_three(unit, browse):
    url, browser = reverse("referrals:unit"), browse(unit.officer)
    assert str(unit.place) in browser.get(url).text

    browser.post(url, {"mailbox": MAILBOX, "mailbox_use": "instead", "mailbox_form": "1"})
    days = {"valid_from": unit.today, "valid_to": unit.today}
    people = {"user": unit.officer.pk, "deputy": unit.colleague.pk}
    browser.post(url, people | days | {"deputy_form": "1"})
    browser.post(url, {"former": unit.officer.pk, "officer": unit.colleague.pk, "all_form": "1"})

    place = District.objects.get(pk=unit.place.pk)
    assert (place.mailbox, place.mailbox_use) == (MAILBOX, "instead")
    assert Deputy.objects.get().deputy == unit.colleague
    assert Referral.objects.get().sent_by == unit.colleague
    page = browser.get(url).text
    assert f"{unit.colleague.name} ersätter {unit.officer.name}" in page
    assert unit.colleague.name in browser.get(unit.case.get_absolute_url()).text
    end = reverse("referrals:deputy_end", args=[place.code, Deputy.objects.get().pk])
    assert browse(AffiliationFactory().user).post(end).status_code == 404
    browser.post(end)
    assert not Deputy.objects.exists()


@pytest.mark.parametrize(
    ("button", "answers", "field"),
    [
        ("mailbox_form", {"mailbox": "ingen adress", "mailbox_use": "too"}, "mailbox"),
        ("deputy_form", {}, "user"),
        ("all_form", {"former": "x"}, "former"),
    ],
)
def test_what_is_wrong_stands_beside_its_question_and_nowhere_else(
    unit, browse, button, answers, field
):
    page = browse(unit.officer).post(reverse("referrals:unit"), answers | {button: "1"})

    assert page.status_code == 200
    names = ("mailbox_form", "deputy_form", "all_form")
    wrong = {name: page.context[name].errors for name in names if page.context[name].errors}
    assert list(wrong) == [button]
    assert field in wrong[button]


def test_a_days_order_and_oneself_are_refused_in_words(unit, browse, english):
    yesterday = unit.today - timedelta(days=1)
    page = browse(unit.officer).post(
        reverse("referrals:unit"),
        {"user": unit.officer.pk, "deputy": unit.officer.pk, "valid_from": unit.today,
         "valid_to": yesterday, "deputy_form": "1"},
    )  # fmt: skip

    assert page.context["deputy_form"].errors == {
        "valid_to": ["The last day is before the first."],
        "deputy": ["Nobody stands in for themselves."],
    }
    assert browse(UserFactory(social_worker=True)).get(reverse("referrals:unit")).status_code == 403


def test_one_case_changes_hands_on_its_own_page(unit, browse, office):
    url = reverse("referrals:officer", args=[unit.case.reference])
    assert office.get(url).status_code == 403

    answer = browse(unit.officer).post(url, {"officer": unit.colleague.pk})

    assert answer.url == unit.case.get_absolute_url()
    assert Referral.objects.get().sent_by == unit.colleague
