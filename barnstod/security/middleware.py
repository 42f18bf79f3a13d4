"""What stands before every view: who may keep a cookie, and that sign-in is required."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.urls import Resolver404, resolve

from barnstod.security.access import kind_of

KNOWS_ITS_READER = ("office", "signin")


def only_staff_have_cookies(get_response):
    """Take the cookies off a request for anything but an office or sign-in page.

    Session, user, messages and CSRF then find nobody, whatever a browser sends along: such an
    answer can neither depend on a cookie nor set, renew or delete one.
    """

    def middleware(request):
        try:
            request.resolver_match = resolve(request.path_info)
        except Resolver404:
            request.resolver_match = None
        if kind_of(request) not in KNOWS_ITS_READER:
            request.COOKIES = {}
            request.META.pop("HTTP_COOKIE", None)
        return get_response(request)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    def process_view(self, request, view_func, view_args, view_kwargs):
        """Ask the view before the user: reading the user would read the session cookie."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
