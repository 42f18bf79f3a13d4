"""Importing groups: nothing before it is confirmed, all or nothing, and back again."""

from datetime import date

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barnstod.audit.models import AuditEvent
from barnstod.web.spreadsheets import read_table
from groups.choices import Answer, Criterion, GroupState
from groups.forms.rows import read_rows
from groups.models import GroupImport, ImportedGroup, Leader, QualityAnswer, Session, SupportGroup
from groups.preview import preview_of
from groups.services import importing as services
from groups.services.importing import ImportRefusal
from tests.factories.accounts import UserFactory
from tests.factories.groups import GroupFactory
from tests.factories.imports import GroupImportFactory, ImportedGroupFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.registers import AbsenceFactory
from tests.groups.files import (
    IMPORT,
    chosen,
    confirmed,
    csv_file,
    excel_file,
    imported,
    other_day,
    parents_row,
    plan_row,
    room,
    troubles_in,
    world,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(sign_in):
    world()
    return sign_in(coordinator=True)


@pytest.mark.parametrize("write", [csv_file, excel_file])
def test_file_is_looked_at_before_anything_is_written(client, coordinator, write):
    response = chosen(client, write(plan_row(leaders="Kim Ek", room="Huset, Stora rummet")))

    assert response.status_code == 200
    [row] = response.context["preview"].rows
    assert (row.number, row.state, row.title) == (2, "new", "Barngrupp i Farsta")
    assert row.facts == [
        "CAP",
        "Källan",
        "Tisdagar 16–17.30, 8 träffar från 16 februari till 20 april 2027",
        "Huset, Stora rummet",
        "Kim Ek",
        "hoppar över 2 mars (Sportlov), 30 mars (Påsklov)",
    ]
    assert not SupportGroup.objects.exists()
    assert not GroupImport.objects.exists()


def test_confirmed_rows_become_drafts_with_sessions_and_an_audit_row(client, coordinator):
    rows = plan_row(leaders="Kim Ek", room="Stora rummet"), other_day(needs="psykisk ohälsa")

    url = imported(client, *rows)

    first, second = SupportGroup.objects.order_by("first_on")
    made = GroupImport.objects.get()
    assert url == made.get_absolute_url()
    assert [(row.row, row.group) for row in made.rows.all()] == [(2, first), (3, second)]
    assert (first.state, second.state, second.needs) == ("draft", "draft", ["mental_illness"])
    assert first.sessions.filter(room=room(), session_leaders__leader__name="Kim Ek").count() == 8
    assert "2027-03-02" not in str(list(first.sessions.values_list("during")))  # sportlov
    event = AuditEvent.objects.get(action="group_import.write")
    assert (event.actor, event.detail) == (f"user:{coordinator.pk}", {"groups": 2})
    assert client.get(url).status_code == 200


def test_two_marked_rows_become_a_pair(client, coordinator):
    imported(
        client,
        parents_row(pair="A", room="Lilla rummet", capacity="6", leaders="Bo Al"),
        plan_row(pair="A", room="Stora rummet", leaders="Kim Ek"),
    )

    children = SupportGroup.objects.get(audience="children")
    parents = children.parallel_group
    assert (parents.audience, parents.capacity, parents.room) == (
        "parents",
        6,
        room("Lilla rummet"),
    )
    assert parents.sessions.count() == 8
    assert [row.group for row in ImportedGroup.objects.order_by("row")] == [parents, children]


def test_rows_that_are_wrong_are_left_out_and_the_others_written(client, coordinator):
    response = chosen(client, csv_file(plan_row(weekday="Tirsdag"), other_day()))
    assert troubles_in(response) == [
        "Rad 2, veckodag: ”Tirsdag” är ingen veckodag. Skriv till exempel tisdag."
    ]
    assert "Tirsdag" in response.text

    confirmed(client, response)

    assert [row.row for row in ImportedGroup.objects.all()] == [3]


def test_half_of_a_pair_is_never_written(client, coordinator):
    response = chosen(
        client, csv_file(plan_row(pair="A"), parents_row(pair="A", capacity="x"), other_day())
    )

    assert [row.state for row in response.context["preview"].rows] == ["wrong", "wrong", "new"]
    confirmed(client, response)
    assert SupportGroup.objects.count() == 1


def test_room_and_leader_that_others_have_are_told_with_a_link(client, coordinator):
    imported(client, plan_row(room="Stora rummet", leaders="Kim Ek"))
    other = SupportGroup.objects.get()

    response = chosen(
        client,
        csv_file(
            plan_row(
                room="Stora rummet", leaders="Kim Ek, Bo Al", starts_at="17:00", ends_at="18:00"
            )
        ),
    )

    assert troubles_in(response) == [
        f"Rad 2: {what} är upptagen tisdag 16 februari 2027 kl. 16–17.30 av Barngrupp i Farsta, "
        "träff 1. Och 7 gånger till."
        for what in ("Huset, Stora rummet", "Kim Ek")
    ]
    assert f'href="{other.get_absolute_url()}"' in response.text


def test_room_that_an_earlier_row_of_the_file_has_is_told(client, coordinator):
    late = plan_row(room="Stora rummet", starts_at="17:00", ends_at="18:00")

    response = chosen(client, csv_file(plan_row(room="Stora rummet"), late))

    assert troubles_in(response) == [
        "Rad 3: Huset, Stora rummet är upptagen tisdag 16 februari 2027 kl. 17–18 av rad 2 i filen."
    ]


def test_same_file_again_is_noticed_and_not_imported_twice(client, coordinator):
    rows = plan_row(room="Stora rummet"), other_day(leaders="Kim Ek")
    url = imported(client, *rows)
    in_other_words = plan_row(room="Huset, Stora rummet", weekday="TIS", first_on="16/2 2027")

    response = chosen(client, excel_file(in_other_words, rows[1]))

    assert [row.state for row in response.context["preview"].rows] == ["here", "here"]
    assert "import_write" not in response.text
    again = confirmed(client, response)
    assert (again.status_code, again["Location"]) == (302, url)
    assert SupportGroup.objects.count() == 2


def test_confirming_twice_is_one_import(client, coordinator):
    response = chosen(client, csv_file(plan_row()))

    once, twice = confirmed(client, response), confirmed(client, response)

    assert once["Location"] == twice["Location"]
    assert (SupportGroup.objects.count(), GroupImport.objects.count()) == (1, 1)


def test_row_that_stands_twice_in_the_file_is_told(client, coordinator):
    response = chosen(client, csv_file(plan_row(), plan_row(title="Annan rubrik")))

    assert troubles_in(response) == ["Rad 3 säger samma sak som rad 2."]


def test_group_that_looks_the_same_is_a_remark(client, coordinator):
    imported(client, plan_row())

    [row] = chosen(client, csv_file(plan_row(capacity="9"))).context["preview"].rows

    assert (row.state, [words for words, _url in row.remarks]) == (
        "new",
        ["Liknar en grupp som redan finns: Barngrupp i Farsta."],
    )


def test_leader_who_is_away_or_named_another_weekday_is_a_remark(client, coordinator):
    away, other = Leader.objects.get(name="Kim Ek"), Leader.objects.get(name="Bo Al")
    AbsenceFactory(leader=away, away_from=date(2027, 2, 20), away_to=date(2027, 2, 28))
    other.weekdays = [4]
    other.save()

    page = chosen(client, csv_file(plan_row(leaders="Kim Ek, Bo Al"), other_day()))

    first, second = page.context["preview"].rows
    assert [words for words, _url in first.remarks] == [
        "Kim Ek är borta 23 februari.",
        "Bo Al har inte sagt ja till tisdagar.",
    ]
    assert (first.state, second.remarks) == ("new", [])


def test_what_changed_after_the_look_is_shown_and_nothing_is_written(client, coordinator):
    response = chosen(client, csv_file(plan_row(room="Stora rummet"), other_day()))
    imported(client, plan_row(room="Stora rummet", capacity="9"))

    second = confirmed(client, response)

    assert second.status_code == 200
    assert "Inget sparades" in second.text
    assert SupportGroup.objects.count() == 1


def test_one_row_that_fails_takes_all_with_it():
    """The second is in the way of the first: the database refuses, and nothing is left."""
    world()
    coordinator = UserFactory(coordinator=True)
    table = read_table(
        csv_file(plan_row(room="Stora rummet"), plan_row(room="Stora rummet", capacity="9"))
    )
    reading = read_rows(table, coordinator)
    units = [[services.Incoming(row.number, row.plan, str(row.number))] for row in reading.rows]

    with pytest.raises(services.GroupRefusal):
        services.write_import(by=coordinator, units=units)

    assert not SupportGroup.objects.exists()
    assert not GroupImport.objects.exists()
    assert not AuditEvent.objects.filter(action="group.create").exists()


def test_row_that_somebody_imported_meanwhile_is_refused():
    world()
    coordinator = UserFactory(coordinator=True)
    preview = preview_of(read_table(csv_file(plan_row())), coordinator)
    units = list(preview.units())
    services.write_import(by=coordinator, units=units, closed=preview.closed)

    with pytest.raises(ImportRefusal, match="importerats under tiden"):
        services.write_import(by=coordinator, units=units, closed=preview.closed)

    assert GroupImport.objects.count() == 1


# --- undo ----------------------------------------------------------------------------------------


def test_undo_removes_the_drafts_and_the_rows_can_be_imported_again(client, coordinator):
    rows = plan_row(pair="A"), parents_row(pair="A"), other_day()
    url = imported(client, *rows)

    response = client.post(f"{url}angra/", follow=True)

    assert "3 grupper togs bort" in response.text
    assert not SupportGroup.objects.exists()
    assert not Session.objects.exists()
    made = GroupImport.objects.get()
    assert (made.undone_by, made.rows.filter(group=None).count()) == (coordinator, 3)
    assert AuditEvent.objects.filter(action="group.remove").count() == 3
    event = AuditEvent.objects.get(action="group_import.undo")
    assert event.detail == {"removed": 3, "kept": 0}
    assert imported(client, *rows) != url


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("publish", "Är inte längre ett utkast: planerad."),
        ("edit", "Ändrades "),
        ("cancel_session", "En träff har flyttats eller ställts in."),
        ("answer", "Kvalitetslistan har besvarats."),
        ("continue", "Nästa termin har planerats från den."),
        ("wish", ""),
    ],
)
def test_undo_leaves_what_was_changed_and_says_why(client, coordinator, change, says):
    url = imported(client, plan_row(), other_day())
    touched = SupportGroup.objects.get(weekday=1)
    CHANGES[change](touched)

    page = client.get(url).text
    response = client.post(f"{url}angra/", follow=True)

    assert says in page
    assert list(SupportGroup.objects.exclude(planned_from=touched)) == [touched]
    assert touched.sessions.count() == 8
    assert "kvar" in response.text


