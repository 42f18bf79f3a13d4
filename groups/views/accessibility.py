"""The accessibility statement with its report form, and the page where the office answers."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barnstod.security import form_guard
from barnstod.security.access import allow, public_form
from barnstod.security.actor import INTAKE, acting_as
from groups import policies
from groups.forms.barriers import BarrierForm
from groups.models import Barrier
from groups.services import barriers

# What Digg wants to know of the statement itself: when the site was looked at, when this was said.
ASSESSED_ON = UPDATED_ON = date(2026, 11, 22)


@require_http_methods(["GET", "HEAD", "POST"])
@public_form("Whoever cannot use a page must be able to say so without an account")
def statement(request):
    """Show the statement; take a report and thank for it on the same page."""
    form, stamp, is_sent = BarrierForm(), form_guard.stamp(), False
    if request.method == "POST":
        form = BarrierForm(request.POST)
        try:
            form_guard.check(request)
        except form_guard.Refused as refused:
            form.add_error(None, refused.message)
            stamp = refused.stamp
        if form.is_valid():
            with acting_as(INTAKE):
                barriers.report_barrier(**form.cleaned_data)
            form, is_sent = BarrierForm(), True
    context = {
        "phone": settings.OFFICE_PHONE,
        "hours": settings.OFFICE_HOURS,
        "office": settings.OFFICE_NAME,
        "address": settings.BASE_URL,
        "assessed_on": ASSESSED_ON,
        "updated_on": UPDATED_ON,
        "form": form,
        "form_stamp": stamp,
        "is_sent": is_sent,
    }
    status = 422 if form.errors else 200
    return render(request, f"pages/{get_language()}/accessibility.html", context, status=status)


@require_safe
@allow(policies.can_manage)
def barrier_list(request):
    context = {"rows": Barrier.objects.unanswered()}
    return render(request, "groups/barrier_list.html", context)


@require_POST
@allow(policies.can_manage)
def barrier_answer(request, key):
    barrier = get_object_or_404(Barrier, key=key)
    barriers.answer_barrier(barrier=barrier, by=request.user)
    messages.success(request, _("Answered. How to reach the sender is forgotten."))
    return redirect("groups:barriers")
