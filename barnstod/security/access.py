"""Deny by default: each view says which of the five kinds of address it is, and for whom.

public       reading pages, GET and HEAD only, no cookie, no session, no user
public_form  the one form without sign-in; guarded by origin, signed time and honeypot
token        a secret address; a GET changes nothing
office       @allow(policy): session, CSRF, no-store
signin       the pages of signing in, wrapped around the library's views
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from barnstod.security.actor import acting_as

SECOND_STEP_FIRST = _(
    "Before you go on you need a second step: turn on codes from an app, or add a key. "
    "You are asked for your password once more."
)


@dataclass(frozen=True)
class Access:
    """What a view declared: the kind of address, and its policy or the reason it is open."""

    kind: str
    policy: Callable | None = None
    reason: str = ""


def authorize(policy, user, *subject):
    if not policy(user, *subject):
        raise PermissionDenied(f"{policy.__module__}.{policy.__name__}")


def allow(policy):
    """Let only users for whom ``policy(user)`` holds reach the view.

    The view is one transaction in the user's name: it writes everything or nothing.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if settings.MFA_REQUIRED and request.user.needs_second_factor():
                messages.info(request, SECOND_STEP_FIRST)
                return HttpResponseRedirect(reverse("mfa_index"))
            with acting_as(request.user):
                authorize(policy, request.user)
                return view(request, *args, **kwargs)

        return _declare(guarded, Access("office", policy=policy))

    return decorate


def public(reason):
    """Open a reading page to everybody; ``reason`` is read in review."""

    def decorate(view):
        # Exempt from CSRF so that a POST answers 405 without a look at any cookie.
        open_view = csrf_exempt(login_not_required(require_safe(view)))
        return _declare(open_view, Access("public", reason=reason))

    return decorate


def public_form(reason):
    """Open a form to everybody. No cookie, so no CSRF token: its own guards stand in the form."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.method == "POST" and not _same_origin(request):
                raise PermissionDenied("another site sent this form")
            return view(request, *args, **kwargs)

        open_view = csrf_exempt(login_not_required(guarded))
        return _declare(open_view, Access("public_form", reason=reason))

    return decorate


def token(reason):
    """Open a secret address; whoever holds it is who it was made for."""

    def decorate(view):
        open_view = csrf_exempt(login_not_required(view))
        return _declare(open_view, Access("token", reason=reason))

    return decorate


def signin(reason, *, anonymous=False):
    """Wrap a view of the sign-in library as one of our own addresses.

    Without ``anonymous`` it is a page of one's own account, and asks who is there first.
    """

    def decorate(view):
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            return view(request, *args, **kwargs)

        # Whatever the library said of it.
        vars(wrapped)["login_required"] = not anonymous
        return _declare(wrapped, Access("signin", reason=reason))

    return decorate


def kind_of(request) -> str | None:
    """Return the kind of address that is being answered; None when nothing matched."""
    match = getattr(request, "resolver_match", None)
    access = access_of(match.func) if match else None
    return access.kind if access else None


def access_of(view):
    """Return what ``view`` declared; None for a view that declared nothing."""
    return getattr(view, "access", None)


def _declare(view, access: Access):
    view.access = access
    return view


def _same_origin(request) -> bool:
    """Tell whether the browser says that the form was sent from our own page."""
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return origin == f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")