CHANGES = {
    "publish": lambda group: _publish(group),
    "edit": lambda group: SupportGroup.objects.filter(pk=group.pk).update(
        updated_at=group.updated_at.replace(year=2026, microsecond=1)
    ),
    "cancel_session": lambda group: group.sessions.filter(number=1).update(active=False),
    "answer": lambda group: QualityAnswer.objects.create(
        group=group,
        criterion=Criterion.LEADERS,
        answer=Answer.YES,
        answered_by=UserFactory(coordinator=True),
    ),
    "continue": lambda group: GroupFactory(planned_from=group),
    "wish": lambda group: ReferralFactory(wished_group=group),
}


def _publish(group):
    group.state, group.published_at = GroupState.PLANNED, group.updated_at
    group.save()


def test_undo_leaves_both_of_a_pair_if_one_was_changed(client, coordinator):
    url = imported(client, plan_row(pair="A"), parents_row(pair="A"), other_day())
    CHANGES["answer"](SupportGroup.objects.get(audience="parents"))

    page = client.get(url).text
    client.post(f"{url}angra/")

    assert "Träffas samtidigt som en grupp som har ändrats." in page
    assert set(SupportGroup.objects.values_list("audience", flat=True)) == {"children", "parents"}


def test_undo_is_refused_when_nothing_is_left_to_undo(client, coordinator):
    url = imported(client, plan_row())
    CHANGES["answer"](SupportGroup.objects.get())

    response = client.post(f"{url}angra/", follow=True)

    assert "inget togs bort" in response.text
    assert GroupImport.objects.get().undone_at is None


