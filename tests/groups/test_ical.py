"""What a calendar is on the wire, read by two libraries as their users' calendars would."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from groups.ical import Event, calendar, fold
from tests.groups.calendars import by_both

CHANGED = datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)


def event(begins_at=datetime(2027, 1, 12, 15, tzinfo=UTC), **fields):
    return Event(
        **{
            "uid": "5b0a6a38-5e6e-4f13-9c0d-6f3a6f1b8f0e",
            "sequence": 0,
            "changed_at": CHANGED,
            "begins_at": begins_at,
            "ends_at": begins_at + timedelta(minutes=90),
            "summary": "Barngrupp i Farsta, våren 2027",
        }
        | fields
    )


def test_calendar_is_read_the_same_by_two_libraries():
    planned = event(
        location="Huset; rum 2, Provgatan 1",
        description="Träff 3 av 12\nTa med gympaskor",
        url="https://barnstod.example/kontor/grupper/barngrupp-farsta-vt27-abcd/",
    )
    cancelled = event(uid="other", sequence=4, is_cancelled=True)

    assert by_both(calendar("Barnstöd åäö", [planned, cancelled])) == {
        "name": "Barnstöd åäö",
        "events": [
            {
                "uid": "5b0a6a38-5e6e-4f13-9c0d-6f3a6f1b8f0e",
                "sequence": 0,
                "status": "CONFIRMED",
                "summary": "Barngrupp i Farsta, våren 2027",
                "location": "Huset; rum 2, Provgatan 1",
                "description": "Träff 3 av 12\nTa med gympaskor",
                "url": "https://barnstod.example/kontor/grupper/barngrupp-farsta-vt27-abcd/",
                "changed": "2026-11-22T09:30:15.000Z",
                "begins": {
                    "wall": "2027-01-12T16:00:00",
                    "zone": "Europe/Stockholm",
                    "utc": "2027-01-12T15:00:00.000Z",
                },
                "ends": {
                    "wall": "2027-01-12T17:30:00",
                    "zone": "Europe/Stockholm",
                    "utc": "2027-01-12T16:30:00.000Z",
                },
            },
            {
                "uid": "other",
                "sequence": 4,
                "status": "CANCELLED",
                "summary": "Barngrupp i Farsta, våren 2027",
                "location": "",
                "description": "",
                "url": "",
                "changed": "2026-11-22T09:30:15.000Z",
                "begins": {
                    "wall": "2027-01-12T16:00:00",
                    "zone": "Europe/Stockholm",
                    "utc": "2027-01-12T15:00:00.000Z",
                },
                "ends": {
                    "wall": "2027-01-12T17:30:00",
                    "zone": "Europe/Stockholm",
                    "utc": "2027-01-12T16:30:00.000Z",
                },
            },
        ],
    }


def test_both_changes_of_the_clock_leave_the_hour_where_it_is():
    # 16.00 in Stockholm the week before and after each change of 2027: 28 March and 31 October.
    weeks = [
        datetime(2027, 3, 23, 15, tzinfo=UTC),
        datetime(2027, 3, 30, 14, tzinfo=UTC),
        datetime(2027, 10, 26, 14, tzinfo=UTC),
        datetime(2027, 11, 2, 15, tzinfo=UTC),
    ]

    read = by_both(calendar("Barnstöd", [event(week, uid=str(week)) for week in weeks]))

    assert [(one["begins"]["wall"][11:], one["begins"]["utc"]) for one in read["events"]] == [
        ("16:00:00", f"{week:%Y-%m-%dT%H:%M:%S.000Z}") for week in weeks
    ]


@pytest.mark.parametrize(
    ("utc", "wall"),
    [
        (datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), "2027-03-28T01:59:59"),
        (datetime(2027, 3, 28, 1, 0, 0, tzinfo=UTC), "2027-03-28T03:00:00"),
        # From two to three the clock on the wall says everything twice, and nobody meets.
        (datetime(2027, 10, 30, 23, 59, 58, tzinfo=UTC), "2027-10-31T01:59:58"),
        (datetime(2027, 10, 31, 2, 0, 0, tzinfo=UTC), "2027-10-31T03:00:00"),
    ],
    ids=["last of winter", "first of summer", "last of summer", "first of winter"],
)
def test_the_zone_written_in_the_calendar_changes_at_the_right_moment(utc, wall):
    read = by_both(calendar("Barnstöd", [event(utc, ends_at=utc + timedelta(seconds=1))]))

    begins = read["events"][0]["begins"]
    assert (begins["wall"], begins["utc"]) == (wall, f"{utc:%Y-%m-%dT%H:%M:%S.000Z}")


def test_every_line_ends_in_crlf_and_has_at_most_75_octets():
    octets = calendar("å" * 200, [event(summary="ö" * 300, location="a, b; c\\" * 40)])

    assert octets.endswith(b"END:VCALENDAR\r\n")
    assert re.findall(rb"(?<!\r)\n|\r(?!\n)", octets) == []
    assert max(len(line) for line in octets.split(b"\r\n")) == 75


@given(st.text(min_size=1).filter(str.isprintable))
def test_any_words_are_folded_within_75_octets_and_unfold_to_themselves(words):
    folded = fold(words)

    assert all(len(piece) <= 75 and piece.decode() for piece in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode() == words


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1))
def test_any_words_are_read_as_they_were_written(words):
    read = Calendar.from_ical(calendar("Barnstöd", [event(summary=words)]))

    assert str(read.walk("VEVENT")[0]["summary"]) == words


def test_control_characters_end_no_line_and_reach_no_reader():
    read = by_both(calendar("Barnstöd", [event(summary="a\x00\x07b\r\nATTENDEE:c\rd")]))

    assert [one["summary"] for one in read["events"]] == ["ab\nATTENDEE:c\nd"]
