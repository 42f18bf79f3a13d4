"""Reading a file of groups: every way to write a row, and what is wrong with each in words."""

from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from barnstod.web.spreadsheets import Row, SheetRefused, Table
from groups.cells import day_of, hour_of, term_of
from groups.columns import COLUMNS
from groups.forms.rows import read_rows
from groups.preview import preview_of
from groups.terms import Term
from tests.factories.accounts import UserFactory
from tests.factories.districts import DistrictFactory
from tests.factories.groups import LeaderFactory, ProgrammeFactory
from tests.groups.files import parents_row, plan_row, world
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    world()
    return UserFactory(coordinator=True)


def table_of(*rows, first=2):
    names = [name for name in COLUMNS if any(name in row for row in rows)]
    cells = [tuple(row.get(name, "") for name in names) for row in rows]
    headings = tuple(str(COLUMNS[name]) for name in names)
    return Table(headings, tuple(Row(n, one) for n, one in enumerate(cells, start=first)))


def problems(user, *rows, first=2):
    reading = read_rows(table_of(*rows, first=first), user)
    return [str(problem) for row in reading.rows for problem in row.problems]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-01-12", date(2027, 1, 12)),
        ("2027/1/12", date(2027, 1, 12)),
        ("20270112", date(2027, 1, 12)),
        ("12/1 2027", date(2027, 1, 12)),
        ("12.1.2027", date(2027, 1, 12)),
        ("12 januari 2027", date(2027, 1, 12)),
        ("Tisdag 12 jan. 2027", date(2027, 1, 12)),
        ("1/12/2027", date(2027, 12, 1)),
        ("2027-02-29", None),
        ("9999-12-31", None),
        ("12 smör 2027", None),
        ("12 januari", None),
        ("46399", None),
    ],
)
def test_day_is_read_as_swedes_write_it(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("16", time(16)),
        ("16.30", time(16, 30)),
        ("16:30", time(16, 30)),
        ("16:30:00", time(16, 30)),
        ("Kl. 9.05", time(9, 5)),
        ("24", None),
        ("16.60", None),
        ("16.3", None),
        ("halv fem", None),
    ],
)
def test_hour_is_read_as_swedes_write_it(text, hour):
    assert hour_of(text) == hour


@pytest.mark.parametrize("text", ["vt27", "VT 2027", "våren 2027", "vårterminen 2027"])
def test_term_is_read_however_it_is_written(text):
    assert term_of(text) == Term(2027, 0)


@pytest.mark.parametrize("text", ["27", "vt", "sommaren 2027", "vt1999", "vt 20271"])
def test_what_is_no_term_is_none(text):
    assert term_of(text) is None


def test_row_is_a_plan_whatever_the_capitals(coordinator):
    row = plan_row(programme="cap", audience="BARN", weekday="Tis", first_on="16/2 2027")

    reading = read_rows(table_of(row | {"leaders": "kim ek, Bo Al"}), coordinator)

    [read] = reading.rows
    assert read.problems == []
    assert (read.plan["programme"].code, read.plan["weekday"]) == ("cap", 1)
    assert read.plan["needs"] == ["substance_use"]  # what the programme is about
    assert [leader.name for leader in read.plan["leaders"]] == ["Kim Ek", "Bo Al"]
    assert read.plan["region"] == "soderort"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (
            {"weekday": "Tirsdag"},
            "Rad 7, veckodag: ”Tirsdag” är ingen veckodag. Skriv till exempel tisdag.",
        ),
        (
            {"programme": "Kap"},
            "Rad 7, program: Det finns inget program som heter ”Kap”. Skriv till exempel CAP.",
        ),
        (
            {"organisation": "Källann"},
            "Rad 7, anordnare: Det finns ingen organisation som heter ”Källann”. "
            "Skriv till exempel Källan.",
        ),
        (
            {"leaders": "Kim Ek; Kim Ekk"},
            "Rad 7, gruppledare: Det finns ingen gruppledare som heter ”Kim Ekk”. "
            "Skriv till exempel Kim Ek.",
        ),
        ({"capacity": "åtta"}, "Rad 7, platser: ”åtta”. Skriv ett tal från 1 till 30."),
        ({"capacity": ""}, "Rad 7, platser: Det här behövs."),
        ({"planned_sessions": "99"}, "Rad 7, antal träffar: ”99”. Skriv ett tal från 8 till 20."),
        (
            {"first_on": "i vår"},
            "Rad 7, första träffen: ”i vår” är ingen dag. "
            "Skriv år-månad-dag, till exempel 2027-01-31.",
        ),
        (
            {"starts_at": "fyra"},
            "Rad 7, från: ”fyra” är inget klockslag. Skriv timmar och minuter, till exempel 16:30.",
        ),
        ({"term": "snart"}, "Rad 7, termin: ”snart” är ingen termin. Skriv till exempel vt27."),
        ({"term": "vt20"}, "Rad 7, termin: ”vt20”. Skriv en av de här terminerna: "),
        (
            {"is_city_wide": "kanske"},
            "Rad 7, för hela staden: ”kanske” är varken ja eller nej.",
        ),
        (
            {"hosting_districts": ""},
            "Rad 7, del av staden: Välj en stadsdel, eller del av staden.",
        ),
        (
            {"minimum": "9"},
            "Rad 7, startar med minst: ”9”. Det minsta antalet är större än gruppen.",
        ),
        ({"age_to": "6"}, "Rad 7, äldst: ”6”. Den äldsta åldern är lägre än den yngsta."),
        ({"ends_at": "15:00"}, "Rad 7, till: ”15:00”. Träffen slutar innan den börjar."),
        ({"what_happens_first": "x" * 601}, None),
    ],
)
def test_row_says_what_is_wrong_with_its_cell(coordinator, cells, says):
    [words] = problems(coordinator, plan_row(**cells), first=7)

    assert says is None or words.startswith(says)


