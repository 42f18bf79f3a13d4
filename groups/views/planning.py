"""Planning a group: a new one from a programme, the next term of one, a change of the plan."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import retarget

from barnstod.security.access import allow
from groups import policies, queries, services
from groups.choices import Audience, GroupState, ProgrammeKind
from groups.exceptions import GroupRefusal
from groups.forms.plan import (
    FIXED_WHEN_PUBLISHED,
    FIXED_WITH_CHILDREN,
    PARENTS,
    SHARED_WITH_CHILDREN,
    WHEN,
    PlanForm,
    initial_of,
    wish_of,
)
from groups.models import SupportGroup
from groups.partners import children_come_to, partner_of
from groups.services.replanning import has_begun
from groups.titles import office_title


@require_http_methods(["GET", "POST"])
@allow(policies.can_propose)
def create(request):
    """Choose what the plan is made from; then the form, a look at what it becomes, and save."""
    code = request.GET.get("program", "")
    if request.method == "GET" and not code:
        choice = {
            "is_office": policies.can_manage(request.user),
            "programmes": queries.templates(),
            "continued": [
                (group, office_title(group)) for group in queries.without_next_term(request.user)
            ],
        }
        return render(request, "groups/plan_choice.html", choice)
    programme = queries.templates().filter(code=code).first()
    initial = _initial_from(programme) if programme else {}
    form = PlanForm(request.POST or None, user=request.user, initial=initial)
    context: dict = {"form": form, "programme": programme, "is_new": True}
    return _plan_page(request, form, context, _creator(request.user, form))


@require_http_methods(["GET", "POST"])
@allow(policies.can_propose)
def next_term(request, slug):
    """Plan the term after a group: the same weekday, leaders and room, all of it to be changed."""
    group = get_object_or_404(queries.continued_by(request.user), slug=slug)
    plan = queries.plan_of_next_term(group, timezone.localdate())
    initial = initial_of(plan, queries.parents_of(group))
    form = PlanForm(request.POST or None, user=request.user, initial=initial)
    context: dict = {"form": form, "continues": group, "title": office_title(group), "is_new": True}
    if request.method == "GET":
        context["look"] = queries.outlook(_plans(plan, queries.parents_of(group)), request.user)
    return _plan_page(request, form, context, _creator(request.user, form, group))


@require_http_methods(["GET", "POST"])
@allow(policies.can_propose)
def edit(request, slug):
    """Change the plan of a group, as much of it as its state lets be changed."""
    group = get_object_or_404(queries.editable_by(request.user), slug=slug)
    if children_come_to(group):  # their senders are told too
        above = reverse("referrals:edit_plan", args=[slug])
        return redirect(f"{above}?{request.GET.urlencode()}", preserve_request=True)
    return edit_page(request, group, services.change_group)


def edit_page(request, group, change: Callable):
    """Answer a request to change the plan of ``group``; ``change`` does it."""
    partner = partner_of(group)
    form = PlanForm(
        request.POST or None,
        user=request.user,
        initial={"seen": services.version_of(group)}
        | initial_of(queries.plan_as_it_is(group))
        | wish_of(request.GET),
        fixed=_fixed(group, partner),
        needs_dates=group.state != GroupState.DRAFT,
        seats=group.places_taken + group.places_held,
    )
    context = {
        "form": form,
        "group": group,
        "partner": partner,
        "title": office_title(group),
        "is_new": False,
        "is_parents": group.audience == Audience.PARENTS and partner is not None,
        "keeps_days": "first_on" not in form.fields,
        "seats": group.places_taken + group.places_held,
        "has_children": children_come_to(group),
    }

    def save(plan, parents, closed):
        return change(
            group=group,
            seen=form.cleaned_data["seen"],
            by=request.user,
            plan=plan,
            parents=parents,
            closed=closed,
            more_places=form.cleaned_data.get("more_places", ""),
        )

    return _plan_page(request, form, context, save, group, partner)


def _plan_page(request, form, context, save: Callable, group=None, partner=None):
    """Show the form; once it is answered, what it becomes; with *save*, do it if nothing is
    in the way. Whatever happens, what was typed stays.
    """
    if request.method == "POST" and form.is_valid():
        if group is None and (made := queries.made_by(request.user, form.cleaned_data)):
            return redirect(made)  # the same form sent twice
        plan, parents = form.plan(), form.parents()
        look = _look(request.user, plan, parents, group, partner)
        if "save" in request.POST and not look.in_the_way:
            try:
                saved = save(plan, parents, look.closed)
            except GroupRefusal as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                messages.success(request, _("The plan is saved."))
                return redirect(saved)
        context["look"] = look
    template = "groups/plan_form.html"
    if request.htmx and form.is_valid():
        return render(request, f"{template}#look", context)
    response = render(request, template, context)
    return retarget(response, "body") if request.htmx else response


def _look(user, plan, parents, group, partner):
    if group is None:
        return queries.outlook(_plans(plan, parents), user)
    whole = queries.plan_as_it_is(group) | plan
    if not parents and all(whole[name] == getattr(group, name) for name in WHEN):
        return queries.outlook_of_kept_days([whole], user, group)
    if partner:
        beside = {"room": partner.room, "leaders": list(partner.leaders.all())}
        return queries.outlook([whole, beside], user, [group.pk, partner.pk])
    return queries.outlook(_plans(whole, parents), user, [group.pk])


def _plans(plan, parents):
    return [plan, parents] if parents else [plan]


def _creator(user, form, planned_from: SupportGroup | None = None):
    def save(plan, parents, closed):
        return services.create_group(
            by=user,
            key=form.cleaned_data["submission_key"],
            plan=plan,
            parents=parents,
            planned_from=planned_from,
            closed=closed,
        )

    return save


def _fixed(group: SupportGroup, partner: SupportGroup | None) -> set[str]:
    """Return the fields that stay as they are: what others have read, planned with or lived."""
    fixed: set[str] = set()
    if group.state != GroupState.DRAFT:
        fixed.update(FIXED_WHEN_PUBLISHED)
    if group.places_taken or group.places_held:
        fixed.update(FIXED_WITH_CHILDREN)
    if group.needs_extra_care and "needs" in fixed:
        fixed.add("precision")
    if has_begun(group):
        fixed.update(WHEN)
    if partner and group.audience == Audience.PARENTS:
        fixed.update(SHARED_WITH_CHILDREN)
    if partner or group.audience not in (Audience.CHILDREN, Audience.TEENAGERS):
        fixed.update(("with_parents", *PARENTS))
    return fixed


def _initial_from(programme) -> dict:
    """Return what a programme says of a new group: its needs, and as many sessions as themes."""
    initial = {"programme": programme.code, "needs": programme.needs, "capacity": 8, "minimum": 4}
    is_parents = programme.kind == ProgrammeKind.PARENT_PROGRAMME
    initial["audience"] = Audience.PARENTS if is_parents else Audience.CHILDREN
    if programme.number_of_themes:
        initial["planned_sessions"] = programme.number_of_themes
    return initial
