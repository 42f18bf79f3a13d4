"""What differs from the last report, in figures and words; how an approved report is corrected."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from barnstod.audit.models import AuditEvent
from reports import services
from reports.choices import ReportType, State
from reports.exceptions import MoveNotPossible
from reports.models import Report
from reports.queries import agenda
from reports.references import IN_TEXT
from reports.versions.comparing import (
    FigureChange,
    Piece,
    as_printed,
    change_in_words,
    changed_figures,
    compare,
    earlier_of,
    pieces_of,
    words_of,
)
from reports.versions.services import correct
from tests.factories.accounts import UserFactory
from tests.factories.grants import GrantFactory
from tests.factories.reports import ReportFactory

WHEN = {"period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30)}
EDITING = 18  # queries of the page where texts are written, whatever has changed
LATER = {"period_from": date(2026, 7, 1), "period_to": date(2026, 12, 31)}


def table(caption="Nyckeltal, våren 2026", kind="computed", **cells):
    """A table with one row for each name; the first column of cells is a number, the next a day."""
    return {
        "place": "computed",
        "kind": kind,
        "caption": caption,
        "columns": [{"heading": word, "style": ""} for word in ("Nyckeltal", "Värde", "Tid")],
        "rows": [
            {
                "code": name,
                "heading": name.capitalize(),
                "cells": [{"text": text, "style": "num"}, {"text": caption[-4:], "style": "short"}],
            }
            for name, text in cells.items()
        ],
        "total": None,
    }


def changes(old, new):
    found = changed_figures(old, new)
    return [(one.table, one.name, one.column, one.old, one.new) for one in found]


def test_figures_that_changed_came_or_went_are_told_and_no_other():
    old = [table(groups="12", seats="90", gone="3")]
    new = [table("Nyckeltal, hösten 2026", groups="14", seats="90", new="7")]

    assert changes(old, new) == [
        ("Nyckeltal", "Groups", "Värde", "12", "14"),
        ("Nyckeltal", "New", "Värde", "", "7"),
        ("Nyckeltal", "Gone", "Värde", "3", ""),
    ]


def test_two_terms_of_one_report_are_compared_with_two_of_the_other():
    old = [table("Tal, våren 2025", groups="1"), table("Tal, hösten 2025", groups="2")]
    new = [table("Tal, våren 2026", groups="1"), table("Tal, hösten 2026", groups="3")]

    assert changes(old, new) == [("Tal", "Groups", "Värde", "2", "3")]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("12", "14", "2 more"),
        ("14", "12", "2 less"),
        ("40", "50", "10 more (25\N{NO-BREAK SPACE}%)"),
        ("1\N{NO-BREAK SPACE}530\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr",
         "486\N{NO-BREAK SPACE}950\N{NO-BREAK SPACE}kr",
         "1\N{NO-BREAK SPACE}043\N{NO-BREAK SPACE}050 less (68\N{NO-BREAK SPACE}%)"),
        ("2,98", "3", "0,02 more"),
        ("färre än 5", "7", "changed; by how much cannot be said"),
        ("12", "visas inte", "changed; by how much cannot be said"),
        ("13 av 18", "14 av 18", "changed; by how much cannot be said"),
        ("", "4", "was not there"),
        ("4", "", "is not there any more"),
    ],
)  # fmt: skip
def test_change_is_told_in_words_if_it_can_be(old, new, words):
    with translation.override("en"):
        assert change_in_words(old, new) == words
        assert FigureChange("T", "N", "C", old, new).words == words


def test_texts_are_compared_word_by_word():
    was = words_of("Fyra grupper började.\r\n\r\nAllt gick väl.")

    assert list(pieces_of(was, words_of("Fem grupper började.\n"))) == [
        Piece("gone", "Fyra"),
        Piece("new", "Fem"),
        Piece("same", "grupper började."),
        Piece("gone", "\n Allt gick väl."),
    ]


def test_names_in_braces_are_compared_by_what_each_report_prints_for_them():
    told = [{"heading": "platser", "cells": [{"text": "90", "style": ""}]}]

    assert as_printed(
        Report(texts={"summary": "Det fanns {platser} platser."}),
        [{"place": IN_TEXT, "rows": told}],
    ) == {"summary": "Det fanns 90 platser."}


def test_of_a_long_text_only_what_stands_beside_a_change_is_told():
    words = [str(number) for number in range(100)]

    assert list(pieces_of(words, ["new", *words, "last"])) == [
        Piece("new", "new"),
        Piece("same", " ".join([*words[:12], "…", *words[-12:]])),
        Piece("new", "last"),
    ]
    assert list(pieces_of(words, ["new", *words]))[1].words == " ".join([*words[:12], "…"])


def test_texts_with_other_ends_of_lines_are_the_same():
    assert words_of("En\r\n\r\ntext") == words_of("En\n\n text ")


@pytest.mark.django_db
def test_last_report_is_the_latest_approved_of_type_and_project():
    grant = GrantFactory(project="Ett projekt")
    earlier = ReportFactory(approved=True, grant=grant, **WHEN)
    ReportFactory(approved=True, grant=GrantFactory(project="Ett projekt"), **WHEN)  # another
    ReportFactory(built=True, grant=grant, **LATER)  # not approved
    ReportFactory(approved=True, grant=grant, type=ReportType.FINAL_GRANT_REPORT, **WHEN)
    ReportFactory(approved=True, grant=grant, period_from=WHEN["period_from"],
                  period_to=date(2027, 6, 30))  # of a later time  # fmt: skip
    second_year = GrantFactory(project="Ett projekt", continues=grant, year_number=2)

    assert earlier_of(ReportFactory(grant=second_year, **LATER)) == earlier
    assert earlier_of(earlier) is None


@pytest.mark.django_db
def test_draft_is_compared_in_words_and_a_built_report_in_figures_too():
    earlier = ReportFactory(approved=True, **WHEN)
    draft = ReportFactory(grant=earlier.grant, texts=earlier.texts | {"summary": "Nytt."}, **LATER)
    built = ReportFactory(built=True, grant=earlier.grant, texts=earlier.texts, **LATER)

    words, numbers = compare(draft), compare(built)

    assert (words.figures, [text.heading for text in words.texts]) == (None, ["Sammanfattning"])
    assert (numbers.figures, numbers.texts) == ([], [])


@pytest.mark.django_db
def test_correction_is_a_new_version_that_takes_over_all_but_the_life():
    report, by = ReportFactory(sent=True), UserFactory(coordinator=True)

    following = correct(report=report, by=by)

    following.refresh_from_db()
    assert (following.version, following.corrects, following.state) == (2, report, State.DRAFT)
    assert (following.writer, following.writers) == (by, [by.pk])
    assert (following.texts, following.grant) == (report.texts, report.grant)
    assert AuditEvent.objects.get().detail == {"corrects": report.reference}
    report.refresh_from_db()
    assert report.state == State.SENT


@pytest.mark.django_db
@pytest.mark.parametrize("traits", [{}, {"built": True}], ids=["draft", "built"])
def test_only_what_is_approved_is_corrected(traits):
    with pytest.raises(MoveNotPossible):
        correct(report=ReportFactory(**traits), by=UserFactory(coordinator=True))


@pytest.mark.django_db
def test_report_is_corrected_once_and_by_the_office_alone():
    report = ReportFactory(approved=True)
    with pytest.raises(PermissionDenied):
        correct(report=report, by=UserFactory(head=True))
    correct(report=report, by=report.writer)

    with pytest.raises(MoveNotPossible):
        correct(report=report, by=report.writer)


@pytest.mark.django_db
def test_board_is_given_the_newest_version_alone():
    old = ReportFactory(approved=True)
    coordinator = UserFactory(coordinator=True)
    assert [item.url for item in agenda(coordinator)] == [old.get_absolute_url()]
    new = ReportFactory(approved=True, corrects=old, version=2, what_changed="Ett tal.")
    assert [item.url for item in agenda(coordinator)] == [new.get_absolute_url()]

    with pytest.raises(ValidationError, match="En nyare version är godkänd"):
        services.move(report=old, name="put_on_agenda", by=coordinator, agenda_on=date(2027, 3, 1))

    moved = services.move(
        report=new, name="put_on_agenda", by=coordinator, agenda_on=date(2027, 3, 1)
    )
    assert moved.state == State.ON_AGENDA


@pytest.mark.django_db
def test_correction_is_ordered_only_when_it_says_what_has_changed():
    report = correct(report=ReportFactory(approved=True), by=UserFactory(coordinator=True))
    with pytest.raises(ValidationError, match="Säg vad som har ändrats"):
        services.order(report=report, by=report.writer)

    services.write(report=report, by=report.writer, what_changed="Antalet grupper var fel.")

    assert services.order(report=report, by=report.writer).state == State.QUEUED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"version": 2},
        {"what_changed": "Något"},
        {"writer": None},
        {"state": State.FAILED, "fault": "page", "writer": None, "drafted_for": "ht26"},
    ],
    ids=["version of nothing", "changed from nothing", "nobody's draft", "nobody's report"],
)
def test_database_refuses(broken):
    report = ReportFactory()

    with pytest.raises(IntegrityError):
        Report.objects.filter(pk=report.pk).update(**broken)


@pytest.mark.django_db
def test_database_refuses_a_correction_that_says_nothing():
    report = correct(report=ReportFactory(approved=True), by=UserFactory(coordinator=True))

    with pytest.raises(IntegrityError, match="says_what_changed"):
        Report.objects.filter(pk=report.pk).update(state=State.QUEUED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("corrected", "fields"),
    [
        ({}, {"version": 2}),
        ({"approved": True}, {"version": 3}),
        ({"approved": True}, {"version": 2, "type": ReportType.FINAL_GRANT_REPORT}),
    ],
    ids=["of a draft", "of another number", "of another type"],
)
def test_database_refuses_a_correction_of_anything_but_the_last_version(corrected, fields):
    report = ReportFactory(**corrected)

    with pytest.raises(IntegrityError, match="next version of an approved report"):
        ReportFactory(corrects=report, **fields)


@pytest.mark.django_db
def test_pages_show_the_difference_and_the_correction(client):
    earlier = ReportFactory(sent=True, **WHEN)
    client.force_login(UserFactory(coordinator=True))

    begun = client.post(reverse("reports:correct", args=[earlier.reference]), follow=True)

    following = Report.objects.get(corrects=earlier)
    assert begun.redirect_chain == [(reverse("reports:edit", args=[following.reference]), 302)]
    assert 'name="what_changed"' in begun.text
    Report.objects.filter(pk=following.pk).update(
        texts=earlier.texts | {"summary": "Helt nytt."}, what_changed="Ny sammanfattning."
    )
    page = client.get(reverse("reports:difference", args=[following.reference]))
    assert "<ins>" in page.text
    assert "Helt nytt." in page.text
    detail = client.get(following.get_absolute_url())
    assert reverse("reports:difference", args=[following.reference]) in detail.text
    assert "Ny sammanfattning." in detail.text
    assert following.get_absolute_url() in client.get(earlier.get_absolute_url()).text


@pytest.mark.django_db
def test_difference_of_the_first_report_says_that_there_is_none(client):
    client.force_login(UserFactory(head=True))
    report = ReportFactory(built=True)

    page = client.get(reverse("reports:difference", args=[report.reference]))

    assert "Det finns ingen tidigare rapport att jämföra med." in page.text


@pytest.mark.django_db
@pytest.mark.parametrize("changed", [("summary",), ("summary", "preparation", "outlook")])
def test_difference_stands_with_the_boxes_of_what_is_written(
    client, django_assert_num_queries, changed
):
    client.force_login(UserFactory(coordinator=True))
    earlier = ReportFactory(approved=True, **WHEN)
    texts = earlier.texts | dict.fromkeys(changed, "Helt nytt.")
    draft = ReportFactory(grant=earlier.grant, texts=texts, **LATER)
    client.get(reverse("reports:edit", args=[draft.reference]))  # what is kept is kept now

    with django_assert_num_queries(EDITING):
        page = client.get(reverse("reports:edit", args=[draft.reference]))

    with_difference = [box.name for box, change in page.context["boxes"] if change]
    assert with_difference == list(changed)
    for box, change in page.context["boxes"]:
        assert change is None or (change.code, change.heading) == (box.name, box.label)
    assert page.text.count("<ins>") == len(changed)
    assert all(f'id="difference-{code}"' in page.text for code in changed)


@pytest.mark.django_db
def test_boxes_of_the_first_report_stand_alone(client):
    client.force_login(UserFactory(coordinator=True))

    page = client.get(reverse("reports:edit", args=[ReportFactory().reference]))

    assert 'name="summary"' in page.text
    assert "with-difference" not in page.text
