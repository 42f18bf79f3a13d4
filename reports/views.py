"""The pages about reports: read the request, call one query or service, answer."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from barnstod.security.access import allow
from barnstod.web.downloads import table_file
from barnstod.web.htmx import render_part
from barnstod.web.paging import page_of
from reports import export, policies, services
from reports.choices import FROM_APPROVAL, WITH_FILE, ReportType
from reports.exceptions import MoveNotPossible
from reports.forms import ReportForm, TextsForm, form_of
from reports.grants.policies import can_read_grants
from reports.life import facts_of, life_of
from reports.models import Grant, Letter, Report, ReportArchive
from reports.paper import paper_of
from reports.text import blocks
from reports.versions.comparing import compare
from reports.workflow import BUTTONS, MOVES, moves_open_to

CHANGED_BEFORE_YOU = gettext_lazy("Somebody changed this report before you. Nothing was saved.")


@require_GET
@allow(policies.can_read_reports)
def report_list(request):
    reports = Report.objects.visible_to(request.user).with_names().defer("texts")
    context = {
        "page": page_of(request, reports),
        "can_write": policies.can_write(request.user),
        "can_read_grants": can_read_grants(request.user),
        "can_compare": policies.can_compare(request.user),
    }
    return render(request, "reports/report_list.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_write)
def report_create(request):
    form = ReportForm(request.POST or None, initial=beginning(request))
    if request.method == "POST" and form.is_valid():
        report = services.create(by=request.user, **form.cleaned_data)
        return redirect("reports:edit", report.reference)
    return render(request, "reports/report_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@allow(policies.can_write)
def report_edit(request, reference):
    report = visible_report(request, reference)
    if "rewrite" not in moves_open_to(request.user, report):
        messages.error(request, _("The report cannot be changed now."))
        return redirect(report)
    ordering = "order" in request.POST
    form = ReportForm(request.POST or None, instance=report, ordering=ordering)
    is_whole = form.is_valid()  # first: what a text may name depends on the period just given
    texts = TextsForm(request.POST or None, report=report, ordering=ordering)
    if is_whole and texts.is_valid():
        try:
            services.write(
                report=report, by=request.user, texts=texts.cleaned_data, **form.cleaned_data
            )
            messages.success(request, _("The texts are saved."))
            if ordering:
                services.move(report=report, name="order", by=request.user)
        except MoveNotPossible:
            messages.error(request, CHANGED_BEFORE_YOU)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(report)
    comparison = compare(report)
    context = {
        "form": form,
        "texts": texts,
        "boxes": [(box, comparison and comparison.change_of(box.name)) for box in texts],
        "report": report,
        "comparison": comparison,
    }
    return render(request, "reports/report_form.html", context)


@require_GET
@allow(policies.can_read_reports)
def report_detail(request, reference):
    report = visible_report(request, reference)
    return render_part(request, "reports/report_detail.html", "status", detail(request, report))


@require_POST
@allow(policies.can_read_reports)
def report_move(request, reference, name):
    report = visible_report(request, reference)
    form = form_of(name, request.POST)
    if not form.is_valid():
        context = detail(request, report, {name: form})
        return render(request, "reports/report_detail.html", context, status=422)
    try:
        services.move(
            report=report,
            name=name,
            by=request.user,
            read_sha256=request.POST.get("read_sha256", ""),
            **form.cleaned_data,
        )
    except MoveNotPossible:
        messages.error(request, CHANGED_BEFORE_YOU)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(report)


@require_GET
@allow(policies.can_read_reports)
def report_read(request, reference):
    report = visible_report(request, reference, with_file=True)
    return render(request, "reports/report_read.html", paper_of(report, report.file))


@require_GET
@allow(policies.can_read_reports)
def report_pdf(request, reference):
    report = visible_report(request, reference, with_file=True)
    response = HttpResponse(bytes(report.file.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="rapport-{report.reference}.pdf"'
    return response


@require_GET
@allow(policies.can_archive)
def report_archive(request, reference):
    report = visible_report(request, reference)
    copy = get_object_or_404(ReportArchive, report=report)
    response = HttpResponse(bytes(copy.content), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="arkiv-{report.reference}.zip"'
    return response


@require_GET
@allow(policies.can_read_reports)
def report_figures(request, reference):
    report = visible_report(request, reference, with_file=True)
    lines = export.lines(report.file.figures)
    return table_file("csv", f"uppgifter-{report.reference}", export.HEADINGS, lines)


def beginning(request):
    """Return what a new report begins with where the address names a grant, or a letter to answer.

    Compared here and not in the database, which would not take every text that can be asked for.
    """
    asked = request.GET
    grants = Grant.objects.visible_to(request.user)
    grant = next((one for one in grants if one.code == asked.get("bidrag")), None)
    letter = next(
        (one for one in Letter.objects.all() if str(one.pk) == asked.get("skrivelse")), None
    )
    if letter:
        return _beginning_of_answer(letter)
    if grant is None:
        return {}
    days = {"period_from": grant.period_from, "period_to": grant.period_to}
    exact = {name: day.first_day for name, day in days.items() if day and day.day}
    return {"grant": grant, "title": grant.project} | exact


def _beginning_of_answer(letter: Letter) -> dict:
    """Return what the answer to a letter begins with: its board and number, the time since then."""
    title = f"Svar på {letter.title}".replace("på Skrivelse ", "på skrivelse ")
    received: Any = letter.received_on
    days = {"period_from": received.first_day, "period_to": timezone.localdate()}
    return {
        "type": ReportType.LETTER_ANSWER,
        "letter": letter,
        "title": title[:160],
        "addressee": letter.board,
        "registry_number": letter.registry_number,
    } | (days if received.day and not letter.is_answered else {})


def visible_report(request, reference, with_file=False):
    """Return the report, or answer 404 for one that does not exist for this reader."""
    reports = Report.objects.visible_to(request.user).with_names().with_file()
    reports = reports.select_related("corrects__grant")
    if with_file:
        reports = reports.filter(state__in=WITH_FILE)
    return get_object_or_404(reports, reference=reference)


def detail(request, report, bound=None):
    """Return what the page of a report shows; ``bound`` holds a form that was filled in wrong."""
    open_moves = moves_open_to(request.user, report)
    forms = bound or {}
    later = Report.objects.visible_to(request.user).filter(corrects=report).first()
    return {
        "report": report,
        "comparison": None
        if report.is_in_work or not policies.can_compare(request.user)
        else compare(report),
        "what_changed": {"blocks": blocks(report.what_changed)},
        "corrected_by": later,
        "can_correct": report.state in FROM_APPROVAL
        and policies.can_write(request.user)
        and later is None,  # who writes sees every version
        "facts": facts_of(report),
        "life": life_of(report),
        "can_rewrite": "rewrite" in open_moves,
        "can_archive": report.state in FROM_APPROVAL and policies.can_archive(request.user),
        "buttons": [
            (name, MOVES[name], forms.get(name) or form_of(name))
            for name in BUTTONS
            if name in open_moves
        ],
    }