def test_every_wrong_cell_of_a_row_is_told(coordinator):
    found = problems(coordinator, plan_row(weekday="Tirsdag", capacity="x", room="Slottet"))

    assert [words.partition(":")[0] for words in found] == [
        "Rad 2, platser",
        "Rad 2, veckodag",
        "Rad 2, rum",
    ]


def test_two_of_the_same_name_are_told_apart_by_organisation(coordinator):
    other = LeaderFactory(name="Kim Ek")

    [words] = problems(coordinator, plan_row(leaders="Kim Ek"))
    assert words.startswith("Rad 2, gruppledare: Fler än en heter ”Kim Ek”. Skriv en av dessa: ")

    [row] = read_rows(table_of(plan_row(leaders=other.full_name)), coordinator).rows
    assert row.plan["leaders"] == [other]


def test_example_of_the_template_is_left_out(coordinator):
    row = plan_row(title="Exempel: tas inte med")

    reading = read_rows(table_of(row, plan_row(title="")), coordinator)

    assert ([one.number for one in reading.rows], reading.examples) == ([3], [2])


def test_headings_may_stand_in_any_order_and_others_are_told(coordinator):
    table = table_of(plan_row())
    turned = Table(
        tuple(f" {heading.upper()} *" for heading in reversed(table.headings)) + ("Egen",),
        tuple(Row(row.number, (*reversed(row.cells), "x")) for row in table.rows),
    )

    reading = read_rows(turned, coordinator)

    assert (reading.rows[0].problems, reading.unknown) == ([], ["Egen"])


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        (("Namn", "Ort"), "De här kolumnerna saknas: Program, För vem"),
        (("Program", "program", "För vem"), "Två kolumner heter ”Program”"),
    ],
)
def test_file_without_our_headings_is_refused(coordinator, headings, says):
    table = Table(headings, (Row(2, ("x",) * len(headings)),))

    with pytest.raises(SheetRefused, match=says):
        read_rows(table, coordinator)


def test_two_rows_with_one_mark_are_a_pair(coordinator):
    rows = read_rows(
        table_of(
            plan_row(pair="A", room="Huset, Stora rummet"),
            parents_row(pair="a", room="Huset, Lilla rummet"),
        ),
        coordinator,
    ).rows

    assert [row.problems for row in rows] == [[], []]
    assert (rows[0].partner, rows[1].partner) == (rows[1], rows[0])


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (parents_row(weekday="onsdag", first_on="2027-02-17"), ["första träffen", "veckodag"]),
        (parents_row(term="ht27"), ["termin"]),
        (parents_row(leaders="Kim Ek", room="Stora rummet"), ["rum", "gruppledare"]),
        (plan_row(), ["träffas samtidigt"]),
    ],
)
def test_pair_that_does_not_go_together_is_told_at_the_second_row(coordinator, other, says):
    first = plan_row(pair="A", leaders="Kim Ek", room="Stora rummet")

    found = problems(coordinator, first, other | {"pair": "A"})

    where = sorted(words.partition(":")[0].removeprefix("Rad 3, ") for words in found)
    assert where == sorted(says)


def test_mark_that_stands_alone_is_told(coordinator):
    [words] = problems(coordinator, plan_row(pair="A"))

    assert words.startswith("Rad 2, träffas samtidigt: ”A”. Samma märke ska stå på två rader")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(list(COLUMNS)),
            st.one_of(
                st.text(max_size=30),
                st.sampled_from(["A", "9999-12-31", "2099-12-31", "2000-01-01", "24:00", "vt99"]),
            ),
            max_size=6,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_no_cell_of_any_file_is_more_than_wrong(coordinator, hostile):
    """Whatever stands in a file it becomes a preview, each row right or wrong in words."""
    table = table_of(*(plan_row() | cells for cells in hostile))

    preview = preview_of(table, coordinator)

    for row in preview.rows:
        assert row.state in ("new", "wrong")
        assert row.state == "new" or row.troubles or row.remarks


def test_file_costs_the_same_for_one_row_and_for_three(coordinator):
    def rows(number):
        return table_of(
            *(
                plan_row(
                    starts_at=f"{8 + 2 * n}:00",
                    ends_at=f"{9 + 2 * n}:00",
                    room="Stora rummet",
                    leaders="Kim Ek, Bo Al",
                )
                for n in range(number)
            )
        )

    preview_of(rows(1), coordinator)  # the user knows the own roles from now on
    for_one = queries_of(lambda: preview_of(rows(1), coordinator).rows)

    assert queries_of(lambda: preview_of(rows(3), coordinator).rows) == for_one
    assert for_one <= 15


def test_ended_district_and_other_kinds_of_programme_are_not_to_be_chosen(coordinator):
    DistrictFactory(name="Vantör", ended=True)
    ProgrammeFactory(name="Samtal", kind="crisis_talks")

    found = problems(coordinator, plan_row(hosting_districts="Vantör", programme="Samtal"))

    assert len(found) == 2
