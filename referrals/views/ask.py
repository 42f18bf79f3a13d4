"""What anybody may do without an account: ask for a place or a call, and take it back."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from barnstod.security.access import public, public_form
from barnstod.security.form_guard import STAMP, Refused, check, stamp
from groups.models import SupportGroup
from groups.queries import public_group
from groups.words import title
from referrals import services
from referrals.exceptions import Refusal
from referrals.forms import AskForm, WordsForm
from referrals.receipts import Words
from referrals.views.answers import key_of, posted
from referrals.working_days import last_day_to_read

ALL_THREE = 3  # words of a receipt: two are too few where anybody can type
FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@public_form("A family asks for a place or a call without an account")
def ask(request):
    """Show the form and take it; the answer to it is the receipt, which has no address."""
    group = _group(request.GET.get("grupp", ""))
    form = AskForm(posted(request), group=group and group["row"])
    guard = _guard(request, form)
    if request.method == "POST" and form.is_valid():
        words = _asked(form, guard["key"])
        if words is not None:
            return _receipt(request, words)
    context = guard | {
        "form": form,
        "group": group,
        "rings": "ring" in request.GET,
        "shows_more": form.tells_more or group is not None,
        "phone": settings.OFFICE_PHONE,
        "days_kept": settings.CLOSED_REQUESTS_KEPT.days,
        "read_by": last_day_to_read(timezone.now()),
    }
    return render(request, "referrals/ask.html", context)


@require_safe
@public("Whoever is in danger is told whom to ring; nothing can be filled in here")
def urgent(request):
    context = {"emergency": settings.SOCIAL_EMERGENCY_PHONE}
    return render(request, "referrals/ask_urgent.html", context)


@FORM
@public_form("Whoever asked takes it back with the three words of the receipt")
def take_back(request):
    form = WordsForm(posted(request), number=ALL_THREE)
    guard, is_gone = _guard(request, form), None
    if request.method == "POST" and form.is_valid():
        try:
            is_gone = services.erase_by_words(words=form.cleaned_data["words"])
        except Refusal as error:
            form.add_error(None, str(error))
    context = guard | {"form": form, "is_gone": is_gone, "phone": settings.OFFICE_PHONE}
    return render(request, "referrals/ask_take_back.html", context)


def _group(slug: str) -> dict | None:
    """Return the group they come from, its row and what the public calls it; None without one."""
    shown = public_group(slug) if slug.isascii() and slug.isprintable() and slug else None
    if shown is None:
        return None
    return {"row": SupportGroup.objects.get(slug=slug), "title": title(shown), "slug": slug}


def _guard(request, form) -> dict:
    """Let the form say what its guard refuses; return what the page carries to be sent again."""
    given = request.POST.get(STAMP) or stamp()
    if request.method == "POST":
        try:
            check(request)
        except Refused as refused:
            given = refused.stamp
            form.add_error(None, refused.message)
    return {"form_stamp": given, "key": key_of(request)}


def _asked(form, key) -> Words | None:
    try:
        return services.ask(key=key, fields=form.columns(), identity=form.names())
    except Refusal as error:
        form.add_error(None, str(error))
        return None


def _receipt(request, words: Words):
    context = {
        "words": words,
        "form_stamp": stamp(),
        "read_by": last_day_to_read(timezone.now()),
        "phone": settings.OFFICE_PHONE,
    }
    return render(request, "referrals/ask_receipt.html", context)
