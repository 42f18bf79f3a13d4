"""The groups of the office: a list, one group, and the moves of its life."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from barnstod.security.access import allow
from barnstod.web.paging import page_of
from groups import policies, queries, services, words
from groups.choices import CURRENT, GroupState
from groups.exceptions import GroupRefusal
from groups.models import SupportGroup
from groups.publishing import public_view
from groups.workflow import moves_open_to


@require_safe
@allow(policies.can_see_groups)
def group_list(request):
    shelf = queries.shelf_for(request.user, request.GET.get("visa", ""))
    page = page_of(request, queries.groups_on(shelf, request.user))
    context = {
        "may_propose": policies.can_propose(request.user),
        "is_office": policies.can_manage(request.user),
        "shelves": queries.shelves_for(request.user),
        "shelf": shelf,
        "page": page,
        "rows": queries.office_rows(page.object_list, request.user),
    }
    return render(request, "groups/office_list.html", context)


@require_safe
@allow(policies.can_see_groups)
def group_detail(request, slug):
    group = _group_or_404(request.user, slug)
    row = queries.office_row(group, request.user)
    view = public_view(group)
    context = {
        "group": group,
        "row": row,
        "at_a_glance": queries.group_page(group, request.user, list(queries.sessions_of(group)))
        if row.shows_plan
        else None,
        "seen": services.version_of(group),
        "moves": moves_open_to(request.user, group),
        "preview": words.facts(view),
        "preview_title": words.title(view),
        "preview_places": words.places(view),
        "is_published": group.state in CURRENT,
        "now": timezone.now(),
        "may_move_sessions": policies.can_move_sessions(request.user, group),
        "sees_children": policies.can_see_children(request.user, group),
        "sees_quality": policies.can_see_quality_of(request.user, group),
        "may_cancel": policies.can_manage(request.user, group) and group.state in CURRENT,
        **_may(request.user, group),
    }
    return render(request, "groups/office_detail.html", context)


@require_POST
@allow(policies.can_manage)
def group_move(request, slug, name):
    group = _group_or_404(request.user, slug)
    try:
        services.move(
            group=group,
            name=name,
            by=request.user,
            reason=request.POST.get("reason", ""),
            seen=request.POST.get("seen"),
        )
    except GroupRefusal as refusal:
        messages.error(request, str(refusal))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(group)


def _may(user, group) -> dict[str, bool]:
    """Return which of the forms of a group are there for ``user``."""
    may_edit = queries.editable_by(user).filter(pk=group.pk).exists()
    return {
        "may_edit": may_edit,
        "may_open": group.needs_extra_care
        and policies.can_open_field(user, group)
        and group.state in (GroupState.DRAFT, *CURRENT),
        "may_split": may_edit and policies.can_manage(user, group),
        "may_hand_in": may_edit and not policies.can_manage(user),
        "may_continue": policies.can_propose(user)
        and group.published_at is not None
        and queries.continued_by(user).filter(pk=group.pk).exists(),
    }


def _group_or_404(user, slug):
    groups = SupportGroup.objects.visible_to(user).with_names()
    return get_object_or_404(groups, slug=slug)
