"""The pages of reports: what they cost, what they say and what can be done there."""

import csv
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.choices import State
from reports.documents import initial_texts
from reports.loading import load_facts
from reports.models import Report
from reports.retold import begin
from reports.versions.services import correct
from tests.factories.accounts import UserFactory
from tests.factories.reports import (
    PDF,
    GrantFactory,
    ReportFactory,
    ReportFileFactory,
    SourceFactory,
)
from tests.reports.test_models import TRAITS

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 1)


def url(name, report, *more):
    return reverse(f"reports:{name}", args=[report.reference, *more])


# --- What it costs --------------------------------------------------------------------------------


@pytest.fixture
def own_queries(client):
    """Return a function that answers an address, and with which queries of the reports' tables."""

    def own_queries(address):
        with CaptureQueriesContext(connection) as found:
            page = client.get(address)
        return page.text, [query["sql"] for query in found if '"reports_' in query["sql"]]

    return own_queries


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number_of_rows(sign_in, own_queries, rows):
    for _ in range(rows):
        ReportFactory(approved=True)
    sign_in(coordinator=True)

    page, queries = own_queries(reverse("reports:list"))

    assert (page.count('<th scope="row">'), len(queries)) == (rows, 2)  # the pager counts


@pytest.mark.parametrize("rows", [1, 3])
def test_grants_cost_the_same_for_any_number_of_rows(sign_in, own_queries, rows):
    for _ in range(rows):
        GrantFactory().sources.set([SourceFactory(), SourceFactory()])
    sign_in(head=True)

    page, queries = own_queries(reverse("reports:grants"))

    # The grants, and of all of them their sources, budget rows and ledger rows.
    assert (page.count('<th scope="row">'), len(queries)) == (rows, 4)


def test_detail_asks_for_other_versions_and_never_reads_the_bytes_of_the_file(sign_in, own_queries):
    report = ReportFactory(sent=True)
    sign_in(coordinator=True)

    _, queries = own_queries(url("detail", report))

    # The report, the version that corrects it, the last report of its kind.
    assert len(queries) == 3
    assert not [query for query in queries if '"reports_reportfile"."pdf"' in query]


# --- What it says ---------------------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_part_equals_the_page_and_only_a_report_in_work_asks_again(client, sign_in, state):
    report = ReportFactory(**TRAITS[state])
    sign_in(coordinator=True)

    page = client.get(url("detail", report))
    part = client.get(url("detail", report), headers={"HX-Request": "true"})

    assert "<html" not in part.text
    assert without_tokens(part.text) in without_tokens(page.text)
    assert ("hx-trigger" in part.text) == (state in (State.QUEUED, State.BUILDING))


def without_tokens(text):
    """The tokens against forgery differ in every answer."""
    return "\n".join(
        line for line in text.strip().splitlines() if "csrfmiddlewaretoken" not in line
    )


def test_progress_is_a_number_of_steps_and_words(client, sign_in):
    report = ReportFactory(building=True, step="pdf", steps_done=3)
    sign_in(coordinator=True)

    page = client.get(url("detail", report)).text

    assert '<progress value="3" max="5"' in page
    assert str(Report.objects.get().get_step_display()) in page


def test_a_failed_report_says_why_and_can_be_ordered_again(client, sign_in):
    report = ReportFactory(failed=True)
    sign_in(coordinator=True)

    page = client.get(url("detail", report)).text

    assert str(report.get_fault_display()) in page.replace("&#x27;", "'")
    assert url("move", report, "order") in page


def test_pdf_comes_as_a_file_with_a_neutral_name(client, sign_in):
    report = ReportFactory(on_agenda=True)
    sign_in(board=True)

    response = client.get(url("pdf", report))

    assert (response.content, response["Content-Type"], response["Content-Disposition"]) == (
        PDF,
        "application/pdf",
        f'attachment; filename="rapport-{report.reference}.pdf"',
    )
    assert response["Cache-Control"] == "no-store"


def test_figures_come_as_csv(client, sign_in):
    report = ReportFactory(sent=True)
    sign_in(social_worker=True)

    response = client.get(url("figures", report))

    assert response.content.decode("utf-8-sig") == (
        "slag;tabell;uppgift;kolumn;värde;avser;källa\r\n"
        "beräknad av portalen;Nyckeltal;Pågående grupper;Värde;3;Grupper som pågår.;\r\n"
    )
    assert response["Content-Disposition"] == (
        f'attachment; filename="uppgifter-{report.reference}.csv"'
    )


