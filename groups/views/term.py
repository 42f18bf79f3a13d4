"""The plan of a term on one sheet: on the screen, and as PDF on one A3 or two A4."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from barnstod.pdf import render_pdf
from barnstod.security.access import allow
from groups import policies
from groups.queries import term_sheets
from groups.terms import Term

SHEETS = {"a3": 1, "a4": 2}  # so many pages of each paper hold a term


@require_safe
@allow(policies.can_see_calendar)
def term_plan(request):
    term = _term(request)
    context = {
        "term": term,
        "sheets": term_sheets(request.user, term),
        "previous": term.after(-1),
        "following": term.after(1),
        "papers": SHEETS,
    }
    return render(request, "groups/term_plan.html", context)


@require_safe
@allow(policies.can_see_calendar)
def term_pdf(request):
    term, paper = _term(request), request.GET.get("papper", "")
    paper = paper if paper in SHEETS else "a3"
    context = {
        "term": term,
        "paper": paper,
        "sheets": term_sheets(request.user, term, SHEETS[paper]),
        "printed_on": timezone.localdate(),
    }
    octets = render_pdf("groups/pdf/term_plan.html", context)
    name = f"termin-{term.code}-{paper}.pdf"
    return HttpResponse(
        octets,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _term(request) -> Term:
    return Term.from_code(request.GET.get("t", "")) or Term.on(timezone.localdate())
