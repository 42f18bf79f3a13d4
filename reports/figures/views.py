"""The pages of figures: choose a term, read one figure, take it along, make a term known."""

from dataclasses import dataclass

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
from reports.figures.forms import DayForm, ScopeForm
from reports.figures.periods import days_of, words_of
from reports.figures.policies import (
    can_publish_figures,
    can_read_figures,
    only_published,
    own_places,
)
from reports.figures.publishing import can_publish_on, publish
from reports.figures.reading import Reading, published_terms, read, read_all, read_on
from reports.figures.registry import BY_CODE, STATED_BESIDE
from reports.figures.sheets import Sheet
from reports.figures.tables import is_counted
from reports.models import StatedFigure
from reports.stated import figure_row
from reports.tables import Row


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
        and can_publish_on(term, today)
        and is_counted(term),
        "stated": stated_rows(StatedFigure.objects.all()),
    }
    return render(request, "reports/figure_list.html", context)


@require_GET
@allow(can_read_figures)
def figure_detail(request, code):
    asked = _asked(request, code)
    reading = asked.reading
    context = {
        "reading": reading,
        "figure": reading.figure,
        "days": days_of(reading.scope.term),
        "term_words": words_of(reading.scope.term),
        "tables": [sheet.table().frozen() for sheet in asked.sheets],
        "query": asked.query,
        "day_form": asked.day_form,
        "stated": stated_rows(StatedFigure.objects.filter(topic=STATED_BESIDE.get(code, ""))),
    }
    return render(request, "reports/figure_detail.html", context)


@require_GET
@allow(can_read_figures)
def figure_file(request, code, kind):
    asked = _asked(request, code)
    lines = export.lines([sheet.table().frozen() for sheet in asked.sheets])
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


def stated_rows(figures) -> list[Row]:
    return [figure_row(figure) for figure in figures.select_related("source")]


@dataclass(frozen=True)
class Asked:
    """One figure as it was asked for: the tables of it that this reader may read."""

    reading: Reading
    sheets: list[Sheet]
    query: str
    day_form: DayForm | None  # for a figure that may be asked for on any day


def _asked(request, code) -> Asked:
    form = ScopeForm(request.GET or None, user=request.user)
    term, district = form.chosen()
    figure, today = BY_CODE.get(code), timezone.localdate()
    if figure is None or term is None:
        raise Http404
    any_day = figure.is_of_a_day and not only_published(request.user)
    scope = Scope.of(term, today)
    asked = request.GET if "day" in request.GET else None
    usual = {"day": scope.day, "district": district}
    day_form = DayForm(asked, initial=usual) if any_day else None
    day = day_form.chosen() if day_form else None
    reading = read_on(figure, day, today) if day else read(figure, scope)
    if reading is None:
        raise Http404
    rows = {district} if district else own_places(request.user)
    sheets = reading.sheets if rows is None else [sheet.only(rows) for sheet in reading.sheets]
    of_day = f"&day={day}" if day else ""
    return Asked(reading, sheets, f"{_query(term, district)}{of_day}", day_form)


def _query(term: Term | None, district: str) -> str:
    return f"?term={term.code}&district={district}" if term else ""