def test_undo_twice_is_told(client, coordinator):
    url = imported(client, plan_row())
    client.post(f"{url}angra/")

    assert "redan ångrad" in client.post(f"{url}angra/", follow=True).text


# --- what comes in from outside ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Filen är tom."),
        (b"\x00\x01\x02", "Filen är ingen tabell."),
        (b"PK\x03\x04" + b"x" * 40, "Filen är skadad."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 40, "Filen är av en äldre sort"),
        (b"x" * 1_000_001, "Filen är större än 1 MB."),
        (b"Namn;Ort\n1;2\n", "De här kolumnerna saknas"),
        (csv_file(*[{"programme": str(n)} for n in range(201)]), "fler än 200 rader"),
    ],
)
def test_file_that_cannot_be_taken_is_told_beside_the_field(client, coordinator, content, says):
    response = chosen(client, content)

    assert response.status_code == 200
    assert says in " ".join(troubles_in(response))
    assert not GroupImport.objects.exists()


def test_page_without_a_file_asks_for_one(client, coordinator):
    assert troubles_in(client.post(IMPORT, {})) == ["Välj en fil."]
    assert troubles_in(client.post(IMPORT, {"file": "text"})) == ["Välj en fil."]


@pytest.mark.parametrize("answers", [{}, {"table": "x"}, {"table": "x:y:z", "rows": "2"}])
def test_only_a_table_that_was_looked_at_is_written(client, coordinator, answers):
    response = client.post(f"{IMPORT}skriv/", answers)

    assert (response.status_code, response["Location"]) == (302, IMPORT)
    assert not GroupImport.objects.exists()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)))
