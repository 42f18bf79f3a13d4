"""The closed days: holidays by their names, school breaks, and the page where they are kept."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils import timezone

from barnstod.audit.models import AuditEvent
from groups.closures import closed_days, holidays_of, usual_breaks, year_without_breaks
from groups.models import SchoolBreak
from groups.schedule import STOCKHOLM
from groups.services import breaks
from tests.factories.accounts import UserFactory
from tests.factories.groups import SessionFactory, two_hours_from

NEXT_YEAR = timezone.localdate().year + 1
PAGE = "/kontor/lov/"


@pytest.fixture
def no_breaks(db, acting_as_the_test):
    SchoolBreak.objects.all().delete()


@pytest.fixture
def coordinator(no_breaks):
    return UserFactory(coordinator=True)


def rows():
    return list(SchoolBreak.objects.values_list("name", "first_on", "last_on"))


def add(by, name="Sportlov", first_on=date(2031, 3, 3), last_on=date(2031, 3, 7)):
    return breaks.add_break(name=name, first_on=first_on, last_on=last_on, by=by)


def test_holidays_are_the_red_days_and_the_eves_that_the_law_equals_with_them():
    assert holidays_of(2027) == {
        date(2027, 1, 1): "Nyårsdagen",
        date(2027, 1, 6): "Trettondedag jul",
        date(2027, 3, 26): "Långfredagen",
        date(2027, 3, 28): "Påskdagen",
        date(2027, 3, 29): "Annandag påsk",
        date(2027, 5, 1): "Första maj",
        date(2027, 5, 6): "Kristi himmelsfärdsdag",
        date(2027, 5, 16): "Pingstdagen",
        date(2027, 6, 6): "Nationaldagen",
        date(2027, 6, 25): "Midsommarafton",
        date(2027, 6, 26): "Midsommardagen",
        date(2027, 11, 6): "Alla helgons dag",
        date(2027, 12, 24): "Julafton",
        date(2027, 12, 25): "Juldagen",
        date(2027, 12, 26): "Annandag jul",
        date(2027, 12, 31): "Nyårsafton",
    }


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (
            2026,  # which has 53 weeks
            [
                ("Sportlov", date(2026, 2, 23), date(2026, 2, 27)),
                ("Påsklov", date(2026, 4, 6), date(2026, 4, 10)),
                ("Höstlov", date(2026, 10, 26), date(2026, 10, 30)),
                ("Jullov", date(2026, 12, 20), date(2027, 1, 9)),
            ],
        ),
        (
            2027,
            [
                ("Sportlov", date(2027, 3, 1), date(2027, 3, 5)),
                ("Påsklov", date(2027, 3, 29), date(2027, 4, 2)),
                ("Höstlov", date(2027, 11, 1), date(2027, 11, 5)),
                ("Jullov", date(2027, 12, 20), date(2028, 1, 9)),
            ],
        ),
    ],
)
def test_usual_breaks_are_those_of_stockholms_schools(year, expected):
    assert usual_breaks(year) == expected


@pytest.mark.parametrize("year", range(2024, 2051))
def test_usual_breaks_never_meet(year):
    both = usual_breaks(year) + usual_breaks(year + 1)

    assert all(before[2] < after[1] for before, after in pairwise(both))


@pytest.mark.django_db
def test_breaks_are_prefilled_for_this_year_and_three_whole_ones():
    this_year = timezone.localdate().year
    years = (this_year, this_year + 4)

    assert rows() == [one for year in range(*years) for one in usual_breaks(year)]


def test_closed_days_are_holidays_and_breaks_in_order_and_both_ends_count(no_breaks):
    SchoolBreak.objects.create(
        name="Påsklov", first_on=date(2027, 3, 25), last_on=date(2027, 3, 30)
    )

    assert list(closed_days(date(2027, 3, 26), date(2027, 3, 30)).items()) == [
        (date(2027, 3, 26), "Långfredagen"),
        (date(2027, 3, 27), "Påsklov"),
        (date(2027, 3, 28), "Påskdagen"),
        (date(2027, 3, 29), "Annandag påsk"),
        (date(2027, 3, 30), "Påsklov"),
    ]


def test_closed_days_reach_over_new_year(no_breaks):
    closed = closed_days(date(2026, 12, 27), date(2027, 1, 5))

    assert closed == {date(2026, 12, 31): "Nyårsafton", date(2027, 1, 1): "Nyårsdagen"}


def test_break_is_added_changed_and_removed_and_each_is_logged(coordinator):
    one = add(coordinator)
    breaks.change_break(
        school_break=one,
        name="Vinterlov",
        first_on=date(2031, 3, 4),
        last_on=date(2031, 3, 7),
        by=coordinator,
    )
    changed = rows()
    breaks.remove_break(school_break=one, by=coordinator)

    assert (changed, rows()) == ([("Vinterlov", date(2031, 3, 4), date(2031, 3, 7))], [])
    days = {"first": "2031-03-03", "last": "2031-03-07"}
    later = {"first": "2031-03-04", "last": "2031-03-07"}
    logged = AuditEvent.objects.order_by("pk").values_list("action", "subject", "detail")
    assert list(logged) == [
        ("break.add", str(changed and logged[0][1]), days),
        ("break.change", logged[0][1], later | {"before": days}),
        ("break.remove", logged[0][1], days),
    ]


@pytest.mark.parametrize(
    ("first_on", "last_on"),
    [
        (date(2031, 3, 7), date(2031, 3, 10)),
        (date(2031, 3, 1), date(2031, 3, 3)),
        (date(2031, 3, 4), date(2031, 3, 5)),
    ],
)
def test_breaks_that_meet_are_refused(coordinator, first_on, last_on):
    add(coordinator)

    with pytest.raises(ValidationError):
        add(coordinator, name="Lov", first_on=first_on, last_on=last_on)
    with pytest.raises(IntegrityError, match="school_break_once_at_a_time"):
        SchoolBreak.objects.create(name="Lov", first_on=first_on, last_on=last_on)


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"last_on": date(2031, 3, 2)}, "school_break_ends_after_it_begins|range"),
        ({"name": ""}, "school_break_has_a_name"),
    ],
)
def test_database_refuses(no_breaks, broken, constraint):
    fields = {"name": "Lov", "first_on": date(2031, 3, 3), "last_on": date(2031, 3, 7)}

    with pytest.raises(Exception, match=constraint):
        SchoolBreak.objects.create(**fields | broken)


def test_usual_breaks_are_filled_in_where_there_is_none(coordinator):
    _name, first_on, last_on = usual_breaks(NEXT_YEAR)[0]
    add(coordinator, "Eget lov", first_on, last_on + timedelta(days=3))

    breaks.add_usual_breaks(year=NEXT_YEAR, by=coordinator)

    assert [row[0] for row in rows()] == ["Eget lov", "Påsklov", "Höstlov", "Jullov"]


@pytest.mark.django_db
def test_the_year_to_fill_in_is_the_first_without_breaks():
    this_year = timezone.localdate().year
    assert year_without_breaks(timezone.localdate()) == this_year + 4

    SchoolBreak.objects.filter(first_on__year=this_year + 1).delete()
    assert year_without_breaks(timezone.localdate()) == this_year + 1


@pytest.mark.parametrize("role", ["leader", "head", "social_worker", "board", "admin"])
def test_breaks_are_the_coordinators(client, no_breaks, role):
    user = UserFactory(**{role: True})
    client.force_login(user)

    with pytest.raises(PermissionDenied):
        add(user)
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 403


def test_page_adds_changes_fills_and_removes(client, coordinator):
    client.force_login(coordinator)
    monday = date.fromisocalendar(NEXT_YEAR, 9, 1)
    week = {"first_on": monday, "last_on": monday + timedelta(days=4)}

    client.post(PAGE, {"name": "Sportlov", **week})
    one = SchoolBreak.objects.get()
    client.post(f"{PAGE}{one.pk}/", {"name": "Vinterlov", **week})
    assert rows() == [("Vinterlov", monday, monday + timedelta(days=4))]
    assert "Vinterlov" in client.get(PAGE).text
    client.post(f"{PAGE}{one.pk}/ta-bort/")
    assert rows() == []
    client.post(f"{PAGE}fyll/")
    assert rows() == usual_breaks(timezone.localdate().year)


def test_page_says_in_words_that_breaks_meet(client, coordinator):
    client.force_login(coordinator)
    monday = date.fromisocalendar(NEXT_YEAR, 9, 1)
    week = {"first_on": monday, "last_on": monday + timedelta(days=4)}
    client.post(PAGE, {"name": "Sportlov", **week})

    answer = client.post(PAGE, {"name": "Lov", **week})

    assert "Ett annat lov har redan några av dagarna." in answer.text
    assert len(rows()) == 1


def test_page_refuses_a_break_without_end_in_words(client, coordinator):
    client.force_login(coordinator)

    answer = client.post(PAGE, {"name": "Lov", "first_on": "2031-03-03", "last_on": "9999-12-31"})

    assert answer.context["form"].errors == {"last_on": ["Skriv en dag från 2000 till 2099."]}
    assert rows() == []


def test_page_counts_the_sessions_that_a_break_is_in_the_way_of(client, coordinator):
    client.force_login(coordinator)
    monday = date.fromisocalendar(NEXT_YEAR, 9, 1)
    add(coordinator, "Sportlov", monday, monday + timedelta(days=4))
    noon = datetime(monday.year, monday.month, monday.day, 12, tzinfo=STOCKHOLM)
    for days in (-1, 0, 4, 5):
        SessionFactory(during=two_hours_from(noon + timedelta(days=days)))
    SessionFactory(during=two_hours_from(noon), cancelled=True)

    assert "2 träffar" in client.get(PAGE).text
