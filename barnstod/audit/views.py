"""The log of who did and who read what, for the head of unit."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from barnstod.audit import policies, queries
from barnstod.audit.forms import LogFilter
from barnstod.security.access import allow
from barnstod.web.paging import page_of


@require_GET
@allow(policies.can_review_log)
def log(request):
    form = LogFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = page_of(request, queries.events(**wanted))
    context = {"form": form, "page": page, "lines": queries.lines(page)}
    return render(request, "audit/log.html", context)
