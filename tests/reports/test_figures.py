"""The computed figures on a city small enough to count by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from groups.choices import Need
from groups.models import UnmetWish
from groups.terms import Term
from referrals.evening import Presence
from referrals.models import DeclineGround
from reports.counted import everything
from reports.dates import PartialDate
from reports.figures.cells import Label, Mark
from reports.figures.counting import Counter, Scope, several
from reports.figures.dimensions import NEEDS
from reports.figures.figure import TERM, counted
from reports.figures.periods import first_day, last_day
from reports.figures.publishing import publish
from reports.figures.reading import read, read_all
from reports.figures.registry import BY_CODE, FIGURES
from reports.figures.sheets import Sheet
from reports.figures.units import Unit
from reports.matter import Matter
from reports.models import Report
from tests.factories.accounts import UserFactory
from tests.factories.attendance import AttendanceFactory
from tests.factories.districts import DistrictFactory
from tests.factories.grants import GoalFactory, GrantFactory, LedgerLineFactory
from tests.factories.groups import GroupFactory, SessionFactory, two_hours_from
from tests.factories.referrals import OfferFactory, ReferralFactory

TODAY = date(2027, 3, 1)
NOW = timezone.localdate()
LAST = Term.on(NOW).after(-1)
SPRING = Scope.of(Term(2027, 0), TODAY)
BEGUN = {"submitted_at": datetime(2027, 1, 11, 9, tzinfo=UTC)}


def headlines(scope=SPRING):
    return {reading.figure.code: reading.headline.text for reading in read_all(scope)}


def tables_of_paper(period_from, period_to, today):
    period = Report(period_from=period_from, period_to=period_to)
    return list(everything(Matter(period, today)))


def lines(code, sheet=0, scope=SPRING):
    """Return the rows of one table of a figure, by their headings."""
    table = read(BY_CODE[code], scope).sheets[sheet].table()
    rows = (*table.rows, table.total) if table.total else table.rows
    return {row.cells[0]: row.cells[1:] for row in rows if not row.cells[0].startswith("Stadsdel ")}


@pytest.mark.django_db
def test_an_empty_city_counts_nothing():
    nothing = ("groups_parallel", "wait_offer", "wait_session", "cost_group", "cost_child")

    assert headlines() == {
        figure.code: "–" if figure.code in nothing else "0" for figure in FIGURES
    } | {"attendance": "visas inte"}


@pytest.mark.django_db
def test_groups_and_seats_of_a_small_city():
    both = [Need.SUBSTANCE_USE, Need.MENTAL_ILLNESS]
    parents = GroupFactory(running=True, parents=True, capacity=10, places_taken=4)
    GroupFactory()  # a draft is counted nowhere
    GroupFactory(cancelled=True)
    GroupFactory(planned=True, capacity=8)
    GroupFactory(planned=True, capacity=6, places_held=1, needs=both, region="vasterort")
    GroupFactory(running=True, capacity=10, places_taken=7, places_held=2, parallel_group=parents)
    GroupFactory(completed=True, places_taken=5, violence=True)
    GroupFactory(completed=True, year=2026, places_taken=8)

    found = headlines()

    assert {code: found[code] for code in found if code.startswith(("groups", "seats"))} == {
        "groups_planned": "2",
        "groups_started": "3",
        "groups_cancelled": "1",
        "groups_parallel": "25",
        "seats": "42",
        "seats_taken": "16",
        "seats_left": "23",
    }
    assert lines("groups_planned") == {
        "Innerstaden": ("0", "0", "0", "0", "0"),
        "Västerort": ("1", "0", "0", "0", "1"),
        "Söderort": ("1", "0", "0", "0", "1"),
        "Alla": ("2", "0", "0", "0", "2"),
    }
    assert lines("groups_started", 1) == {
        "Missbruk": ("2",), "Psykisk ohälsa": ("0",), "Våld": ("1",)
    }  # fmt: skip


def begun(count, district, **traits):
    """Let so many children of the district have begun in a group of the term."""
    traits = {"started": True, "child_birth_year": 2019} | traits
    group = GroupFactory(running=True, capacity=60)
    return [
        ReferralFactory(group=group, child_district=district, **BEGUN, **traits)
        for _ in range(count)
    ]


@pytest.fixture
def city():
    """Three districts: 12 children in one, 9 and 7 in the others; five of all stopped early."""
    first, second, third = (
        DistrictFactory(name=name, code=name.lower(), valid_from=date(2020, 1, 1))
        for name in ("Alfa", "Beta", "Gamma")
    )
    begun(7, first, completed=True, started=False)
    begun(5, first, discontinued=True, started=False, child_birth_year=2016)
    begun(9, second, completed=True, started=False)
    begun(7, third, completed=True, started=False, needs=[Need.FAMILY_VIOLENCE])
    return first, second, third


@pytest.mark.django_db
def test_children_by_district_and_how_it_went(city):
    found = headlines()

    assert (found["children_started"], found["children_asked"]) == ("28", "28")
    assert (found["children_completed"], found["children_discontinued"]) == ("23", "5")
    assert lines("children_started") == {
        "Alfa": ("0", "7", "5", "12"),
        "Beta": ("0", "9", "0", "9"),
        "Gamma": ("0", "7", "0", "7"),
        "Alla": ("0", "23", "5", "28"),
    }
    assert lines("children_started", 1)["10–12 år"] == ("5",)
    assert lines("needs_started") == {
        "Missbruk": ("21",), "Psykisk ohälsa": ("0",), "Våld": ("7",), "Alla": ("28",)
    }  # fmt: skip


@pytest.mark.django_db
def test_one_outcome_is_told_no_more_of_than_the_table_of_all_tells(city):
    begun(2, city[1], discontinued=True, started=False)
    begun(3, city[2])

    found = headlines()

    by_outcome = list(lines("children_started").values())[-1]
    assert (found["children_completed"], found["children_discontinued"]) == by_outcome[1:3]
    assert by_outcome[0] == "färre än 5"
    assert "visas inte" in by_outcome


@pytest.mark.django_db
def test_a_protected_child_is_counted_in_the_city_and_in_no_district(city):
    before = lines("children_started")
    ReferralFactory.create_batch(
        6, started=True, protected=True, child_district=city[0],
        group=GroupFactory(running=True, capacity=9), **BEGUN,
    )  # fmt: skip

    after = lines("children_started")

    assert after["Alfa"] == before["Alfa"]
    assert after["Område anges inte"] == ("6", "0", "0", "6")
    assert after["Alla"][-1] == "34"


@pytest.mark.django_db
def test_districts_put_together_in_the_term_are_printed_both_ways():
    later = DistrictFactory(name="Nya", code="nya", valid_from=date(2027, 3, 1))
    for name, children in (("Alfa", 8), ("Beta", 9)):
        old = DistrictFactory(name=name, code=name.lower(), valid_from=date(2020, 1, 1),
                              valid_to=date(2027, 2, 28), successor=later)  # fmt: skip
        begun(children, old)
    other = DistrictFactory(name="Gamma", code="gamma", valid_from=date(2020, 1, 1))
    begun(6, other)
    begun(5, later)

    first, second = (lines("children_started", sheet) for sheet in (0, 1))

    assert {row: cells[-1] for row, cells in first.items()} == {
        "Alfa": "8", "Beta": "9", "Gamma": "6", "Nya": "5", "Alla": "28"
    }  # fmt: skip
    assert {row: cells[-1] for row, cells in second.items()} == {
        "Nya": "22", "Gamma": "6", "Alla": "28"
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("children", "shown"), [(4, "färre än 5"), (5, "5")])
def test_few_children_are_hidden_also_in_what_is_frozen(children, shown):
    ReferralFactory.create_batch(children, waiting=True)
    ReferralFactory(resting=True)
    GroupFactory(completed=True, year=LAST.year, season=LAST.season)
    publish(term=LAST, by=UserFactory(coordinator=True))

    tables = tables_of_paper(first_day(LAST), last_day(LAST), NOW)
    row = {row.code: row for row in tables[1].rows}["children_waiting"]

    assert (row.cells[1], row.value) == (shown, None if children < 5 else children)


@pytest.mark.django_db
def test_a_paper_prints_the_terms_of_its_own_period():
    GroupFactory(completed=True, year=2027)
    GroupFactory(running=True, year=2027, season="autumn")
    period = (date(2026, 11, 1), date(2027, 12, 31))

    tables = tables_of_paper(*period, date(2027, 9, 1))

    assert [table.caption for table in tables] == [
        "Nyckeltal, utbudet, våren 2027",
        "Grupper som har börjat efter behov, våren 2027",
        "Nyckeltal, utbudet, hösten 2027",
        "Grupper som har börjat efter behov, hösten 2027",
        "Hur nyckeltalen är räknade",
    ]
    assert [row.cells[0] for row in tables[-1].rows] == ["hösten 2026", "våren 2027", "hösten 2027"]
    assert [row.cells[1].split(".")[0] for row in tables[-1].rows] == [
        "Portalen räknade inte då",
        "Siffrorna om barn är inte publicerade och trycks inte",
        "Terminen slutar 2027-12-31",
    ]


@pytest.mark.django_db
def test_a_paper_of_a_long_period_says_which_terms_it_leaves_out():
    [table] = tables_of_paper(date(2025, 3, 1), date(2027, 12, 31), date(2027, 9, 1))

    assert table.rows[0].cells == (
        "våren 2025 – hösten 2025", "Trycks inte här: en rapport trycker högst 4 terminer."
    )  # fmt: skip
    assert len(table.rows) == 5


@pytest.mark.django_db
def test_refusals_are_by_the_reasons_of_the_office_own_list():
    own = DeclineGround.objects.create(code="own-1", words="resan är för lång")
    DeclineGround.objects.create(code="own-2", words="gavs aldrig", is_active=False)
    closed = {"declined": True, "closed_at": datetime(2027, 2, 1, tzinfo=UTC)}
    for count, reason in ((7, own.code), (6, "no_group"), (5, "elsewhere")):
        ReferralFactory.create_batch(count, decline_reason=reason, **closed)
    own.is_active = False
    own.save()

    assert headlines()["children_refused"] == "18"
    assert lines("children_refused") == {
        "Annat stöd passar barnet bättre": ("0",),
        "Barnet bor i en annan kommun": ("5",),
        "Det finns ingen grupp för åldern eller behovet": ("6",),
        "Vi nådde inte familjen": ("0",),
        "Resan är för lång": ("7",),
        "Alla": ("18",),
    }


@pytest.mark.django_db
def test_what_is_told_at_the_first_talk_is_counted_where_it_was_told():
    district = DistrictFactory()
    begun(6, district, gender="girl", heard_through="school")
    begun(5, district, gender="boy")
    begun(1, district, gender="not_said", heard_through="web")
    begun(5, district, heard_through="web")

    by_gender, by_way = (lines("children_started", sheet) for sheet in (2, 3))

    assert by_gender == {
        "Flickor": ("6",), "Pojkar": ("5",), "Annat eller anges inte": ("6",), "Alla": ("17",)
    }  # fmt: skip
    assert {way: cells for way, cells in by_way.items() if cells != ("0",)} == {
        "Skola eller förskola": ("6",), "Webben": ("6",), "Anges inte": ("5",), "Alla": ("17",)
    }  # fmt: skip


@pytest.mark.django_db
def test_costs_are_those_of_the_ledgers_by_groups_and_by_children():
    grant = GrantFactory(granted=True)
    for day, post, sek in (
        (date(2027, 1, 1), "salary", 70_000), (date(2027, 6, 30), "premises", 30_001),
        (date(2027, 3, 1), "salary", -1), (date(2027, 7, 1), "salary", 5_000),
    ):  # fmt: skip
        LedgerLineFactory(grant=grant, on=day, post=post, sek=sek)
    LedgerLineFactory(grant=grant, on=date(2027, 3, 1), kind="income", post="", sek=9_000)
    district = DistrictFactory()
    begun(4, district)
    GroupFactory(completed=True, parents=True)

    few = headlines()
    begun(4, district)
    enough = headlines()

    assert (few["cost_group"], few["cost_child"]) == ("50\N{NO-BREAK SPACE}000", "visas inte")
    assert (enough["cost_group"], enough["cost_child"]) == (
        "33\N{NO-BREAK SPACE}333", "12\N{NO-BREAK SPACE}500"
    )  # fmt: skip
    assert {post: cells for post, cells in lines("cost_group").items() if cells != ("0",)} == {
        "Löner": ("69\N{NO-BREAK SPACE}999",),
        "Lokaler": ("30\N{NO-BREAK SPACE}001",),
        "Alla": ("100\N{NO-BREAK SPACE}000",),
    }
    assert read(BY_CODE["cost_group"], SPRING).headline.words.endswith("på 3 grupper")


@pytest.mark.django_db
def test_goals_are_counted_when_they_were_to_be_reached():
    grant = GrantFactory(granted=True, period_to=PartialDate(2027, 6))
    missed = {"cause": "Få sökte"}
    GoalFactory(grant=grant, result="attained", due_on=date(2027, 1, 1))
    GoalFactory(grant=grant, result="attained")
    GoalFactory(grant=grant, result="partly", kind="process", **missed)
    GoalFactory(grant=grant)
    GoalFactory(grant=grant, result="not", due_on=date(2027, 7, 1), **missed)
    GoalFactory(grant=GrantFactory(granted=True, period_to=PartialDate(2027)), result="attained")
    GoalFactory(grant=GrantFactory(), result="attained", due_on=date(2027, 2, 1))

    spring = read(BY_CODE["goals"], SPRING)
    autumn = read(BY_CODE["goals"], Scope.of(Term(2027, 1), TODAY))

    assert (spring.headline.text, spring.headline.words) == ("2", "av 3 bedömda, 1 inte bedömda")
    assert (autumn.headline.text, autumn.headline.words) == ("1", "av 2 bedömda")
    assert lines("goals") == {
        "Effektmål": ("2", "0", "0", "1", "3"),
        "Processmål": ("0", "1", "0", "0", "1"),
        "Alla": ("2", "1", "0", "1", "4"),
    }


@pytest.mark.django_db
def test_wishes_in_vain_are_by_the_part_of_the_city_and_age():
    for day, region, fives in ((date(2027, 1, 4), "vasterort", 3), (date(2027, 6, 28), "", 1),
                               (date(2026, 12, 28), "vasterort", 9)):  # fmt: skip
        UnmetWish.objects.create(week_on=day, region=region, ages="7-9", lack="group", fives=fives)

    assert headlines()["unmet"] == "20"
    assert {place: cells[-1] for place, cells in lines("unmet").items()} == {
        "Innerstaden": "0", "Västerort": "15", "Söderort": "0", "Var som helst": "5", "Alla": "20"
    }  # fmt: skip


@pytest.mark.django_db
def test_waits_are_from_the_first_contact_in_whole_weeks():
    contact = datetime(2027, 1, 4, 9, tzinfo=UTC)
    for weeks in range(1, 21):
        child = ReferralFactory(waiting=True, first_contact_at=contact)
        OfferFactory(referral=child, answered=True, made_at=contact + timedelta(weeks=weeks),
                     answered_at=contact + timedelta(weeks=weeks + 1),
                     group=GroupFactory(planned=True))  # fmt: skip

    sheet = read(BY_CODE["wait_offer"], SPRING).sheets[0]

    assert list(sheet.cells.values()) == [11, 19]  # 10,5 and 18,1 weeks
    assert headlines()["wait_session"] == "–"


@pytest.mark.django_db
def test_who_asks_and_who_waits_by_district(city):
    """Those who wait are of one age; asked were also the families, in one district alone."""
    ReferralFactory.create_batch(5, telephone=True, child_district=city[0], **BEGUN)
    ReferralFactory.create_batch(6, waiting=True, child_district=city[1], child_birth_year=2021,
                                 submitted_at=datetime(2026, 12, 31, tzinfo=UTC))  # fmt: skip

    assert lines("children_asked") == {
        "Alfa": ("12", "0", "0", "0", "5", "0", "0", "17"),
        "Beta": ("9", "0", "0", "0", "0", "0", "0", "9"),
        "Gamma": ("7", "0", "0", "0", "0", "0", "0", "7"),
        "Alla": ("28", "0", "0", "0", "5", "0", "0", "33"),
    }
    assert lines("children_waiting")["Beta"] == ("6", "0", "0", "0", "0", "0", "0", "6")
    assert headlines()["needs_waiting"] == "6"


@pytest.mark.django_db
def test_the_wait_for_the_first_session_ends_at_the_first_one_that_the_child_came_to():
    first = datetime(2027, 1, 18, 15, tzinfo=UTC)
    children = begun(6, DistrictFactory(), first_contact_at=first - timedelta(weeks=3))
    for week, presence in enumerate((Presence.ABSENT, Presence.LATE, Presence.PRESENT)):
        session = SessionFactory(
            group=children[0].group, during=two_hours_from(first + timedelta(weeks=week))
        )
        for child in children[:5]:
            AttendanceFactory(referral=child, session=session, presence=presence,
                              reason="ill" if presence == Presence.ABSENT else "")  # fmt: skip

    reading = read(BY_CODE["wait_session"], SPRING)

    assert (reading.headline.text, reading.headline.words) == ("4", "räknat på minst 5 barn")
    assert list(reading.sheets[0].cells.values()) == [4, Mark.HIDDEN]


@pytest.mark.django_db
def test_attendance_is_of_five_children_or_not_told():
    children = begun(5, DistrictFactory())
    for week, presence in enumerate((Presence.PRESENT, Presence.ABSENT, Presence.LATE)):
        begin = datetime(2027, 2, 1 + week * 7, 15, tzinfo=UTC)
        session = SessionFactory(group=children[0].group, during=two_hours_from(begin))
        for child in children[: 5 - week]:
            AttendanceFactory(referral=child, session=session, presence=presence,
                              reason="ill" if presence == Presence.ABSENT else "")  # fmt: skip

    assert headlines()["attendance"] == "67"  # 8 of 12
    assert lines("attendance")["Kom inte"] == ("4",)
    children[4].attendances.all().delete()
    assert headlines()["attendance"] == "visas inte"


@pytest.mark.django_db
def test_coverage_is_of_the_groups_that_meet_on_the_day():
    first, second = (
        DistrictFactory(name=name, valid_from=date(2020, 1, 1)) for name in ("Alfa", "Beta")
    )
    for district, traits in ((first, {}), (second, {"violence": True})):
        group = GroupFactory(running=True, hosting_districts=[district], age_from=7, age_to=12,
                             organisation__kind="church", **traits)  # fmt: skip
        for month in (2, 4):
            SessionFactory(group=group, during=two_hours_from(datetime(2027, month, 2, tzinfo=UTC)))

    figure = read(BY_CODE["coverage"], SPRING)
    before = read(BY_CODE["coverage"], Scope(SPRING.term, date(2027, 1, 20), TODAY))

    assert figure.headline.text == "1"
    assert figure.headline.words.endswith("stadsdelar, 2027-03-01")
    assert before.headline.text == "0"
    assert lines("coverage", 0)[first.name] == ("0", "1", "1", "0", "0")
    assert lines("coverage", 1)[first.name] == ("0", "1", "0", "0", "0")
    assert lines("coverage", 4) == {
        "Innerstaden": ("0",) * 5, "Västerort": ("0",) * 5, "Söderort": ("0", "1", "1", "0", "0")
    }  # fmt: skip


def test_children_by_what_they_may_have_several_of_are_refused():
    needs = several("Behov", "needs", NEEDS)

    with pytest.raises(ValueError, match="count needs"):
        counted("x", "X", "X.", Unit.CHILDREN, TERM, Counter(lambda scope: None),
                parts={"need": (needs,)})  # fmt: skip


def test_bars_are_of_sums_and_say_that_what_is_hidden_may_be_more():
    rows, columns = (Label("a", "A"), Label("b", "B")), (Label("x", "X"), Label("y", "Y"))
    cells = {("a", "x"): 5, ("a", "y"): 0, ("b", "x"): Mark.HIDDEN, ("b", "y"): 7}
    sheet = Sheet("s", "Barn", Unit.CHILDREN, rows, columns, cells)

    whole = replace(sheet, columns=columns[1:]).table().plot
    partly = replace(sheet, columns=columns[:1]).table().plot

    assert sheet.table().plot is None
    assert whole["title"] == "Barn. Flest: B, 7 barn."
    assert partly["title"] == "Barn. Flest av dem som visas: A, 5 barn."
    assert [(bar["text"], bar["is_known"]) for bar in partly["bars"]] == [
        ("5", True), ("döljs", False)
    ]  # fmt: skip


def test_every_figure_says_what_it_counts():
    assert len({figure.code for figure in FIGURES}) == len(FIGURES)
    assert all(figure.definition.endswith(".") for figure in FIGURES)
