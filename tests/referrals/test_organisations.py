"""An organisation sends requests from accounts of its own: what it does, sees, and never sees."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

import districts.services
from barnstod.accounts.choices import Role
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from districts.choices import OrganisationKind
from districts.models import Organisation
from groups.models import SupportGroup
from referrals import queries, services
from referrals.choices import (
    ON_DECISION,
    ConsentBy,
    DisclosureGround,
    FeedbackLevel,
    SenderKind,
    State,
)
from referrals.exceptions import Refusal
from referrals.forms import ConsentForm, RequestForm
from referrals.forms.request_steps import STEPS
from referrals.models import Handover, Referral
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.districts import AffiliationFactory, DistrictFactory
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.referrals import ReferralFactory

pytestmark = pytest.mark.django_db
NEW = "/kontor/forfragningar/ny/"
MAILBOX = "foreningen@barnstod.example"


@pytest.fixture
def lantern():
    """An association with two who send for it, one who leads a group, and a case of theirs."""
    work = AffiliationFactory(sends=True)
    leader = LeaderFactory(with_account=True, organisation=work.organisation)
    AffiliationFactory(user=leader.user, district=None, organisation=work.organisation)
    return SimpleNamespace(
        work=work,
        place=work.organisation,
        sender=work.user,
        colleague=AffiliationFactory(sends=True, organisation=work.organisation).user,
        leader=leader.user,
        office=UserFactory(coordinator=True),
    )


def seen_by(user) -> set:
    """Return the cases that ``user`` sees by the rule; the wall shows the same."""
    by_rule = set(Referral.objects.visible_to(user))
    with acting_as(user):
        assert set(Referral._base_manager.all()) == by_rule
    return by_rule


# --- the whole way ------------------------------------------------------------------------------


def test_a_request_is_interrupted_completed_sent_back_offered_and_answered(lantern, browse, typed):
    sender, office = browse(lantern.sender), browse(lantern.office)
    answers = typed | {"unit": lantern.place.unit_code}

    def write(url, code, how="next"):
        asked = {name: answers[name] for name in STEPS[code].asks if name in answers}
        return sender.post(url, asked | {how: "1"}).url

    assert write(NEW, "barnet", how="later") == "/kontor/forfragningar/?visa=utkast"
    case = Referral.objects.get()
    url = case.get_absolute_url()
    assert seen_by(lantern.sender) == seen_by(lantern.colleague) == {case}
    strangers = [
        lantern.office, lantern.leader, AffiliationFactory(sends=True).user,
        AffiliationFactory(district=case.child_district).user,
    ]  # fmt: skip
    assert all(seen_by(user) == set() for user in strangers)
    assert [browse(user).get(url).status_code for user in strangers] == [404, 403, 404, 404]

    there = url
    for code in list(STEPS)[1:]:
        there = write(reverse("referrals:step", args=[case.reference, code]), code)
    assert sender.post(there).url == url
    case.refresh_from_db()
    assert (case.state, case.sender_kind, case.owner_authority, case.sender_organisation) == (
        State.SUBMITTED, SenderKind.ORGANISATION, None, lantern.place,
    )  # fmt: skip
    assert seen_by(lantern.office) == {case}
    assert [browse(user).get(url).status_code for user in strangers] == [200, 403, 404, 404]
    assert str(lantern.place) in office.get(url).text

    services.move(referral=case, name="return", by=lantern.office, missing=["contact"])
    assert [item.url for item in queries.agenda(lantern.sender)] == [url]
    assert sender.post(reverse("referrals:review", args=[case.reference])).url == url
    services.move(referral=case, name="wait", by=lantern.office)
    services.make_offer(
        referral=case, group=GroupFactory(planned=True), by=lantern.office,
        deadline=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    [item] = queries.agenda(lantern.sender)
    assert item.urgency == "now"
    sender.post(reverse("referrals:move", args=[case.reference, "accept"]))

    case.refresh_from_db()
    assert (case.state, SupportGroup.objects.get().places_taken) == (State.ACCEPTED, 1)
    letters = {notice.recipient for notice in Notice.objects.all()}
    assert letters == {lantern.sender, lantern.office}


def test_what_it_hears_by_itself_is_that_it_is_received_and_closed(lantern, browse):
    case = ReferralFactory(
        offered=True, workplace=lantern.work, feedback_level=FeedbackLevel.RECEIVED_AND_CLOSED
    )
    sender = browse(lantern.sender)

    page = sender.get(case.get_absolute_url())

    assert page.context["offer"] is None
    assert page.context["state"] == "mottagen"
    assert queries.agenda(lantern.sender) == []
    url = reverse("referrals:move", args=[case.reference, "accept"])
    assert sender.post(url).status_code == 403


@pytest.mark.parametrize(
    ("kind", "sender_kind"),
    [
        (OrganisationKind.REGION, SenderKind.HEALTH_CARE),
        (OrganisationKind.CHURCH, SenderKind.ORGANISATION),
    ],
)
def test_a_clinic_is_counted_as_care_and_all_others_as_organisations(lantern, kind, sender_kind):
    Organisation.objects.filter(pk=lantern.place.pk).update(kind=kind)
    lantern.place.refresh_from_db()

    case = services.create(
        by=lantern.sender, submission_key=ReferralFactory.build().submission_key,
        unit=lantern.place, fields={}, identity={}, send=False,
    )  # fmt: skip

    assert (case.sender_kind, case.feedback_level) == (
        sender_kind, FeedbackLevel.RECEIVED_AND_CLOSED,
    )  # fmt: skip


def test_nobody_writes_for_an_organisation_where_they_do_not_send(lantern):
    for somebody in (lantern.office, lantern.leader, AffiliationFactory(sends=True).user):
        with pytest.raises(PermissionDenied):
            services.create(
                by=somebody, submission_key=ReferralFactory.build().submission_key,
                unit=lantern.place, fields={}, identity={}, send=False,
            )  # fmt: skip
        foreign = Referral(
            sender_kind=SenderKind.ORGANISATION, sent_by=somebody, sender_organisation=lantern.place
        )
        refused = pytest.raises(DatabaseError, match="row-level security")
        with acting_as(somebody), refused, transaction.atomic():
            foreign.save(force_insert=True)


def test_whoever_also_leads_a_group_opens_no_case_of_the_children_there(lantern, browse):
    """Nor is it listed or found: a leader reads what the pages of the group tell."""
    leader = LeaderFactory(with_account=True, organisation=lantern.place)
    AffiliationFactory(user=leader.user, district=None, organisation=lantern.place)
    RoleGrantFactory(user=leader.user, role=Role.REFERRER)
    group = GroupFactory(planned=True, leaders=[leader])
    named = {"identity": {"first_name": "Kanarina"}}
    child = ReferralFactory(accepted=True, group=group, **named)
    own = ReferralFactory(accepted=True, group=group, workplace=lantern.work, **named)
    client = browse(leader.user)

    there = f"{reverse('referrals:list')}?visa=i-grupp"
    found = client.post(reverse("referrals:find"), {"q": "Kanarina"}).context["rows"]
    listed = client.get(there).context["rows"]

    assert [client.get(one.get_absolute_url()).status_code for one in (child, own)] == [404, 200]
    assert [row.referral for row in found] == [row.referral for row in listed] == [own]
    assert seen_by(leader.user) == {child, own}


# --- what it may say, and what it may hear ------------------------------------------------------


def test_it_tells_by_consent_alone_and_never_hears_whether_the_child_comes(lantern):
    form = RequestForm(units=[lantern.place])

    grounds = [value for value, _words in form.fields["disclosure_ground"].choices]
    levels = [value for value, _words in form.fields["feedback_level"].choices]
    assert grounds == ["consent_guardians", "consent_child"]
    assert levels == ["received_and_closed", "place_or_not"]
    assert form.fields["feedback_level"].initial == "received_and_closed"
    assert "family_agrees_to_feedback" not in form.fields


def test_whoever_has_both_hats_is_refused_beside_the_question(lantern, typed, browse, english):
    worker = AffiliationFactory(user=lantern.sender)
    RoleGrantFactory(user=lantern.sender, role=Role.SOCIAL_WORKER)
    both = type(lantern.sender).objects.get(pk=lantern.sender.pk)
    wrong = {"disclosure_ground": "legal_duty", "feedback_level": "attendance_too"}
    units = queries.units_of(both)

    form = RequestForm(typed | wrong | {"unit": lantern.place.unit_code}, units=units)

    assert units == [worker.district, lantern.place]
    assert form.errors == {
        "disclosure_ground": ["An organisation tells the office when the family agrees."],
        "feedback_level": ["Only social services learn whether a child comes."],
    }
    of_unit = typed | wrong | {"unit": worker.district.code, "family_agrees_to_feedback": "on"}
    assert RequestForm(of_unit, units=units).errors == {}


@pytest.mark.parametrize("unit", ["", "nowhere"])
def test_an_unknown_organisation_is_refused_in_words(lantern, browse, typed, unit):
    page = browse(lantern.sender).post(f"{NEW}pa-en-sida/", typed | {"unit": unit})

    assert list(page.context["form"].errors) == ["unit"]
    assert browse(UserFactory(referrer=True)).get(NEW).status_code == 403


def test_what_a_board_or_an_officer_decides_is_not_an_organisations_to_write(lantern, browse):
    case = ReferralFactory(waiting=True, workplace=lantern.work)
    asked = browse(lantern.sender).get(case.get_absolute_url()).context["consent_form"].fields
    decision = {"decided_on": timezone.localdate(), "decision_reference": "2027-1"}
    yes = {"referral": case, "given_on": timezone.localdate()}

    assert set(asked) == {"who", "given_on"}
    assert not set(ON_DECISION) & dict(asked["who"].choices).keys()
    assert "decided_on" in ConsentForm(decides=True).fields
    with pytest.raises(PermissionDenied):
        services.record_consent(who=ConsentBy.BOARD_DECISION, by=lantern.sender, **yes, **decision)
    services.record_consent(who=ConsentBy.BOTH_GUARDIANS, by=lantern.sender, **yes)
    services.record_consent(who=ConsentBy.BOARD_DECISION, by=lantern.office, **yes, **decision)


def test_its_receipt_has_neither_name_nor_anything_of_the_home(lantern, browse):
    case = ReferralFactory(
        waiting=True, workplace=lantern.work, sender_reference="L-12",
        identity={"first_name": "Kanarina"},
    )  # fmt: skip
    url = reverse("referrals:file_text", args=[case.reference])

    receipt, file = (
        browse(user).get(url).context["text"] for user in (lantern.sender, lantern.office)
    )

    assert all(word in receipt for word in (case.spoken, "L-12", lantern.sender.name))
    home = ("Kanarina", "Detta lämnades ut", "Hemma", "Bor i", "Tryggt hemma nu")
    assert [word for word in home if word in receipt] == []
    assert [word for word in home if word in file] == list(home[1:])


# --- colleagues, and who has left ---------------------------------------------------------------


def test_colleagues_stand_in_and_take_over_and_share_a_mailbox(lantern, browse):
    case = ReferralFactory(workplace=lantern.work)
    url, browser, today = reverse("referrals:unit"), browse(lantern.sender), timezone.localdate()

    people = {"user": lantern.sender.pk, "deputy": lantern.colleague.pk}
    days = {"valid_from": today, "valid_to": today}
    browser.post(url, people | days | {"deputy_form": "1"})
    browser.post(url, {"mailbox": MAILBOX, "mailbox_use": "too", "mailbox_form": "1"})
    case.refresh_from_db()
    services.move(referral=case, name="wait", by=lantern.office)
    told = {notice.recipient or notice.mailbox for notice in Notice.objects.all()}
    browser.post(
        url, {"former": lantern.sender.pk, "officer": lantern.colleague.pk, "all_form": "1"}
    )

    assert told == {MAILBOX, lantern.sender, lantern.colleague}
    assert Referral.objects.get().sent_by == lantern.colleague
    with pytest.raises(Refusal):
        services.change_officer(referral=case, officer=lantern.leader, by=lantern.sender)
    with pytest.raises(PermissionDenied):  # a leader of the same organisation sends nothing for it
        districts.services.name_deputy(
            user=lantern.sender, deputy=lantern.leader, by=lantern.sender, **days
        )


def test_a_protected_child_is_for_those_named_while_they_work_there(lantern):
    case = ReferralFactory(protected=True, workplace=lantern.work, named=[lantern.sender])

    assert seen_by(lantern.sender) == {case}
    assert seen_by(lantern.colleague) == seen_by(lantern.office) == set()
    lantern.work.valid_to = timezone.localdate() - timedelta(days=1)
    lantern.work.save()
    assert seen_by(type(lantern.sender).objects.get(pk=lantern.sender.pk)) == set()


def test_a_child_that_becomes_protected_is_closed_to_colleagues_at_once(lantern):
    case = ReferralFactory(workplace=lantern.work, identity={"first_name": "Kanarina"})

    with acting_as(lantern.colleague):
        services.protect(
            referral=case, protection="confidentiality_mark", by=lantern.colleague,
            office_reader=lantern.office,
        )  # fmt: skip

    readers = set(case.named_readers.values_list("user", flat=True))
    assert readers == {lantern.sender.pk, lantern.colleague.pk, lantern.office.pk}


def test_what_it_sent_goes_to_no_other(lantern, browse):
    case = ReferralFactory(workplace=lantern.work)
    to_unit, other = DistrictFactory(), AffiliationFactory(sends=True).organisation

    with pytest.raises(PermissionDenied):
        services.hand_over(
            referral=case, to_unit=to_unit, reason="moved", ground="legal_duty", by=lantern.sender
        )
    page = browse(lantern.sender).get(reverse("referrals:handover", args=[case.reference]))
    assert page.status_code == 403
    with pytest.raises(IntegrityError, match="not given to another"), transaction.atomic():
        Referral.objects.update(sender_organisation=other)
    with pytest.raises(PermissionDenied):
        services.hand_over(
            referral=case, to_unit=to_unit, reason="contact", ground="legal_duty", by=lantern.office
        )
    with pytest.raises(IntegrityError, match="handed over by nobody"), transaction.atomic():
        Handover.objects.create(
            referral=case, from_unit=None, to_unit=to_unit, reason="moved",
            ground="legal_duty", given_by=lantern.office,
        )  # fmt: skip


def test_a_draft_is_announced_and_then_erased_after_ninety_days(lantern):
    for days in (85, 91):
        long_ago = timezone.now() - timedelta(days=days)
        ReferralFactory(draft=True, workplace=lantern.work, last_entry_at=long_ago)

    assert len(queries.agenda(lantern.sender)) == 2
    assert services.purge_drafts() == 1
    assert Referral.objects.get().last_entry_at > timezone.now() - timedelta(days=90)


# --- the rules of the database ------------------------------------------------------------------


REFUSED = {
    "referral_from_an_organisation_has_no_board": (
        {"sender_district": DistrictFactory},
        {"owner_authority": DistrictFactory},
        {"sent_by": None, "disclosed_by": None, "draft": True},
        {"sender_kind": SenderKind.FAMILY},
    ),
    "referral_from_an_organisation_by_consent": (
        {"disclosure_ground": DisclosureGround.HARM_ASSESSMENT},
        {"disclosure_ground": DisclosureGround.OWN_REQUEST},
    ),
}


@pytest.mark.parametrize(
    ("rule", "broken"), [(rule, one) for rule, every in REFUSED.items() for one in every]
)
def test_the_database_refuses(lantern, rule, broken):
    broken = {key: value() if value is DistrictFactory else value for key, value in broken.items()}

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        ReferralFactory(workplace=lantern.work, **broken)


def test_the_database_refuses_attendance_and_an_unknown_use_of_a_mailbox(lantern):
    level = {"feedback_level": FeedbackLevel.ATTENDANCE_TOO, "family_agrees_to_feedback": True}
    for rule, write in {
        "attendance_only_to_social_services": lambda: ReferralFactory(
            workplace=lantern.work, **level
        ),
        "organisation_mailbox_use_is_known": lambda: Organisation.objects.update(mailbox_use="x"),
    }.items():
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            write()


def test_the_rule_of_consent_speaks_in_words(lantern, english):
    case = ReferralFactory(draft=True, workplace=lantern.work, disclosure_ground="")

    with pytest.raises(ValidationError, match="when the family agrees"):
        services.save(
            referral=case, by=lantern.sender, fields={"disclosure_ground": "legal_duty"},
            identity={}, send=False,
        )  # fmt: skip


def test_the_office_sees_in_its_list_what_asks_and_not_which(lantern, office, browse):
    """The name of a shelter beside a case would say why the child is there (SoLPuL 7 a §)."""
    ReferralFactory(workplace=lantern.work)

    pages = [one.get(reverse("referrals:list")).text for one in (office, browse(lantern.sender))]

    assert ["organisation</td>" in page for page in pages] == [True, False]
    assert lantern.place.name not in pages[0]
