"""The error pages: plain Swedish, a reference to quote, and nothing that needs the database."""

import logging
import sys
from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render

from barnstod.security.access import kind_of
from barnstod.web.problems import PREFIX, problem

logger = logging.getLogger(__name__)

DATABASE_IS_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER = 30  # seconds
PLAIN = """<!doctype html><html lang="sv"><meta charset="utf-8"><title>Något gick fel</title>
<h1>Något gick fel</h1><p>Försök igen om en stund. Om du ringer oss om det, säg: {reference}</p>
"""


def bad_request(request, exception=None):
    """Answer 503 if it was the database that went away while the session was saved.

    The sessions' middleware takes that for a session that somebody deleted.
    """
    if any(isinstance(error, DATABASE_IS_AWAY) for error in _chain(exception)):
        return unavailable(request)
    return _page(request, 400)


def forbidden(request, exception=None):
    return _page(request, 403)


def csrf_failure(request, reason=""):
    return _page(request, 403, csrf=True)


def not_found(request, exception=None):
    return _page(request, 404)


def too_many(request):
    """The sign-in library shows this after too many attempts."""
    return _page(request, 429)


def server_error(request):
    """Answer 503 with what was typed when the database is away, otherwise 500."""
    if isinstance(sys.exc_info()[1], DATABASE_IS_AWAY):
        return unavailable(request)
    return _page(request, 500)


def unavailable(request):
    """Carry the posted fields hidden in the page, so that *Försök igen* sends them once more.

    The form's own idempotency key is among them: what was saved is not saved twice. From the
    pages of signing in nothing is carried, for there passwords and codes are typed.
    """
    response = _page(request, 503, fields=_posted(request), action=request.get_full_path())
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those during which it was raised."""
    while error is not None:
        yield error
        error = error.__context__


def _posted(request) -> list[tuple[str, str]]:
    if request.method != "POST" or kind_of(request) not in ("office", "public_form"):
        return []
    try:
        return [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    except (BadRequest, SuspiciousOperation, MultiPartParserError):
        return []


def _page(request, status, **context):
    context |= {"reference": getattr(request, "reference", ""), "phone": settings.OFFICE_PHONE}
    if request.path.startswith(PREFIX):
        response = problem(status, reference=context["reference"])
        response["Cache-Control"] = "no-store"
        return response
    try:
        response = render(None, f"{status}.html", context, status=status)
    except Exception:  # the page must not fail because of what made it necessary
        logger.exception("An error page could not be rendered")
        response = HttpResponse(PLAIN.format(**context), status=status)
    response["Cache-Control"] = "no-store"
    return response
