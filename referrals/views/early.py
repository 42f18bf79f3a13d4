"""A group that starts soon with too few: what could be done."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from barnstod.security.access import allow
from groups.models import SupportGroup
from groups.queries.early import is_early_warning
from groups.titles import office_title
from referrals import policies, queries
from referrals.titles import summary_of


@require_GET
@allow(policies.can_see_waiting_list)
def early_warning(request, slug):
    """Show what could be done; a group that has enough, or has begun, has its own page."""
    group = get_object_or_404(SupportGroup.objects.with_names(), slug=slug)
    if not is_early_warning(group, timezone.localdate()):
        return redirect(group)
    title = office_title(group)
    context = {
        "group": group,
        "title": title,
        "summary": summary_of(group),
        "warning": queries.early_warning(group, request.user),
        "crumbs": [
            (_("Groups"), reverse("groups:office_list")),
            (title, group.get_absolute_url()),
        ],
    }
    return render(request, "referrals/early_warning.html", context)
