"""What may be told at the first talk: who writes and reads it, what is sealed, when it goes."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from barnstod.audit.models import AuditEvent
from referrals.choices import Names
from referrals.file_text import text_for_file
from referrals.forms import ToldForm
from referrals.models import Identity
from referrals.roll import child_key
from referrals.services import keep_told, protect, read_names
from referrals.told import TOLD_FIELDS
from tests.factories.accounts import UserFactory
from tests.factories.attendance import Evening
from tests.factories.groups import GroupFactory, ProgrammeFactory
from tests.factories.referrals import ReferralFactory
from tests.referrals.test_hostile import HOSTILE

pytestmark = pytest.mark.django_db
NAMED = {"first_name": "Kanarina", "last_name": "Fågelburström"}
WORDS = "Jag vill att pappa slutar. Jag vill träffa andra."
TOLD = {
    "gender": "girl",
    "school_year": "4",
    "heard_through": "school",
    "earlier_support": ["talks", "school"],
}


def known(referral) -> dict:
    referral.refresh_from_db()
    return {field: getattr(referral, field) for field in TOLD_FIELDS}


def opened(referral) -> str:
    return Identity.objects.get(referral=referral).opened(referral.reference)["child_words"]


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("referral_gender_is_known", {"gender": "typo"}),
        ("referral_school_year_is_known", {"school_year": "typo"}),
        ("referral_heard_through_is_known", {"heard_through": "typo"}),
        ("referral_earlier_support_are_known", {"earlier_support": ["typo"]}),
        ("referral_no_earlier_support_stands_alone", {"earlier_support": ["none", "group"]}),
    ],
)
def test_database_refuses_what_nobody_can_have_told(rule, values):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        ReferralFactory(**values)
    assert error.value.__cause__.diag.constraint_name == rule


def test_database_keeps_no_words_of_a_child_without_names():
    child = ReferralFactory(waiting=True, names=Names.CONTACT, identity={"phone": "070-1740600"})
    row = Identity.objects.get()
    row.seal_in({"child_words": WORDS}, child.reference)

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        row.save()
    assert error.value.__cause__.diag.constraint_name == "identity_without_names_has_none"


def test_the_office_writes_it_once_the_names_are_open(office):
    child = ReferralFactory(waiting=True, identity=NAMED)
    url = reverse("referrals:told", args=[child.reference])
    assert office.get(url).url == child.get_absolute_url()
    office.post(reverse("referrals:open_names", args=[child.reference]), {"why": "first_talk"})

    assert office.get(url).status_code == 200
    assert office.post(url, TOLD | {"child_words": WORDS}).url == child.get_absolute_url()

    assert known(child) == TOLD
    assert opened(child) == WORDS
    assert WORDS not in str(Identity.objects.values().get())
    event = AuditEvent.objects.get(action="talk.told")
    assert event.detail == {"fields": ["child_words", *sorted(TOLD)]}
    page = office.get(child.get_absolute_url()).text
    assert WORDS in page
    assert "årskurs 4" in page
    office.post(reverse("referrals:hide_names", args=[child.reference]))
    assert WORDS not in office.get(child.get_absolute_url()).text
    office.post(url, {})
    assert known(child) == dict.fromkeys(TOLD, "") | {"earlier_support": []}


def test_the_unit_that_sent_the_child_does_not_see_it(browse):
    child = ReferralFactory(waiting=True, identity=NAMED)
    office = UserFactory(coordinator=True)
    keep_told(referral=child, values=TOLD, words=WORDS, by=office)
    child.refresh_from_db()
    unit = browse(child.sent_by)

    page = unit.get(child.get_absolute_url()).text

    assert "Kanarina" in page
    assert WORDS not in page
    assert "årskurs 4" not in page
    names = read_names(referral=child, by=child.sent_by, why="own_unit")
    assert "child_words" not in names
    assert "årskurs 4" not in text_for_file(child.sent_by, child, names)
    assert unit.get(reverse("referrals:told", args=[child.reference])).status_code == 403
    told = text_for_file(office, child, read_names(referral=child, by=office, why="question"))
    assert WORDS in told
    assert "årskurs 4" in told


def test_a_leader_writes_it_of_the_own_children_but_of_no_protected_one(browse):
    tonight, other = Evening(), Evening()
    child = tonight.child(accepted=True, identity=NAMED)
    hidden = tonight.child(accepted=True, protected=True)
    client = browse(tonight.leader)

    def url(one, evening=tonight):
        slug = evening.group.slug
        return reverse("referrals:told_in_group", args=[slug, child_key(slug, one.spoken)])

    assert url(child) in client.get(reverse("referrals:talks", args=[tonight.group.slug])).text
    assert client.post(url(child), TOLD | {"child_words": WORDS}).status_code == 302
    assert known(child) == TOLD
    page = client.get(url(child)).text
    assert ("Kanarina" in page, WORDS in page, "Fågelburström" in page) == (True, True, False)
    assert client.get(url(hidden)).status_code == 404
    assert client.post(url(hidden), TOLD).status_code == 404
    assert client.get(url(other.child(), other)).status_code == 404
    assert known(hidden) == dict.fromkeys(TOLD, "") | {"earlier_support": []}


def test_the_service_lets_no_leader_write_of_a_protected_child_and_no_unit_of_its_own():
    tonight = Evening()
    hidden, child = tonight.child(accepted=True, protected=True), tonight.child(accepted=True)

    for by, one in ((tonight.leader, hidden), (child.sent_by, child)):
        with pytest.raises(PermissionDenied):
            keep_told(referral=one, values=TOLD, words="", by=by)


def test_where_no_names_are_kept_the_words_are_not_asked_for(browse):
    group = GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))
    tonight = Evening(group=group)
    child = tonight.child(accepted=True, names=Names.NONE)
    slug = group.slug
    url = reverse("referrals:told_in_group", args=[slug, child_key(slug, child.spoken)])
    client = browse(tonight.leader)

    assert "child_words" not in client.get(url).context["form"].fields
    client.post(url, TOLD | {"child_words": WORDS})

    assert known(child) == TOLD
    assert not Identity.objects.filter(referral=child).exists()


def test_hostile_words_are_kept_as_they_are_or_refused_beside_the_field():
    child = ReferralFactory.build(names=Names.FULL)

    for text in HOSTILE.values():
        form = ToldForm({"child_words": text}, referral=child)
        refused = [] if form.is_valid() else list(form.errors)
        assert refused == ["child_words"] or form.cleaned_data["child_words"] == text


def test_the_words_go_with_the_names_when_the_child_becomes_protected():
    child, office = ReferralFactory(waiting=True, identity=NAMED), UserFactory(coordinator=True)
    keep_told(referral=child, values=TOLD, words=WORDS, by=office)

    protect(referral=child, protection="confidentiality_mark", by=office)

    assert not Identity.objects.exists()
