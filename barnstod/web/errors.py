"""The error pages: plain Swedish, a reference to quote, and nothing that needs the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.shortcuts import render

DATABASE_IS_AWAY = (OperationalError, InterfaceError)
NEVER_CARRIED = ("password", "otp", "code")


def bad_request(request, exception=None):
    return _page(request, 400)


def forbidden(request, exception=None):
    return _page(request, 403)


def csrf_failure(request, reason=""):
    return _page(request, 403, csrf=True)


def not_found(request, exception=None):
    return _page(request, 404)


def server_error(request):
    """Answer 503 with what was typed when the database is away, otherwise 500."""
    if isinstance(sys.exc_info()[1], DATABASE_IS_AWAY):
        return unavailable(request)
    return _page(request, 500)


def unavailable(request):
    """Carry the posted fields hidden in the page, so that *Försök igen* sends them once more.

    The form's own idempotency key is among them: what was saved is not saved twice. Passwords
    and codes are never carried.
    """
    posted = request.POST if request.method == "POST" else {}
    fields = [
        (name, value)
        for name in posted
        if not any(word in name for word in NEVER_CARRIED)
        for value in posted.getlist(name)
    ]
    response = _page(request, 503, fields=fields, action=request.get_full_path())
    response["Retry-After"] = "30"
    return response


def _page(request, status, **context):
    context["reference"] = getattr(request, "reference", "")
    response = render(None, f"{status}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