def test_any_upload_is_answered_with_a_page(client, coordinator, content):
    assert chosen(client, content).status_code == 200


def test_hostile_text_is_shown_as_text(client, coordinator):
    response = chosen(client, csv_file(plan_row(programme="<script>alert(1)</script>")))

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert" in response.text


# --- pages ---------------------------------------------------------------------------------------


def test_pages_cost_the_same_for_one_import_and_for_three(client, coordinator):
    def page_and_detail():
        client.get(IMPORT)
        client.get(made.get_absolute_url())

    made = GroupImportFactory()
    ImportedGroupFactory(group_import=made)
    page_and_detail()
    for_one = queries_of(page_and_detail)
    for _more in range(2):
        ImportedGroupFactory(group_import=made)
        ImportedGroupFactory(group_import__undone=True)

    assert queries_of(page_and_detail) == for_one


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_template_filled_as_its_example_says_has_nothing_wrong(client, coordinator, kind):
    template = client.get(f"{IMPORT}mall.{kind}")
    assert template["Cache-Control"] == "no-store"
    assert template["Content-Disposition"] == f'attachment; filename="grupper-mall.{kind}"'

    table = read_table(template.content)
    [example] = table.rows
    as_it_is = read_rows(table, coordinator)
    real = type(example)(3, ("", *example.cells[1:]))
    reading = read_rows(type(table)(table.headings, (example, real)), coordinator)

    assert (as_it_is.rows, as_it_is.examples) == ([], [2])
    assert [row.problems for row in reading.rows] == [[]]


# --- the database --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        lambda: GroupImportFactory(undone=True, undone_by=None),
        lambda: ImportedGroupFactory.create_batch(2, fingerprint="x" * 64),
        lambda: ImportedGroupFactory.create_batch(2, row=2, group_import=GroupImportFactory()),
    ],
    ids=["undone by nobody", "a row imported twice", "two groups of one row"],
)
def test_database_refuses(broken):
    with pytest.raises(IntegrityError):
        broken()


def test_row_whose_group_is_gone_may_come_again():
    ImportedGroupFactory(fingerprint="x" * 64, group=None, version=GroupFactory().updated_at)

    assert ImportedGroupFactory(fingerprint="x" * 64).pk
