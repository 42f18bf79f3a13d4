"""Programmes and their library: the list, one programme, its decisions, manuals and files."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barnstod.security.access import allow
from barnstod.web.saving import saved
from groups import policies
from groups.choices import FileKind, Need
from groups.filekinds import MEDIA_TYPES
from groups.forms.library import (
    DecisionForm,
    ManualForm,
    ProgrammeForm,
    StatusForm,
    ThemesForm,
    VersionForm,
)
from groups.models import Manual, ManualVersion, Programme, ProgrammeDecision
from groups.queries import registers
from groups.services import library as services

# A file from somebody else's computer may do nothing here but be saved.
FILE_POLICY = "default-src 'none'; sandbox"


@require_safe
@allow(policies.can_read_library)
def programme_list(request):
    today = timezone.localdate()
    context = {
        "rows": [(one, _needs(one), one.gaps_on(today)) for one in registers.programmes()],
        "may_edit": policies.can_keep_library(request.user),
    }
    return render(request, "groups/programme_list.html", context)


@require_safe
@allow(policies.can_read_library)
def programme_detail(request, code):
    programme = get_object_or_404(registers.programmes(), code=code)
    today = timezone.localdate()
    context = {
        "programme": programme,
        "needs": _needs(programme),
        "gaps": programme.gaps_on(today),
        "decisions": [(one, one.is_in_force_on(today)) for one in programme.decisions.all()],
        "themes": programme.themes.all(),
        "manuals": registers.library_of(programme),
        "may_edit": policies.can_keep_library(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "groups/programme_detail.html", context)


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def programme_create(request):
    return _programme_form(request, Programme(), _("New programme"), _crumbs())


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def programme_edit(request, code):
    programme = get_object_or_404(Programme, code=code)
    return _programme_form(request, programme, _("Change the programme"), _crumbs(programme))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def programme_themes(request, code):
    programme = get_object_or_404(Programme, code=code)
    themes = "\n".join(programme.themes.values_list("theme", flat=True))
    form = ThemesForm(request.POST or None, initial={"themes": themes})

    def write(themes):
        services.write_themes(programme=programme, themes=themes, by=request.user)
        return programme

    return _form_page(request, form, write, programme, _("Themes of the sessions"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def decision_create(request, code):
    programme = get_object_or_404(Programme, code=code)
    decision = ProgrammeDecision(programme=programme)
    return _decision_form(request, decision, _("New decision of a board"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def decision_edit(request, code, pk):
    decision = get_object_or_404(ProgrammeDecision, pk=pk, programme__code=code)
    return _decision_form(request, decision, _("Change the decision"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def manual_create(request, code):
    programme = get_object_or_404(Programme, code=code)
    form = ManualForm(request.POST or None, request.FILES or None)

    def write(**fields):
        return services.add_manual(programme=programme, by=request.user, **fields)

    return _form_page(request, form, write, programme, _("New manual"))


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def version_create(request, pk):
    manual = get_object_or_404(Manual.objects.select_related("programme"), pk=pk)
    form = VersionForm(request.POST or None, request.FILES or None)

    def write(**fields):
        return services.add_version(manual=manual, by=request.user, **fields)

    title = _("New version of %(title)s") % {"title": manual.title}
    return _form_page(request, form, write, manual.programme, title)


@require_safe
@allow(policies.can_read_library)
def version_file(request, pk, number):
    """Give the file to be saved, never to be opened here; its name says nothing."""
    version = _version(pk, number)
    if not version.file_kind:
        return HttpResponseRedirect(version.manual.programme.get_absolute_url())
    response = HttpResponse(
        bytes(version.content or b""), content_type=MEDIA_TYPES[FileKind(version.file_kind)]
    )
    name = f"manual-{pk}-{number}.{version.file_kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    return response


@require_http_methods(["GET", "POST"])
@allow(policies.can_keep_library)
def version_edit(request, pk, number):
    version = _version(pk, number)
    form = StatusForm(request.POST or None, initial={"status": version.status})

    def write(status):
        return services.change_status(version=version, status=status, by=request.user)

    title = _("Version %(number)s of %(title)s") % {
        "number": number,
        "title": version.manual.title,
    }
    remove = {
        "url": reverse("groups:version_remove", args=[pk, number]),
        "words": _("Remove it only if it should never have been here. It cannot be brought back."),
    }
    return _form_page(request, form, write, version.manual.programme, title, remove=remove)


@require_POST
@allow(policies.can_keep_library)
def version_remove(request, pk, number):
    version = _version(pk, number)
    services.remove_version(version=version, by=request.user)
    messages.success(request, _("Removed."))
    return redirect(version.manual.programme)


def _programme_form(request, programme, title, crumbs):
    form = ProgrammeForm(request.POST or None, instance=programme)

    def write(**fields):
        return services.write_programme(programme=programme, by=request.user, **fields)

    if written := saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(written)
    context = {"form": form, "title": title, "crumbs": crumbs, "remove": None}
    return render(request, "form_page.html", context)


def _decision_form(request, decision, title):
    form = DecisionForm(request.POST or None, instance=decision)

    def write(**fields):
        return services.write_decision(decision=decision, by=request.user, **fields)

    return _form_page(request, form, write, decision.programme, title)


def _form_page(request, form, write, programme, title, remove=None):
    """Answer with one form about a programme, or with its page once it is written."""
    if saved(form, write):
        messages.success(request, _("Saved."))
        return redirect(programme)
    crumbs = _crumbs(programme)
    context = {"form": form, "title": title, "crumbs": crumbs, "remove": remove}
    return render(request, "form_page.html", context)


def _version(manual_pk, number) -> ManualVersion:
    versions = ManualVersion.objects.select_related("manual__programme")
    return get_object_or_404(versions, manual=manual_pk, number=number)


def _needs(programme) -> list[str]:
    return [str(Need(need).label) for need in Need.values if need in programme.needs]


def _crumbs(programme=None):
    crumbs = [(_("Programmes"), reverse("groups:programmes"))]
    return [*crumbs, (programme.name, programme.get_absolute_url())] if programme else crumbs
