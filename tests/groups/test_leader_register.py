"""The register of leaders: what is written, and who sees what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from barnstod.audit.models import AuditEvent
from groups.models import Absence, Leader, Training
from groups.services import leaders as services
from tests.factories.accounts import UserFactory
from tests.factories.districts import AffiliationFactory, OrganisationFactory
from tests.factories.groups import GroupFactory, LeaderFactory
from tests.factories.registers import AbsenceFactory, TrainingFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db

LIST = "/kontor/ledare/"


@pytest.fixture
def coordinator():
    return UserFactory(coordinator=True)


def audited():
    return list(AuditEvent.objects.order_by("pk").values_list("action", "detail"))


def account_in(organisation, **traits):
    return AffiliationFactory(
        in_organisation=True, organisation=organisation, user=UserFactory(**traits)
    ).user


# --- Services ------------------------------------------------------------------------------------


def test_new_leader_is_written_and_audited_without_a_name(coordinator):
    organisation = OrganisationFactory()
    account = account_in(organisation, leader=True)
    fields = {
        "name": "Tove Granäng",
        "organisation": organisation,
        "user": account,
        "weekdays": [1, 3],
        "supervised_by": "Stadens handledare",
        "supervised_on": timezone.localdate(),
        "left_on": None,
    }

    leader = services.write_leader(leader=Leader(), by=coordinator, **fields)

    leader.refresh_from_db()
    assert {name: getattr(leader, name) for name in fields} == fields
    ((action, detail),) = audited()
    assert (action, detail["account"]) == ("leader.add", account.pk)
    assert "Granäng" not in str(detail)


@pytest.mark.parametrize(
    ("traits", "is_there"), [({"social_worker": True}, True), ({"leader": True}, False)],
    ids=["is no leader", "works elsewhere"],
)  # fmt: skip
def test_account_that_would_see_others_groups_is_refused(coordinator, traits, is_there):
    leader = LeaderFactory()
    account = account_in(leader.organisation if is_there else OrganisationFactory(), **traits)

    with refused("Choose the account of a group leader who works in the organisation today."):
        services.write_leader(leader=leader, by=coordinator, user=account)

    leader.refresh_from_db()
    assert leader.user is None
    assert audited() == []


def test_other_changes_do_not_ask_about_an_account_that_was_let_in_before(coordinator):
    leader = LeaderFactory(with_account=True)

    services.write_leader(leader=leader, by=coordinator, user=leader.user, weekdays=[2])

    leader.refresh_from_db()
    assert leader.weekdays == [2]
    assert audited() == [("leader.change", {"changed": ["weekdays"]})]


def test_register_check_keeps_the_day_and_who_saw_it(coordinator):
    leader, today = LeaderFactory(), timezone.localdate()

    services.note_register_check(leader=leader, on=today, by=coordinator)

    leader.refresh_from_db()
    assert (leader.register_check_shown_on, leader.register_check_seen_by) == (today, coordinator)
    assert audited() == [("leader.register_check", {"shown_on": str(today)})]


def test_mistaken_register_check_is_taken_away(coordinator):
    leader = LeaderFactory(
        register_check_shown_on=timezone.localdate(), register_check_seen_by=coordinator
    )

    services.note_register_check(leader=leader, on=None, by=coordinator)

    leader.refresh_from_db()
    assert (leader.register_check_shown_on, leader.register_check_seen_by) == (None, None)


def test_day_that_has_not_come_is_refused(coordinator):
    leader, tomorrow = LeaderFactory(), timezone.localdate() + timedelta(days=1)
    attempts = [
        lambda: services.note_register_check(leader=leader, on=tomorrow, by=coordinator),
        lambda: services.add_training(
            leader=leader, by=coordinator, course="CAP", level="basic", completed_on=tomorrow
        ),
        lambda: services.write_leader(
            leader=leader, by=coordinator, supervised_by="BUP", supervised_on=tomorrow
        ),
    ]

    for attempt in attempts:
        with refused("The day has not come yet."):
            attempt()


def test_training_and_days_away_are_written_and_removed(coordinator):
    leader, today = LeaderFactory(), timezone.localdate()

    training = services.add_training(
        leader=leader, by=coordinator, course="CAP", level="basic", completed_on=today
    )
    absence = services.add_absence(leader=leader, by=coordinator, away_from=today, away_to=today)
    assert (list(leader.trainings.all()), list(leader.absences.all())) == ([training], [absence])
    services.remove_from_card(entry=training, by=coordinator)
    services.remove_from_card(entry=absence, by=coordinator)

    assert not Training.objects.exists()
    assert not Absence.objects.exists()
    assert audited() == [
        ("leader.training", {"level": "basic"}),
        ("leader.absence", {"first": str(today), "last": str(today)}),
        ("leader.training_remove", {}),
        ("leader.absence_remove", {}),
    ]


@pytest.mark.parametrize("role", ["head", "leader", "social_worker", "board", "admin"])
def test_nobody_but_the_coordinator_writes_in_the_register(role):
    user, leader = UserFactory(**{role: True}), LeaderFactory(name="Ivar Alm")
    training, absence, today = TrainingFactory(), AbsenceFactory(), timezone.localdate()
    attempts = [
        lambda: services.write_leader(leader=leader, by=user, name="Någon annan"),
        lambda: services.note_register_check(leader=leader, on=today, by=user),
        lambda: services.add_training(
            leader=leader, by=user, course="CAP", level="basic", completed_on=today
        ),
        lambda: services.add_absence(leader=leader, by=user, away_from=today, away_to=today),
        lambda: services.remove_from_card(entry=training, by=user),
        lambda: services.remove_from_card(entry=absence, by=user),
    ]

    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()

    leader.refresh_from_db()
    assert (leader.name, leader.register_check_shown_on) == ("Ivar Alm", None)
    assert (Training.objects.get(), Absence.objects.get()) == (training, absence)


def test_leader_who_has_left_is_not_current():
    today = timezone.localdate()
    LeaderFactory(left_on=today)
    here = [LeaderFactory(), LeaderFactory(left_on=today + timedelta(days=1))]

    assert set(Leader.objects.current()) == set(here)


# --- Pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_leaders(
    client, sign_in, django_assert_num_queries, rows
):
    for _ in range(rows):
        leader = LeaderFactory(with_account=True)
        TrainingFactory.create_batch(2, leader=leader)
        AbsenceFactory(leader=leader)
        GroupFactory(planned=True, leaders=[leader])
    sign_in(coordinator=True)

    with django_assert_num_queries(15):
        client.get(LIST)


def test_list_counts_whose_extract_is_missing_or_old(client, sign_in):
    LeaderFactory.create_batch(2)
    LeaderFactory(register_check_shown_on=timezone.localdate() - timedelta(days=400))
    LeaderFactory(register_check_shown_on=timezone.localdate())
    LeaderFactory(left_on=timezone.localdate())
    sign_in(head=True)

    context = client.get(LIST).context

    assert (context["missing"], context["old"], len(context["rows"])) == (2, 1, 4)


@pytest.mark.parametrize("role", ["coordinator", "head"])
def test_office_sees_every_card(client, sign_in, role):
    sign_in(**{role: True})
    cards = LeaderFactory.create_batch(2)

    listed = {leader for leader, *_rest in client.get(LIST).context["rows"]}

    assert listed == set(cards)
    assert {client.get(card.get_absolute_url()).status_code for card in cards} == {200}


def test_leader_is_led_to_the_own_card_and_sees_no_other(client, sign_in):
    own = LeaderFactory(user=sign_in(leader=True))
    other = LeaderFactory()

    answers = [client.get(url) for url in (LIST, own.get_absolute_url(), other.get_absolute_url())]

    assert answers[0].headers["Location"] == own.get_absolute_url()
    assert [answer.status_code for answer in answers] == [302, 200, 404]


def test_leader_without_a_card_reads_that_there_is_none(client, sign_in):
    LeaderFactory()
    sign_in(leader=True)

    page = client.get(LIST)

    assert (page.status_code, page.context["rows"]) == (200, [])


@pytest.mark.parametrize("role", ["social_worker", "board", "admin"])
def test_register_is_not_for_others(client, sign_in, role):
    sign_in(**{role: True})
    leader = LeaderFactory()

    assert [client.get(url).status_code for url in (LIST, leader.get_absolute_url())] == [403, 403]


@pytest.mark.parametrize("role", ["head", "leader"])
def test_forms_of_the_register_are_for_the_coordinator(client, sign_in, role):
    user = sign_in(**{role: True})
    leader = LeaderFactory(user=user)
    names = ["leader_edit", "leader_check", "training_create", "absence_create"]

    urls = [reverse(f"groups:{name}", args=[leader.pk]) for name in names]
    page = client.get(leader.get_absolute_url()).text

    assert {client.get(url).status_code for url in [*urls, f"{LIST}ny/"]} == {403}
    assert not [url for url in urls if url in page]


def test_coordinator_fills_a_card(client, sign_in):
    coordinator, organisation = sign_in(coordinator=True), OrganisationFactory()
    today = timezone.localdate()

    new = client.post(
        f"{LIST}ny/",
        {"name": "Tove Alm", "organisation": organisation.pk, "weekdays": ["0", "2"]},
    )
    leader = Leader.objects.get()
    card = leader.get_absolute_url()
    posts = [
        (f"{card}utdrag/", {"on": str(today)}),
        (f"{card}utbildning/ny/", {"course": "CAP", "level": "basic", "completed_on": str(today)}),
        (f"{card}borta/ny/", {"away_from": str(today), "away_to": str(today)}),
    ]
    answers = [client.post(url, fields).headers.get("Location") for url, fields in posts]

    assert new.headers["Location"] == card
    assert answers == [card] * 3
    leader.refresh_from_db()
    assert (leader.weekdays, leader.register_check_seen_by) == ([0, 2], coordinator)
    assert [one.course for one in leader.trainings.all()] == ["CAP"]
    assert [one.away_to for one in leader.absences.all()] == [today]


def test_what_the_database_refuses_stands_above_the_form(client, sign_in):
    sign_in(coordinator=True)
    absence = AbsenceFactory()
    day = {"away_from": str(absence.away_from), "away_to": str(absence.away_from)}

    page = client.post(reverse("groups:absence_create", args=[absence.leader.pk]), day)

    assert page.status_code == 200
    assert list(page.context["form"].non_field_errors()) == [
        gettext("Some of these days are already written.")
    ]
    assert Absence.objects.get() == absence


def test_training_of_another_card_is_not_removed(client, sign_in):
    sign_in(coordinator=True)
    training = TrainingFactory()

    wrong = client.post(reverse("groups:training_remove", args=[LeaderFactory().pk, training.pk]))
    right = client.post(reverse("groups:training_remove", args=[training.leader.pk, training.pk]))

    assert (wrong.status_code, right.headers["Location"]) == (
        404,
        training.leader.get_absolute_url(),
    )
    assert not Training.objects.exists()
