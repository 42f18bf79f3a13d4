"""The register of group leaders: the list, a card, and the forms of what stands on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barnstod.security.access import allow
from barnstod.web.paging import page_of
from barnstod.web.saving import saved
from groups import policies
from groups.choices import RegisterCheck, Weekday
from groups.forms.leaders import AbsenceForm, LeaderForm, RegisterCheckForm, TrainingForm
from groups.models import Absence, Leader, Training
from groups.queries import registers
from groups.services import leaders as services
from groups.titles import office_title


@require_safe
@allow(policies.can_read_leaders)
def leader_list(request):
    today, former = timezone.localdate(), "tidigare" in request.GET
    found = registers.leader_cards(request.user, today)
    if not policies.can_see_all_groups(request.user) and (own := found.first()):
        return redirect(own)
    page = page_of(request, found if former else found.current())
    cards = Leader.objects.visible_to(request.user).current()
    checks = [leader.register_check(today) for leader in cards]
    context = {
        "page": page,
        "rows": [
            (leader, *_check(leader, today), _weekdays(leader), _led(leader)) for leader in page
        ],
        "missing": checks.count(RegisterCheck.MISSING),
        "old": checks.count(RegisterCheck.OLD),
        "former": former,
        "may_edit": policies.can_keep_leaders(request.user),
        "is_office": policies.can_see_all_groups(request.user),
    }
    return render(request, "groups/leader_list.html", context)


@require_safe
@allow(policies.can_read_leaders)
def leader_detail(request, pk):
    today = timezone.localdate()
    leader = get_object_or_404(registers.leader_cards(request.user, today), pk=pk)
    check, tone = _check(leader, today)
    context = {
        "leader": leader,
        "check": check,
        "check_tone": tone,
        "weekdays": _weekdays(leader),
        "led": _led(leader),
        "may_edit": policies.can_keep_leaders(request.user),
        "crumbs": _crumbs() if policies.can_see_all_groups(request.user) else [],
    }
    return render(request, "groups/leader_detail.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_leaders)
def leader_create(request):
    return _leader_form(request, Leader(), _("New group leader"), _crumbs())


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_leaders)
def leader_edit(request, pk):
    leader = get_object_or_404(Leader, pk=pk)
    return _leader_form(request, leader, _("Change the card"), _crumbs(leader))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_leaders)
def leader_check(request, pk):
    leader = get_object_or_404(Leader, pk=pk)
    form = RegisterCheckForm(
        request.POST or None,
        initial={"on": leader.register_check_shown_on or timezone.localdate()},
    )

    def write(on):
        return services.note_register_check(leader=leader, on=on, by=request.user)

    return _form_page(request, form, write, leader, _("Register extract shown"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_leaders)
def training_create(request, pk):
    leader = get_object_or_404(Leader, pk=pk)
    form = TrainingForm(request.POST or None, instance=Training(leader=leader))

    def write(**fields):
        return services.add_training(leader=leader, by=request.user, **fields)

    return _form_page(request, form, write, leader, _("New training"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_leaders)
def absence_create(request, pk):
    leader = get_object_or_404(Leader, pk=pk)
    form = AbsenceForm(request.POST or None, instance=Absence(leader=leader))

    def write(**fields):
        return services.add_absence(leader=leader, by=request.user, **fields)

    return _form_page(request, form, write, leader, _("Days away"))


@require_POST
@allow(policies.can_keep_leaders)
def training_remove(request, pk, entry):
    return _remove(request, get_object_or_404(Training, pk=entry, leader=pk))


@require_POST
@allow(policies.can_keep_leaders)
def absence_remove(request, pk, entry):
    return _remove(request, get_object_or_404(Absence, pk=entry, leader=pk))


def _remove(request, entry):
    services.remove_from_card(entry=entry, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(entry.leader)


def _leader_form(request, leader, title, crumbs):
    form = LeaderForm(request.POST or None, instance=leader)

    def write(**fields):
        return services.write_leader(leader=leader, by=request.user, **fields)

    if written := saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(written)
    context = {"form": form, "title": title, "crumbs": crumbs, "remove": None}
    return render(request, "form_page.html", context)


def _form_page(request, form, write, leader, title):
    """Answer with one form about a leader, or with the card once it is written."""
    if saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(leader)
    context = {"form": form, "title": title, "crumbs": _crumbs(leader), "remove": None}
    return render(request, "form_page.html", context)


TONES = {RegisterCheck.SHOWN: "ok", RegisterCheck.OLD: "wait", RegisterCheck.MISSING: "stop"}


def _check(leader, today) -> tuple[RegisterCheck, str]:
    """Return how it stands with the register extract, and the tone of its badge."""
    check = leader.register_check(today)
    return check, TONES[check]


def _weekdays(leader) -> str:
    return ", ".join(str(Weekday(day).label) for day in sorted(leader.weekdays))


def _led(leader) -> list[tuple[str, str]]:
    """Return titles and addresses of the groups led now."""
    return [(office_title(group), group.get_absolute_url()) for group in leader.led_now]


def _crumbs(leader=None):
    crumbs = [(_("Group leaders"), reverse("groups:leaders"))]
    return [*crumbs, (leader.name, leader.get_absolute_url())] if leader else crumbs