def test_no_figure_becomes_a_formula(client):
    report = ReportFactory()
    file = ReportFileFactory.build(report=report)
    table = file.figures[0]
    table["caption"] = table["rows"][0]["source"] = "=HYPERLINK(A1)"
    table["rows"][0]["cells"][0]["text"] = "-3"
    file.save()
    Report.objects.filter(pk=report.pk).update(state=State.BUILT, sha256=file.sha256)
    client.force_login(report.writer)

    [row] = csv.reader(
        client.get(url("figures", report)).content.decode("utf-8-sig").splitlines()[1:],
        delimiter=";",
    )

    assert row == [
        "beräknad av portalen",
        "'=HYPERLINK(A1)",
        "Pågående grupper",
        "Värde",
        "'-3",
        "Grupper som pågår.",
        "'=HYPERLINK(A1)",
    ]


def test_the_page_to_read_says_what_the_paper_says(client, sign_in):
    report = ReportFactory(on_agenda=True, registry_number="119-0019/2007")
    sign_in(board=True)

    page = client.get(url("read", report)).text

    assert f"<h1>{report.title}</h1>" in page
    for words in ("119-0019/2007", "Förslag till beslut", "Sammanfattning: text.",
                  "Beräknade uppgifter", "Pågående grupper", "Grupper som pågår."):  # fmt: skip
        assert words in page


def test_an_empty_list_says_so(client, sign_in):
    sign_in(board=True)

    assert 'class="empty"' in client.get(reverse("reports:list")).text


# --- What can be done -----------------------------------------------------------------------------


def test_coordinator_begins_writes_and_orders_a_report(client, sign_in):
    sign_in(coordinator=True)
    details = {
        "type": "interim_report",
        "title": "Delrapport",
        "grant": GrantFactory().pk,
        "period_from": "2006-09-18",
        "period_to": "2007-06-30",
        "dated_on": "2007-06-01",
        "registry_number": "119-0019/2007",
        "administration": "Socialtjänstförvaltningen",
        "addressee": "Socialtjänstnämnden",
    }

    begun = client.post(reverse("reports:create"), details)
    report = Report.objects.get()
    assert begun["Location"] == url("edit", report)

    texts = dict.fromkeys(report.texts, "Text.")
    saved = client.post(url("edit", report), details | texts)
    assert saved["Location"] == report.get_absolute_url()

    client.post(url("move", report, "order"))
    report.refresh_from_db()
    assert (report.state, set(report.texts.values())) == (State.QUEUED, {"Text."})


def test_an_order_with_empty_sections_is_answered_in_words(client, sign_in):
    sign_in(coordinator=True)
    report = ReportFactory(empty=True)

    page = client.post(url("move", report, "order"), follow=True)

    assert "Förslag till beslut" in page.text
    assert Report.objects.get().state == State.DRAFT


def test_the_clause_of_immediate_approval_must_stand_last(client, sign_in):
    report = ReportFactory(writer=sign_in(coordinator=True))
    form = client.get(url("edit", report)).context
    data = {
        **{name: form["form"].initial[name] for name in form["form"].fields},
        **{name: field.initial or "" for name, field in form["texts"].fields.items()},
        "decisions": "Paragrafen justeras omedelbart.\nNämnden godkänner rapporten.",
    }

    page = client.post(url("edit", report), data)

    assert page.status_code == 200
    assert "invalid-feedback" in page.text


def filled_in(client, report, **more):
    """Return what the form of texts would send as it stands, with what is ``more``."""
    shown = client.get(url("edit", report)).context
    return {
        **{name: shown["form"].initial[name] or "" for name in shown["form"].fields},
        **{name: field.initial or "" for name, field in shown["texts"].fields.items()},
        "more_clauses": [],
        **more,
    }


def test_a_report_is_saved_and_ordered_in_one_step(client, sign_in):
    report = ReportFactory(writer=sign_in(coordinator=True))

    answer = client.post(url("edit", report), filled_in(client, report, order="1", summary="Nytt."))

    report.refresh_from_db()
    assert answer.url == report.get_absolute_url()
    assert (report.state, report.texts["summary"]) == (State.QUEUED, "Nytt.")


def test_what_an_order_needs_is_said_beside_its_text_and_nothing_is_saved(client, sign_in):
    """The minutes approved at once is no decision, and a clause must be written to its end."""
    report = ReportFactory(writer=sign_in(coordinator=True))
    at_once = "Paragrafen justeras omedelbart."
    unfinished = f"Nämnden ger förvaltningen i uppdrag att …\n{at_once}"

    wrong = {"order": "1", "summary": "", "outlook": "Vi har {samverkan}."}

    errors = [
        client.post(
            url("edit", report), filled_in(client, report, **wrong, decisions=text)
        ).context["texts"].errors
        for text in (at_once, unfinished)
    ]  # fmt: skip

    unknown = ["Inte infört än: {samverkan}. För in det, eller skriv med egna ord."]
    empty = ["Skriv det här innan rapporten beställs."]
    finish = ["Skriv klart beslutssatsen: byt ut “…” mot det som ska beslutas."]
    assert errors == [
        {"decisions": empty, "summary": empty, "outlook": unknown},
        {"decisions": finish, "summary": empty, "outlook": unknown},
    ]
    assert Report.objects.get().texts == report.texts


