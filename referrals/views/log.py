"""Who opened which child's names, and why: the log of a case and of a member of staff."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from barnstod.accounts.models import User
from barnstod.audit.policies import can_review_log
from barnstod.security.access import allow
from barnstod.web.paging import page_of
from referrals import queries

LISTS = {"lasningar": _("Who read names"), "allt": _("Everything that was done")}


@require_GET
@allow(can_review_log)
def case_log(request, reference):
    """The log of one case, which the family may ask to see. Also of a case that is erased."""
    return _log(request, queries.log_of_case, reference, reference=reference)


@require_GET
@allow(can_review_log)
def person_log(request, pk):
    """What one member of staff did with children's cases."""
    person = get_object_or_404(User, pk=pk)
    return _log(request, queries.log_of_person, person, person=person)


def _log(request, events_of, subject, **about):
    shown = request.GET.get("visa", "lasningar")
    if shown not in LISTS:
        raise Http404
    page = page_of(request, events_of(subject, only_readings=shown == "lasningar"))
    context = {
        "reference": "",
        "person": None,
        "page": page,
        "lines": queries.log_lines(page),
        "shown": shown,
        "lists": LISTS,
    }
    return render(request, "referrals/log.html", context | about)
