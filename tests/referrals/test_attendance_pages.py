"""The pages of an evening: the roll call with and without script, tonight, talks and the end."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from referrals import queries, services
from referrals.choices import Protection
from referrals.models import Absences, Attendance, Evening, HeadCount, Referral, Talk
from referrals.roll import child_key
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory, office, today
from tests.factories.attendance import Evening as Tonight
from tests.factories.districts import AffiliationFactory
from tests.factories.groups import GroupFactory, LeaderFactory, ProgrammeFactory
from tests.factories.referrals import ReferralFactory
from tests.queries import queries_of
from tests.referrals.test_hostile import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NAMED = {"first_name": "Kanarina", "last_name": "Fågelburström", "phone": "070-174 06 99"}
SHORT_ENOUGH = {name: text for name, text in HOSTILE.items() if name != "very long"}
FIRST, OTHERS = "Kanarina", ("Fågelburström", "070-174 06 99")


def address(tonight, page):
    return reverse(f"referrals:{page}", args=[tonight.group.slug, tonight.session.number])


def sent(tonight, *marks, key=None):
    """Return what the form of the page sends: (child, presence, reason, seen) each."""
    fields = {"key": str(key or uuid4())}
    for child, presence, reason, seen in marks:
        own = tonight.key(child)
        fields |= {f"p-{own}": presence, f"r-{own}": reason, f"s-{own}": seen}
    return fields


def shown(page):
    return html.unescape(page.text)


# --- the roll call -----------------------------------------------------------------------------


def test_the_roll_shows_a_first_name_or_an_alias_and_logs_the_reading(browse):
    tonight = Tonight()
    named = tonight.child(accepted=True, identity=NAMED)
    hidden = tonight.child(accepted=True, protected=True)
    Evening.objects.create(referral=hidden, never_by=["father"], changed_by=hidden.sent_by)

    page = browse(tonight.leader).get(address(tonight, "roll_call"))

    assert FIRST in shown(page)
    assert hidden.spoken in shown(page)
    for words in ("Hämtas aldrig av", "pappa", "Ett barn har berättat", "tel:112"):
        assert words in shown(page)
    secrets = {*OTHERS, named.reference, named.spoken, hidden.reference, str(named.pk)}
    assert not {secret for secret in secrets if secret in shown(page)}
    read = AuditEvent.objects.get(action="identity.read")
    assert (read.subject, read.detail) == (named.reference, {"why": "own_group"})


def test_an_open_roll_learns_who_is_no_longer_to_be_shown_by_no_name_and_no_reading(browse):
    tonight = Tonight()
    stays, hides, leaves = (tonight.child(accepted=True, identity=NAMED) for _ in range(3))
    client = browse(tonight.leader)

    def cards():
        answer = client.get(address(tonight, "taps"))
        assert not [word for word in (FIRST, *OTHERS, stays.spoken) if word in shown(answer)]
        return answer.json()["cards"]

    page, before = client.get(address(tonight, "roll_call")), cards()
    boxes = re.findall(r'data-child="(\w+)" data-card="(\w+)"', page.text)
    assert dict(boxes) == before
    assert cards() == before
    read = AuditEvent.objects.filter(action="identity.read").count()

    Evening.objects.create(referral=stays, never_by=["father"], changed_by=stays.sent_by)
    services.protect(
        referral=hides,
        protection=Protection.CONFIDENTIALITY_MARK,
        by=hides.sent_by,
        office_reader=office(),
    )
    services.move(referral=leaves, name="withdraw", by=office(), withdrawn_by="family")
    after = cards()

    assert set(after) == {tonight.key(stays), tonight.key(hides)}
    assert not set(after.values()) & set(before.values())
    assert AuditEvent.objects.filter(action="identity.read").count() == read


def test_an_open_page_of_tonight_reads_names_again_only_where_something_else_stands(browse):
    tonight = Tonight()
    stays, hides = (tonight.child(accepted=True, identity=NAMED) for _ in range(2))
    evening = Evening.objects.create(referral=stays, changed_by=stays.sent_by)
    client, reads = browse(tonight.leader), AuditEvent.objects.filter(action="identity.read")
    page, asked = client.get(address(tonight, "tonight")), 'hx-get="'

    def ask(last):
        url = last.text.split(asked)[1].split('"')[0]
        return client.get(url, headers={"HX-Request": "true"})

    assert (ask(page).status_code, reads.count()) == (204, 2)

    services.protect(
        referral=hides,
        protection=Protection.CONFIDENTIALITY_MARK,
        by=hides.sent_by,
        office_reader=office(),
    )
    part = ask(page)
    assert (shown(part).count(FIRST), hides.spoken in shown(part)) == (1, True)
    assert "<html" not in part.text
    assert part.text.strip() in client.get(address(tonight, "tonight")).text

    evening.changed_at = timezone.now()  # as when the sealed note alone is another
    evening.save()
    assert (ask(page).status_code, ask(part).status_code) == (200, 200)


def test_the_office_takes_a_roll_of_aliases_and_of_those_it_may_open(browse):
    tonight, reader = Tonight(), office()
    named = tonight.child(accepted=True, identity=NAMED)
    hidden = tonight.child(accepted=True, protected=True, named=[reader])

    seen = {}
    for user in (reader, office()):
        page = shown(browse(user).get(address(tonight, "roll_call")))
        seen[user] = {word for word in (FIRST, named.spoken, hidden.spoken) if word in page}

    assert list(seen.values()) == [{named.spoken, hidden.spoken}, {named.spoken}]
    assert not AuditEvent.objects.filter(action="identity.read").exists()


@pytest.mark.parametrize("page", ["roll_call", "tonight"])
def test_the_session_of_another_leader_does_not_exist(browse, page):
    tonight, other = Tonight(), LeaderFactory(with_account=True).user
    tonight.child()
    missing = reverse(f"referrals:{page}", args=[tonight.group.slug, 999])

    answers = [browse(other).get(url).status_code for url in (address(tonight, page), missing)]

    assert answers == [404, 404]
    assert browse(tonight.leader).get(address(tonight, page)).status_code == 200


def test_the_form_saves_what_was_changed_and_nothing_else(browse):
    tonight = Tonight()
    here, away, untouched = (tonight.child() for _ in range(3))
    client, url = browse(tonight.leader), address(tonight, "roll_call")

    answer = client.post(
        url,
        sent(
            tonight,
            (here, "present", "unknown", "0"),
            (away, "absent", "ill", "0"),
            (untouched, "", "unknown", "0"),
        ),
    )

    assert answer.status_code == 302
    rows = Attendance.objects.values_list("referral__spoken", "presence", "reason")
    assert set(rows) == {(here.spoken, "present", ""), (away.spoken, "absent", "ill")}


def test_what_a_colleague_changed_meanwhile_is_no_conflict_unless_it_was_changed_here_too(browse):
    tonight = Tonight()
    one, two = tonight.child(), tonight.child()
    first, second = (browse(user) for user in tonight.leaders)
    url = address(tonight, "roll_call")
    first.post(url, sent(tonight, (one, "present", "", "0"), (two, "present", "", "0")))
    first.post(
        url, sent(tonight, (one, "late", "", "1.present."), (two, "present", "", "1.present."))
    )

    answer = second.post(
        url, sent(tonight, (one, "present", "", "1.present."), (two, "absent", "", "1.present."))
    )
    assert answer.status_code == 302
    answer = second.post(url, sent(tonight, (one, "left_early", "", "1.present.")))

    assert answer.status_code == 200
    assert f"{tonight.leader.name} var först, kl." in shown(answer)
    rows = Attendance.objects.values_list("referral__spoken", "presence")
    assert set(rows) == {(one.spoken, "late"), (two.spoken, "absent")}


def test_a_form_sent_twice_is_one_roll(browse):
    tonight = Tonight()
    child = tonight.child()
    client, fields = browse(tonight.leader), sent(tonight, (child, "present", "", "0"))

    for _ in range(2):
        assert client.post(address(tonight, "roll_call"), fields).status_code == 302

    assert Attendance.objects.get().version == 1


def test_a_telephone_is_answered_with_what_stands_and_no_name(browse):
    tonight = Tonight()
    here = tonight.child(consents=False, accepted=True, identity=NAMED)
    ready = tonight.child()
    client, own = browse(tonight.leader), str(uuid4())
    fields = sent(tonight, (ready, "late", "", "0"), (here, "present", "", "0"))
    fields[f"k-{tonight.key(ready)}"] = own

    answer = client.post(address(tonight, "taps"), fields)

    told = {one["child"]: one for one in answer.json()["answers"]}
    assert told[tonight.key(ready)] == {
        "child": tonight.key(ready),
        "presence": "late",
        "reason": "",
        "version": 1,
        "refused": "",
    }
    assert told[tonight.key(here)]["refused"].startswith("Inte sparat: ingen har sagt ja")
    assert (told[tonight.key(here)]["presence"], told[tonight.key(here)]["version"]) == ("", 0)
    assert str(Attendance.objects.get().tap) == own
    assert FIRST not in answer.text
    assert here.spoken not in answer.text


def test_the_keys_of_a_page_mean_nothing_on_another_evening(browse):
    tonight = Tonight()
    child = tonight.child()
    keys = {tonight.key(child), child_key("another evening", child.spoken)}

    assert len(keys) == 2
    assert not any(child.spoken in key or child.reference in key for key in keys)


@pytest.mark.parametrize("page", ["roll_call", "taps"])
def test_hostile_taps_are_refused_in_words(browse, page):
    tonight = Tonight()
    child = tonight.child()
    client, own, url = browse(tonight.leader), tonight.key(child), address(tonight, page)

    # Each part of a tap by turns, and the key of the page with all of them.
    for number, (name, text) in enumerate(SHORT_ENOUGH.items()):
        part = "prsk"[number % 4]
        fields = sent(tonight, (child, "absent", "ill", "0")) | {f"{part}-{own}": text}
        assert client.post(url, fields).status_code == 200, (name, part)
        answer = client.post(url, {"key": text, f"p-{own}": "present"})
        assert answer.status_code == 200, name

        assert not Attendance.objects.exists(), (name, part)


@pytest.mark.parametrize("children", [1, 3])
@pytest.mark.parametrize(("page", "number"), [("roll_call", 19), ("tonight", 19)])
def test_an_evening_costs_the_same_for_any_number_of_children(browse, page, number, children):
    tonight = Tonight()
    for _ in range(children):
        child = tonight.child(started=True, identity=NAMED)
        AttendanceFactory(referral=child, session=tonight.session)
        hidden = tonight.child(started=True, protected=True)
        AttendanceFactory(referral=hidden, session=tonight.session)
        Evening.objects.create(referral=child, changed_by=child.sent_by)
    client = browse(tonight.leader)

    assert queries_of(lambda: client.get(address(tonight, page))) == number


# --- tonight -----------------------------------------------------------------------------------


def test_tonight_says_who_fetches_and_who_never_does_also_of_a_protected_child(browse):
    tonight, reader = Tonight(), office()
    child = tonight.child(accepted=True, identity=NAMED)
    hidden = tonight.child(accepted=True, protected=True, named=[reader])
    told = {"may_collect": ["mother"], "never_by": ["father"], "call_first": "staff"}
    services.keep_evening(
        referral=child, values=told | {"food": ["nuts"]}, note="Heter Ulla", by=office()
    )
    services.keep_evening(
        referral=hidden,
        values={"may_collect": ["staff"], "never_by": ["grandparent"], "food": ["egg"]},
        note="Ulla",
        by=reader,
    )

    page = shown(browse(tonight.leader).get(address(tonight, "tonight")))

    for words in ("mamma", "pappa", "inga nötter", "Heter Ulla", "farförälder", "inget ägg", FIRST):
        assert words in page
    assert page.count("Ulla") == 1  # what is not sealed is not kept of a protected child
    assert not any(secret in page for secret in (*OTHERS, hidden.reference))


def test_tonight_rings_the_right_numbers(browse, settings):
    settings.CONCERN_PHONE, settings.SOCIAL_EMERGENCY_PHONE = "08-465 004 11", "08-465 004 12"
    tonight = Tonight()
    district = AffiliationFactory().district
    settings.CONCERN_PHONES = {district.code: "08-465 004 13"}

    page = browse(tonight.leader).get(address(tonight, "tonight"))

    channels = dict(page.context["channels"])
    assert channels[district.name] == "08-465 004 13"
    assert set(channels.values()) == {"08-465 004 11", "08-465 004 13"} & set(channels.values())
    for number in ("tel:112", "tel:0846500412", "tel:0846500413", settings.OFFICE_PHONE):
        assert number in page.text


def test_tonight_leads_straight_to_the_one_session(browse):
    tonight = Tonight()
    client = browse(tonight.leader)

    assert client.get(reverse("referrals:tonight_list")).url == address(tonight, "tonight")
    other = browse(LeaderFactory(with_account=True).user).get(reverse("referrals:tonight_list"))
    assert "Du har ingen träff i dag." in shown(other)


# --- where nobody is written down --------------------------------------------------------------


def test_a_de_identified_programme_asks_for_a_number_and_shows_no_child(browse):
    group = GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))
    tonight = Tonight(group=group)
    child = tonight.child(started=True, names="none")
    client, url = browse(tonight.leader), address(tonight, "roll_call")

    page = client.get(url)
    answer = client.post(url, {"key": str(uuid4()), "seen": "0", "children": "7"})
    late = browse(tonight.leaders[1]).post(
        url, {"key": str(uuid4()), "seen": "0", "children": "8"}, follow=True
    )

    assert child.spoken not in shown(page)
    assert answer.status_code == 302
    assert HeadCount.objects.get().children == 7
    assert f"{tonight.leader.name} var först" in shown(late)
    telephone = client.post(address(tonight, "taps"), sent(tonight, (child, "present", "", "0")))
    unreadable, cards = telephone.json(), client.get(address(tonight, "taps")).json()
    assert (unreadable["seen"], bool(unreadable["refused"]), cards) == (1, True, {"cards": {}})


def test_the_telephone_sends_a_number_once_and_hears_what_stands(browse):
    tonight = Tonight(
        group=GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))
    )
    phone = {"key": str(uuid4()), "seen": "0", "children": "7"}
    one, two = (
        lambda fields, who=who: browse(who).post(address(tonight, "taps"), fields).json()
        for who in tonight.leaders
    )

    sent_twice = [one(phone), one(phone)]
    late = two(phone | {"key": str(uuid4()), "children": "8"})
    empty = two(phone | {"children": ""})

    assert sent_twice == [{"seen": 1, "refused": ""}] * 2
    assert (late["seen"], f"{tonight.leader.name} var först" in late["refused"]) == (1, True)
    assert empty == {"seen": 1, "refused": "Skriv ett tal, 0 om ingen kom."}
    assert HeadCount.objects.get().children == 7


def test_a_hostile_number_is_refused_beside_its_field(browse):
    group = GroupFactory(running=True, programme=ProgrammeFactory(de_identified=True))
    tonight = Tonight(group=group)
    client, url = browse(tonight.leader), address(tonight, "roll_call")

    for name, text in SHORT_ENOUGH.items():
        answer = client.post(url, {"key": str(uuid4()), "seen": "0", "children": text})

        assert answer.status_code == 200, name
        assert list(answer.context["form"].errors) == ["children"], name
    assert not HeadCount.objects.exists()


# --- what the sender says ----------------------------------------------------------------------


def test_a_hostile_note_is_kept_as_it_is_or_refused(browse):
    child = ReferralFactory(accepted=True, identity=NAMED)
    client, url = browse(child.sent_by), reverse("referrals:evening", args=[child.reference])

    for name, text in SHORT_ENOUGH.items():
        before = client.get(url).context["form"]["evening_note"].value()
        answer = client.post(url, {"may_collect": ["mother"], "evening_note": text})

        now = client.get(url).context["form"]["evening_note"].value()
        if answer.status_code == 302:
            assert now == text, name
        else:
            assert list(answer.context["form"].errors) == ["evening_note"], name
            assert now == before, name


def test_hostile_choices_are_refused_beside_their_fields(browse):
    child = ReferralFactory(accepted=True)
    url = reverse("referrals:evening", args=[child.reference])
    fields = ("may_collect", "never_by", "call_first", "food")

    answer = browse(child.sent_by).post(url, dict.fromkeys(fields, "<b>"))

    assert set(answer.context["form"].errors) == set(fields)


def test_nobody_both_may_and_must_not_fetch_the_child(browse):
    child = ReferralFactory(accepted=True)
    url = reverse("referrals:evening", args=[child.reference])

    answer = browse(child.sent_by).post(url, {"may_collect": ["father"], "never_by": ["father"]})

    assert list(answer.context["form"].errors) == ["never_by"]


@pytest.mark.parametrize(
    ("state", "status"),
    [("submitted", 403), ("waiting", 200), ("started", 200), ("completed", 403)],
)
def test_it_is_said_while_the_child_is_on_its_way(browse, state, status):
    traits = {} if state == "submitted" else {state: True}
    child = ReferralFactory(**traits)

    url = reverse("referrals:evening", args=[child.reference])

    assert browse(child.sent_by).get(url).status_code == status


def test_of_a_protected_child_only_roles_are_asked(browse):
    reader = office()
    child = ReferralFactory(accepted=True, protected=True, named=[reader])
    url = reverse("referrals:evening", args=[child.reference])

    assert "evening_note" not in browse(reader).get(url).context["form"].fields
    assert browse(office()).get(url).status_code == 404


# --- the case ----------------------------------------------------------------------------------


@pytest.mark.parametrize("agreed", [True, False])
def test_a_unit_reads_who_came_only_where_the_family_agreed(browse, agreed):
    level = {"feedback_level": "attendance_too", "family_agrees_to_feedback": True}
    child = ReferralFactory(started=True, **(level if agreed else {}))
    AttendanceFactory(referral=child)

    page = shown(browse(child.sent_by).get(child.get_absolute_url()))

    assert ("Kom 1 gång av 1." in page) == agreed
    assert "Kom 1 gång av 1." in shown(browse(office()).get(child.get_absolute_url()))


def test_the_office_settles_absences_on_the_page_of_the_case(browse):
    tonight, coordinator = Tonight(), office()
    child = tonight.child(started=True)
    Absences.objects.create(referral=child, since=tonight.session)
    client, url = browse(coordinator), reverse("referrals:absences", args=[child.reference])

    assert [item.url for item in queries.agenda(coordinator)] == [child.get_absolute_url()]
    assert client.post(url, {"how": "<b>"}, follow=True).status_code == 200
    assert Absences.objects.get().settled == ""
    client.post(url, {"how": "not_reached"})

    assert Absences.objects.get().settled == "not_reached"
    assert queries.agenda(coordinator) == []


# --- talks and the end -------------------------------------------------------------------------


def test_a_leader_writes_a_talk_down_also_with_a_protected_child(browse):
    tonight = Tonight()
    child = tonight.child(accepted=True, identity=NAMED)
    hidden = tonight.child(accepted=True, protected=True)
    client, url = browse(tonight.leader), reverse("referrals:talks", args=[tonight.group.slug])

    for one in (child, hidden):
        key = child_key(tonight.group.slug, one.spoken)
        answer = client.post(url, {"child": key, "kind": "first", "held_on": str(today())})
        assert answer.status_code == 302
    closing = {"child": child_key(tonight.group.slug, child.spoken), "kind": "closing"}
    answer = client.post(url, closing | {"held_on": str(today()), "outcome": "another_group"})

    rows = Talk.objects.values_list("referral__spoken", "kind", "held_by", "outcome")
    assert set(rows) == {
        (child.spoken, "first", "leader", ""),
        (hidden.spoken, "first", "leader", ""),
        (child.spoken, "closing", "leader", "another_group"),
    }
    page = shown(client.get(url))
    assert FIRST in page
    assert not any(secret in page for secret in (*OTHERS, hidden.reference, child.reference))


def test_what_is_missing_in_a_talk_is_said_beside_its_field(browse):
    tonight = Tonight()
    key = child_key(tonight.group.slug, tonight.child().spoken)
    client, url = browse(tonight.leader), reverse("referrals:talks", args=[tonight.group.slug])

    def errors(**fields):
        form = client.post(url, fields).context["form"]
        return {name: [str(error) for error in found] for name, found in form.errors.items()}

    assert set(errors()) == {"child", "kind", "held_on"}
    assert list(errors(child=key, kind="closing", held_on=str(today()))) == ["outcome"]
    assert list(errors(child=key, kind="first", held_on="2999-01-01")) == ["held_on"]
    for text in HOSTILE.values():
        if len(text) < 100_000:
            fields = dict.fromkeys(("child", "kind", "held_on", "outcome"), text)
            assert set(errors(**fields)) == {"child", "kind", "held_on", "outcome"}


def test_a_group_that_is_over_asks_to_complete_its_children(browse):
    coordinator = office()
    group = GroupFactory(completed=True)
    done, stopped = (ReferralFactory(started=True, group=group) for _ in range(2))
    ReferralFactory(accepted=True, group=group)
    url = reverse("referrals:finish", args=[group.slug])

    [item] = queries.agenda(coordinator)
    assert (item.url, item.detail) == (url, "2 children have not been completed yet.")
    client = browse(coordinator)
    answer = client.post(url, {done.reference: "completed", stopped.reference: "<b>"})
    assert list(answer.context["form"].errors) == [stopped.reference]
    client.post(url, {done.reference: "completed", stopped.reference: "does_not_want"})

    states = dict(Referral.objects.values_list("reference", "state"))
    assert (states[done.reference], states[stopped.reference]) == ("completed", "discontinued")
    assert queries.agenda(coordinator) == []


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("page", "cost"), [("talks", 17), ("finish", 13)])
def test_the_pages_of_a_group_cost_the_same_for_any_number(browse, page, cost, number):
    tonight = Tonight()
    for _ in range(number):
        tonight.child(started=True, identity=NAMED)
        tonight.child(accepted=True)
    user = tonight.leader if page == "talks" else office()
    client = browse(user)

    url = reverse(f"referrals:{page}", args=[tonight.group.slug])

    assert queries_of(lambda: client.get(url)) == cost


# --- to do -------------------------------------------------------------------------------------


def test_a_leader_is_led_to_tonight_and_asked_for_a_roll_that_was_not_taken(browse):
    tonight = Tonight()
    child, before = tonight.child(started=True), tonight.earlier(0.5)
    tonight.earlier(5)
    missing = reverse("referrals:roll_call", args=[tonight.group.slug, before.number])

    urls = [item.url for item in queries.agenda(tonight.leader)]
    assert urls == [address(tonight, "tonight"), missing]
    AttendanceFactory(referral=child, session=before)
    assert [item.url for item in queries.agenda(tonight.leader)] == [address(tonight, "tonight")]
    assert queries.agenda(Tonight().leader) != []
    assert queries.agenda(UserFactory(board=True)) == []


def test_a_leader_is_asked_for_the_first_talks_that_are_left():
    soon, later = timezone.localdate() + timedelta(days=14), timezone.localdate() + timedelta(15)
    leader = LeaderFactory(with_account=True)
    group, far = (
        GroupFactory(planned=True, first_on=day, leaders=[leader]) for day in (soon, later)
    )
    for where in (group, group, far):
        ReferralFactory(accepted=True, group=where)
    talked = ReferralFactory(accepted=True, group=group)
    talked.talks.create(kind="first", held_on=today(), held_by="leader", recorded_by=leader.user)
    ReferralFactory(accepted=True, group=group, protected=True)

    [item] = queries.agenda(leader.user)

    assert item.title.startswith("2 first talks are left in")
    assert item.url == reverse("referrals:talks", args=[group.slug])


@pytest.mark.parametrize("who", ["leader", "coordinator"])
def test_the_evenings_cost_the_same_for_any_number(who):
    def world(number):
        tonight = Tonight()
        for days in range(number):
            child = tonight.child(started=True)
            over = ReferralFactory(started=True, group=GroupFactory(completed=True))
            Absences.objects.create(referral=child, since=tonight.earlier(days / 7 + 0.2))
            assert over
        user = tonight.leader if who == "leader" else office()
        return queries_of(lambda: queries.evenings(user))

    assert world(1) == world(3)