def test_a_correction_is_ordered_when_it_says_what_has_changed(client, sign_in):
    office = sign_in(coordinator=True)
    report = correct(report=ReportFactory(approved=True), by=office)

    page = client.post(url("edit", report), filled_in(client, report, order="1"))

    said = ["Säg vad som har ändrats sedan den rapport som rättas."]
    assert page.context["form"].errors == {"what_changed": said}


def test_a_text_may_name_what_is_known_of_the_period_just_given(client, sign_in):
    """A wrong period is put right in the same form as the texts that name its figures."""
    load_facts()
    office = sign_in(coordinator=True)
    report = begin("letter_answer_2006", by=office)
    Report.objects.update(period_from=date(2026, 1, 1), period_to=date(2026, 6, 30))
    right = {"period_from": "2006-11-01", "period_to": "2007-06-30"}

    wrong = client.post(url("edit", report), filled_in(client, report))
    saved = client.post(url("edit", report), filled_in(client, report, **right))

    assert "Det finns ingen uppgift som heter" in wrong.text
    assert saved.url == report.get_absolute_url()


def test_what_a_source_says_is_retold_of_its_own_time_alone():
    load_facts()
    told = begin("letter_answer_2006", by=UserFactory(coordinator=True))
    later = Report(type=told.type, letter=told.letter, period_from=DAY, period_to=DAY)

    assert "{svaret}" in initial_texts(later)["proposal"]
    assert told.texts["proposal"] != initial_texts(later)["proposal"]


def test_head_approves_the_file_that_was_read(client, sign_in):
    report = ReportFactory(built=True)
    head = sign_in(head=True)
    page = client.get(url("detail", report)).text
    assert f'name="read_sha256" value="{report.sha256}"' in page

    client.post(url("move", report, "approve"), {"read_sha256": report.sha256})

    report.refresh_from_db()
    assert (report.state, report.approved_by) == (State.APPROVED, head)


def test_the_report_goes_to_the_board_and_out(client, sign_in):
    report = ReportFactory(approved=True)
    sign_in(coordinator=True)

    client.post(url("move", report, "put_on_agenda"), {"put_on_agenda-agenda_on": "2027-03-01"})
    client.post(
        url("move", report, "decide"),
        {"decide-decided_on": "2027-03-01", "decide-paragraph": "§ 12",
         "decide-immediately_approved": "on"},
    )  # fmt: skip
    client.post(
        url("move", report, "send"),
        {"send-sent_on": "2027-03-08", "send-channel": "e_service", "send-recipient_number": "8"},
    )

    report.refresh_from_db()
    assert (report.state, report.agenda_on, report.paragraph, report.immediately_approved) == (
        State.SENT,
        date(2027, 3, 1),
        "§ 12",
        True,
    )
    assert (report.sent_on, report.channel, report.recipient_number) == (
        date(2027, 3, 8),
        "e_service",
        "8",
    )


@pytest.mark.parametrize(
    ("trait", "name"), [("approved", "put_on_agenda"), ("on_agenda", "decide"), ("decided", "send")]
)
def test_a_move_without_its_details_shows_the_form_again(client, sign_in, trait, name):
    report = ReportFactory(**{trait: True})
    sign_in(coordinator=True)

    page = client.post(url("move", report, name), {})

    assert page.status_code == 422
    assert "invalid-feedback" in page.text


def test_a_move_that_somebody_made_before_is_told(client, sign_in):
    report = ReportFactory(approved=True)
    sign_in(coordinator=True)

    page = client.post(url("move", report, "order"), follow=True)

    assert 'class="notice stop"' in page.text
    assert Report.objects.get().state == State.APPROVED


def test_texts_of_a_report_that_is_being_built_cannot_be_changed(client, sign_in):
    report = ReportFactory(building=True)
    sign_in(coordinator=True)

    assert client.get(url("edit", report))["Location"] == report.get_absolute_url()


def test_an_unknown_move_is_no_address(client, sign_in):
    report = ReportFactory()
    sign_in(coordinator=True)

    assert client.post(f"{report.get_absolute_url()}finish/").status_code == 404
    assert client.get(url("move", report, "order")).status_code == 405
