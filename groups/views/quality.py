"""The checklist of one group: the same questions whoever runs it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from barnstod.security.access import allow, authorize
from barnstod.web.saving import saved
from groups import policies
from groups.forms.quality import QualityForm
from groups.models import SupportGroup
from groups.queries import quality
from groups.services.quality import answer_quality
from groups.titles import office_title


@require_http_methods(["GET", "POST"])
@allow(policies.can_see_quality)
def checklist(request, slug):
    user = request.user
    group = get_object_or_404(SupportGroup.objects.visible_to(user).with_names(), slug=slug)
    if not policies.can_see_quality_of(user, group):
        raise Http404
    rows = quality.rows(group, timezone.localdate())
    form = QualityForm(
        request.POST or None,
        initial={row.criterion: row.answer.answer for row in rows if row.answer},
        hints={row.criterion: f"{row.hint} {row.given}".strip() for row in rows},
    )

    def write(**given):
        answer_quality(group=group, answers=given, by=user)
        return group

    if request.method == "POST":
        authorize(policies.can_answer_quality, user, group)
        if saved(form, write):
            messages.success(request, _("Saved."))
            return redirect(request.path)
    context = {
        "group": group,
        "title": office_title(group),
        "form": form,
        "may_answer": policies.can_answer_quality(user, group),
        "rows": rows,
        "crumbs": [
            (_("Groups"), reverse("groups:office_list")),
            (office_title(group), group.get_absolute_url()),
        ],
    }
    return render(request, "groups/quality.html", context)
