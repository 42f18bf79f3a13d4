"""What was sent is changed: what it said stays, sealed, and the place is looked at again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from barnstod.accounts.choices import Role
from barnstod.audit.models import AuditEvent
from barnstod.notifications.models import Notice
from barnstod.security.actor import acting_as
from groups.choices import Need
from referrals import queries, services
from referrals.amending import SAFETY
from referrals.choices import ConsentBy, FeedbackLevel, Names, Protection
from referrals.file_text import text_for_file
from referrals.models import Amendment, Identity, Referral
from referrals.titles import title_of
from tests.factories.accounts import UserFactory
from tests.factories.amendments import AmendmentFactory
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory
from tests.factories.referrals import ConsentFactory, ReferralFactory

pytestmark = pytest.mark.django_db
NAMES = {"first_name": "Åsa", "phone": "070-174 06 05"}


@pytest.fixture
def sent():
    """A child of eight with a place offered in a group for seven to nine."""
    year = timezone.localdate().year
    group = GroupFactory(planned=True, age_from=7, age_to=9, year=year)
    return ReferralFactory(
        offered=True, group=group, child_birth_year=year - 8, languages=["sv"], identity=NAMES
    )


def amend(case, by=None, fields=None, identity=None, reason="mistake"):
    return services.amend(
        referral=case, fields=fields or {}, identity=identity or {}, reason=reason,
        by=by or case.sent_by,
    )  # fmt: skip


def said(case, *, with_names=True) -> list[tuple]:
    rows = queries.changes_of(case, with_names=with_names)
    return [(row.what, row.before, row.after, row.why) for row in rows]


def told() -> set:
    return {(notice.kind, notice.recipient) for notice in Notice.objects.all()}


def test_what_it_said_stays_beside_what_it_says_with_the_reason(sent, english):
    office = UserFactory(coordinator=True)
    fields = {"languages": ["sv", "fi"], "child_birth_month": sent.child_birth_month}

    assert amend(sent, fields=fields, identity={"phone": "070-174 06 06"}) == []

    assert set(said(sent)) == {
        ("Languages", "Swedish", "Swedish, Finnish", "it was wrong"),
        ("Telephone", "070-174 06 05", "070-174 06 06", "it was wrong"),
    }
    assert [what for what, *_rest in said(sent, with_names=False)] == ["Languages"]
    event = AuditEvent.objects.get(action="referral.amend")
    assert event.detail == {"fields": ["languages", "phone"], "reason": "mistake"}
    assert ("referral_amended", office) in told()  # and whoever else works there
    assert sent.sent_by not in {user for _kind, user in told()}
    text = text_for_file(sent.sent_by, sent, {})
    assert "Languages: Swedish → Swedish, Finnish (it was wrong)" in text
    assert "070-174" not in text


def test_nothing_stands_in_clear(sent):
    amend(sent, fields={"needs": [Need.MENTAL_ILLNESS]}, identity={"phone": "070-174 06 06"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_before, sealed_after FROM referrals_amendment")
        row = str(cursor.fetchall())
    assert "mental" not in row
    assert "070" not in row


def test_the_office_changes_it_and_the_sender_is_told(sent):
    office = UserFactory(coordinator=True)

    amend(sent, by=office, fields={"weekdays": [1]})

    assert told() == {("referral_amended", sent.sent_by)}
    for stranger in (AffiliationFactory().user, UserFactory(head=True)):
        with pytest.raises(PermissionDenied):
            amend(sent, by=stranger, fields={"weekdays": [2]})


def test_nothing_changed_is_nothing_done(sent):
    assert amend(sent, fields={"languages": ["sv"]}, identity=NAMES) == []
    assert (Amendment.objects.count(), told()) == (0, set())


@pytest.mark.parametrize("state", ["draft", "returned", "withdrawn"])
def test_what_is_not_sent_or_closed_or_sent_back_is_not_changed_here(state):
    with pytest.raises(PermissionDenied):
        amend(ReferralFactory(**{state: True}), fields={"weekdays": [1]})


def test_a_change_after_which_the_place_does_not_fit_is_the_offices_to_look_at(sent, english):
    office = UserFactory(coordinator=True)

    [why] = amend(sent, fields={"child_birth_year": sent.child_birth_year + 6})

    assert why.startswith("too young")
    sent.refresh_from_db()
    assert sent.must_check_fit
    words = f"Does the place still fit {sent.spoken}?"
    assert words in [item.title for item in queries.agenda(office)]
    services.settle_fit(referral=sent, by=office)
    assert words not in [item.title for item in queries.agenda(office)]
    amend(sent, fields={"weekdays": []}, identity={"phone": "08"})  # touches no fit
    services.move(referral=sent, name="accept", by=sent.sent_by)
    assert not Referral.objects.get().must_check_fit


def test_it_is_looked_at_no_more_once_the_child_has_no_place(sent):
    amend(sent, fields={"child_birth_year": sent.child_birth_year + 6})
    services.move(referral=sent, name="accept", by=sent.sent_by)
    assert Referral.objects.get().must_check_fit

    services.move(referral=sent, name="withdraw", by=sent.sent_by, withdrawn_by="family")

    assert not Referral.objects.get().must_check_fit
    with pytest.raises(IntegrityError, match="referral_fit_to_check"), transaction.atomic():
        Referral.objects.update(must_check_fit=True)


def test_violence_needs_its_answers_first_and_a_yes_of_ones_own_its_age(sent, english):
    case = ReferralFactory(waiting=True, safe_at_home="", child_birth_year=2008)
    with pytest.raises(ValidationError, match="safety questions"):
        amend(case, fields={"needs": [Need.FAMILY_VIOLENCE]})
    ConsentFactory(referral=case, by=ConsentBy.CHILD_FROM_15)
    with pytest.raises(ValidationError, match="15 years"):
        amend(case, fields={"child_birth_year": timezone.localdate().year - 9})
    assert not Amendment.objects.exists()


def test_what_was_answered_before_to_whether_it_is_safe_stays(english):
    case, unasked = ReferralFactory(), ReferralFactory(safe_at_home="")
    known = {field: getattr(case, field) for field in SAFETY}

    for one in (case, unasked):
        answers = known | {"safe_at_home": "no"}
        services.answer_safety(referral=one, answers=answers, by=one.sent_by)

    assert said(case) == [("Safe at home now", "yes", "no", "we have learned more")]
    assert said(unasked) == []  # a first answer changes nothing


def test_what_the_office_asked_for_is_kept_too(english):
    case = ReferralFactory(returned=True, identity=NAMES, languages=["sv"])

    services.save(
        referral=case, by=case.sent_by, fields={"languages": ["fi"]}, identity={"phone": "08-1"},
        send=True,
    )  # fmt: skip

    assert set(said(case)) == {
        ("Languages", "Swedish", "Finnish", "the office asked for more"),
        ("Telephone", "070-174 06 05", "08-1", "the office asked for more"),
    }


def test_a_name_that_is_erased_while_it_is_completed_is_not_kept_as_what_was_before():
    case = ReferralFactory(returned=True, identity=NAMES)
    programme = ProgrammeFactory(de_identified=True)

    services.save(
        referral=case, by=case.sent_by, fields={"programme": programme}, identity={}, send=True
    )

    assert [row.field for row in Amendment.objects.all()] == ["programme"]


def test_what_the_child_waits_for_is_changed_while_it_waits(browse, english):
    before = GroupFactory(completed=True)  # wished for when it was to come, and over since
    after = ProgrammeFactory(de_identified=True)
    case = ReferralFactory(waiting=True, wished_group=before, identity=NAMES)
    url, client = reverse("referrals:amend", args=[case.reference]), browse(case.sent_by)
    typed = {
        name: value
        for name, value in client.get(url).context["form"].initial.items()
        if value and name not in (*NAMES, "child_district", "sender_reference")
    } | {"child_district": case.child_district.code, "reason": "changed"}

    assert client.post(url, typed | NAMES).status_code == 302
    assert said(case) == []  # a group that is over stays what was wished
    assert (
        client.post(url, typed | {"programme": after.code, "wished_group": ""}).status_code == 302
    )

    assert sorted(said(case)) == [
        ("Programme", "–", after.name, "something has changed"),
        ("Wished group", title_of(before), "–", "something has changed"),
    ]
    case.refresh_from_db()
    assert (case.names, case.programme) == (Names.NONE, after)
    assert not Identity.objects.exists()


def test_with_a_place_nobody_asks_what_the_child_waits_for(sent):
    amend(sent, fields={"programme": ProgrammeFactory(de_identified=True)})

    assert said(sent) == []
    assert Identity.objects.filter(referral=sent).exists()


def test_what_may_not_be_kept_any_more_is_not_kept_here_either(sent):
    amend(sent, fields={"languages": ["fi"]}, identity={"first_name": "Eva", "phone": "08-1"})

    services.protect(
        referral=sent, protection=Protection.CONFIDENTIALITY_MARK, by=sent.sent_by,
        office_reader=UserFactory(coordinator=True),
    )  # fmt: skip

    assert [row.field for row in Amendment.objects.all()] == ["languages"]


# --- what the database holds --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("amendment_field_is_known", {"field": "diary"}),
        ("amendment_reason_is_known", {"reason": "why not"}),
        ("amendment_is_of_something", {"before": "", "after": ""}),
        ("amendment_of_names_where_they_are_kept", {"field": "school", "names": Names.CONTACT}),
        ("amendment_of_contact_where_it_is_kept", {"field": "phone", "names": Names.NONE}),
    ],
)
def test_a_row_that_cannot_be(rule, changes):
    case = ReferralFactory(names=changes.get("names", Names.FULL))

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        AmendmentFactory(referral=case, **changes)


def test_no_name_stays_behind_and_nothing_in_clear_whoever_writes():
    row = AmendmentFactory(field="first_name")

    with pytest.raises(IntegrityError, match="amendment_of_names"), transaction.atomic():
        Referral.objects.update(names=Names.NONE)
    with pytest.raises(IntegrityError, match="amendment_is_sealed"), transaction.atomic():
        Amendment.objects.update(sealed_before="Åsa")
    with acting_as(row.made_by):
        assert Amendment.objects.count() == 1
        assert Amendment.objects.update(reason="mistake") == 0
    leader = LeaderFactory(with_account=True)
    led = ReferralFactory(accepted=True, group=GroupFactory(planned=True, leaders=[leader]))
    AmendmentFactory(referral=led)
    for role in (Role.SOCIAL_WORKER, Role.BOARD, Role.HEAD):
        with acting_as(UserFactory(**{role: True})):
            assert Amendment.objects.count() == 0
    with acting_as(leader.user):
        assert Amendment.objects.count() == 0


# --- the page -----------------------------------------------------------------------------------


def page_of(case) -> str:
    return reverse("referrals:amend", args=[case.reference])


def answers(case, **changed) -> dict:
    return {
        "first_name": "Åsa", "phone": "070-174 06 05", "child_birth_year": case.child_birth_year,
        "child_birth_month": case.child_birth_month, "child_district": case.child_district.code,
        "needs": case.needs, "languages": case.languages, "contact_ways": case.contact_ways,
        "feedback_level": case.feedback_level, "reason": "changed",
    } | changed  # fmt: skip


def test_the_page_asks_over_again_and_says_that_the_place_fits_no_more(sent, browse, english):
    browser = browse(sent.sent_by)
    assert "070-174 06 05" in browser.get(page_of(sent)).text

    year = sent.child_birth_year + 6
    answer = browser.post(page_of(sent), answers(sent, child_birth_year=year), follow=True)

    assert "Platsen passar inte längre: för ung" in answer.text
    assert "Passar platsen fortfarande?" in answer.text
    assert said(sent) == [("Birth year", str(year - 6), str(year), "something has changed")]


def test_who_is_not_to_know_of_a_place_is_not_told_that_it_does_not_fit(sent, browse):
    Referral.objects.update(feedback_level=FeedbackLevel.RECEIVED_AND_CLOSED)
    year = sent.child_birth_year + 6

    page = browse(sent.sent_by).post(
        page_of(sent),
        answers(sent, child_birth_year=year, feedback_level="received_and_closed"),
        follow=True,
    )

    assert Referral.objects.get().must_check_fit
    assert "lats" not in "".join(str(message) for message in page.context["messages"])
    assert "Passar platsen" not in page.text


def test_the_office_is_asked_about_names_once_they_are_open(sent, office):
    assert "070-174 06 05" not in office.get(page_of(sent)).text
    without = answers(sent, weekdays=["1"]) | {"phone": "", "first_name": ""}

    assert office.post(page_of(sent), without).status_code == 302

    assert [row.field for row in Amendment.objects.all()] == ["weekdays"]
    office.post(reverse("referrals:open_names", args=[sent.reference]), {"why": "question"})
    assert "070-174 06 05" in office.get(page_of(sent)).text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"needs": []}, "needs"),
        ({"child_birth_year": "1"}, "child_birth_year"),
    ],
)
def test_what_is_wrong_stands_beside_its_question(sent, browse, changed, field):
    page = browse(sent.sent_by).post(page_of(sent), answers(sent, **changed))

    wrong = dict(page.context["form"].errors) | dict(page.context["why_form"].errors)
    assert (page.status_code, list(wrong)) == (200, [field])
    assert not Amendment.objects.exists()


def test_a_protected_child_has_neither_district_nor_way_to_be_asked_about(browse):
    case = ReferralFactory(protected=True, waiting=True)
    reader = case.sent_by
    case.named_readers.create(user=reader, named_by=reader)

    page = browse(reader).get(page_of(case))

    assert "child_district" not in page.context["form"].fields
    sent = {"child_birth_year": 2018, "needs": ["mental_illness"], "feedback_level": "place_or_not"}
    assert browse(reader).post(page_of(case), sent | {"reason": "learned"}).status_code == 302
    assert Referral.objects.get().needs == ["mental_illness"]
