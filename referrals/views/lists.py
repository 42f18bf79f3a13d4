"""The waiting list, the children of a group, and the readers of protected cases."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from barnstod.security.access import allow
from barnstod.web.paging import page_of
from groups.choices import CURRENT, DocumentationMode
from referrals import policies, queries, services
from referrals.forms import CancelForm, ReaderForm
from referrals.titles import summary_of, title_of
from referrals.views.answers import REFUSALS, group_or_404, posted, words_of


@require_GET
@allow(policies.can_see_waiting_list)
def waiting_list(request):
    """Open the list for one group or one programme, or of those for whom there is neither.

    Without any of these, choose.
    """
    groups = queries.current_groups()
    slug, code = request.GET.get("grupp", ""), request.GET.get("program", "")
    if slug:
        chosen = _one(group for group in groups if group.slug == slug)
        rows = queries.waiting_for(request.user, chosen, groups)
        title, beside = title_of(chosen), [chosen]
    elif code:
        programme = _one(g.programme for g in groups if g.programme.code == code)
        rows = queries.waiting_in(request.user, programme, groups)
        title = programme.name
        chosen, beside = None, [g for g in groups if g.programme_id == programme.pk]
    elif "utan" in request.GET:
        rows = queries.waiting_for_none(request.user, groups)
        title, chosen, beside = _("no group planned"), None, []
    else:
        context = {
            "programmes": _by_programme(groups),
            "without": len(queries.waiting_for_none(request.user, groups)),
        }
        return render(request, "referrals/waiting_choice.html", context)
    page = page_of(request, rows)
    context = {
        "title": title,
        "group": chosen,
        "summary": summary_of(chosen) if chosen else "",
        "page": page,
        "rows": page,
        "waiting": len(rows),
        "fitting": sum(row.fits for row in rows),
        "beside": [_beside(group) for group in beside],
    }
    return render(request, "referrals/waiting_list.html", context)


@require_GET
@allow(policies.can_see_children_of_groups)
def children(request, slug):
    """The children of a group: for the office their cases, for its leaders their cards."""
    group = group_or_404(request.user, slug)
    rows = list(queries.children_of(request.user, group))
    is_office = policies.can_handle_cases(request.user)
    context = {
        "group": group,
        "title": title_of(group),
        "summary": summary_of(group),
        "is_office": is_office,
        "may_cancel": is_office and group.state in CURRENT,
    }
    if is_office:
        context["rows"] = queries.case_rows(request.user, rows)
        return render(request, "referrals/group_children.html", context)
    names = {}
    if group.programme.documentation_mode == DocumentationMode.IDENTIFIED:
        names = services.read_first_names(referrals=rows, by=request.user)
    context["cards"] = [
        {"name": names.get(row.reference) or row.spoken, "state": row.get_state_display()}
        for row in rows
    ] + [
        {"name": alias, "state": _("protected personal data")}
        for alias in queries.protected_aliases_in(group)
    ]
    return render(request, "referrals/group_cards.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_handle_cases)
def cancel_group(request, slug):
    """Cancel a group; its children are first on the waiting list."""
    group = group_or_404(request.user, slug)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            moved = services.cancel_group(group=group, by=request.user, **form.cleaned_data)
        except REFUSALS as error:
            form.add_error(None, words_of(error))
        else:
            words = _("The group is cancelled. %(number)s must have a new place or wait on.")
            messages.success(request, words % {"number": moved})
            return redirect("referrals:children", slug)
    context = {"group": group, "title": title_of(group), "form": form}
    return render(request, "referrals/group_cancel.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_name_readers)
def readers(request):
    """The head names who may open the case of a protected child."""
    cases = queries.protected_cases()
    if request.method == "POST":
        case = _one(c for c in cases if c.referral.reference == request.POST.get("case"))
        form = ReaderForm(request.POST)
        if "remove" in request.POST:
            user = _one(user for user in case.readers if str(user.pk) == request.POST["remove"])
            services.remove_reader(case=case.referral, user=user, by=request.user)
        elif form.is_valid():
            reader = form.cleaned_data["reader"]
            services.name_reader(case=case.referral, user=reader, by=request.user)
        else:
            messages.error(request, _("Choose a person."))
        return redirect("referrals:readers")
    context = {"cases": cases, "form": ReaderForm()}
    return render(request, "referrals/readers.html", context)


def _one(found):
    """Return the first of what was found, or answer 404."""
    for row in found:
        return row
    raise Http404


def _beside(group) -> dict:
    return {
        "group": group,
        "title": title_of(group),
        "summary": summary_of(group),
        "parallel": group.parallel_group,
    }


def _by_programme(groups) -> list[dict]:
    programmes: dict = {}
    for group in groups:
        programmes.setdefault(group.programme, []).append(_beside(group))
    return [
        {"programme": programme, "groups": programmes[programme]}
        for programme in sorted(programmes, key=lambda programme: programme.name)
    ]
