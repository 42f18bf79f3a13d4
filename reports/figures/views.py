"""The pages of figures: choose a term, read one figure, take it along, make a term known."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from barnstod.security.access import allow
from barnstod.web.downloads import table_file
from groups.terms import Term
from reports import export
from reports.figures.counting import Scope
from reports.figures.forms import ScopeForm
from reports.figures.periods import days_of, words_of
from reports.figures.policies import can_publish_figures, can_read_figures, own_places
from reports.figures.publishing import can_publish_on, publish
from reports.figures.reading import published_terms, read, read_all
from reports.figures.registry import BY_CODE
from reports.models import StatedFigure


@require_GET
@allow(can_read_figures)
def figure_list(request):
    form = ScopeForm(request.GET or None, user=request.user)
    term, district = form.chosen()
    today = timezone.localdate()
    readings = read_all(Scope.of(term, today)) if term else []
    is_published = term in published_terms()
    context = {
        "form": form,
        "term": term,
        "term_words": term and words_of(term),
        "query": _query(term, district),
        "readings": readings,
        "is_published": is_published,
        "can_publish": term is not None
        and can_publish_figures(request.user)
        and not is_published
        and can_publish_on(term, today),
        "stated": StatedFigure.objects.select_related("source"),
    }
    return render(request, "reports/figure_list.html", context)


@require_GET
@allow(can_read_figures)
def figure_detail(request, code):
    reading, sheets, query = _found(request, code)
    context = {
        "reading": reading,
        "figure": reading.figure,
        "days": days_of(reading.scope.term),
        "term_words": words_of(reading.scope.term),
        "tables": [sheet.table().frozen() for sheet in sheets],
        "query": query,
    }
    return render(request, "reports/figure_detail.html", context)


@require_GET
@allow(can_read_figures)
def figure_file(request, code, kind):
    _reading, sheets, _query = _found(request, code)
    lines = export.lines([sheet.table().frozen() for sheet in sheets])
    return table_file(kind, f"nyckeltal-{code.replace('_', '-')}", export.HEADINGS, lines)


@require_POST
@allow(can_publish_figures)
def figure_publish(request):
    term = Term.from_code(request.POST.get("term", ""))
    if term is None:
        messages.error(request, _("Choose a term."))
        return redirect("reports:figure_list")
    try:
        publish(term=term, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The figures of the term are published and stand."))
    return redirect(f"{reverse('reports:figure_list')}{_query(term, '')}")


def _found(request, code):
    """Return a figure, the tables of it that this reader may read, and the question as asked."""
    form = ScopeForm(request.GET or None, user=request.user)
    term, district = form.chosen()
    figure = BY_CODE.get(code)
    if figure is None or term is None:
        raise Http404
    reading = read(figure, Scope.of(term, timezone.localdate()))
    if reading is None:
        raise Http404
    rows = {district} if district else own_places(request.user)
    sheets = reading.sheets if rows is None else [sheet.only(rows) for sheet in reading.sheets]
    return reading, sheets, _query(term, district)


def _query(term: Term | None, district: str) -> str:
    return f"?term={term.code}&district={district}" if term else ""
