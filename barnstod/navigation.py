"""The menu of the office, and what else every page of staff needs to know of its reader."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from barnstod.security.access import access_of, kind_of

# In the order of the menu. Who sees which is asked of the page's own policy.
PAGES = (
    (_("To do"), "start"),
    (_("Calendar"), "groups:calendar"),
    (_("Groups"), "groups:office_list"),
    (_("Requests"), "referrals:list"),
    (_("Waiting list"), "referrals:waiting_list"),
    (_("Reports"), "reports:list"),
    (_("Key figures"), "reports:figure_list"),
    (_("The board"), "reports:board"),
    (_("Districts"), "districts:list"),
    (_("Organisations"), "districts:organisations"),
    (_("Venues"), "groups:venues"),
    (_("Group leaders"), "groups:leaders"),
    (_("Programmes"), "groups:programmes"),
    (_("People"), "accounts:people"),
    (_("Log"), "audit:log"),
)

# In the menu of these roles alone, which has room; others come to it from the page it belongs to.
ONLY_FOR = {"reports:board": (Role.BOARD,)}


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool


def office_page(request):
    """Give office and sign-in templates their reader; public templates get nothing of anybody."""
    if kind_of(request) not in ("office", "signin"):
        return {}
    user = request.user
    return {
        "user": user,
        "messages": get_messages(request),
        "nav_items": nav_items(user, request.path) if user.is_authenticated else [],
        "role_names": [Role(role).label for role in Role.values if role in user.roles]
        if user.is_authenticated
        else [],
    }


def nav_items(user, path: str) -> list[NavItem]:
    """Return the pages that ``user`` may open, so that no link of the menu answers 403."""
    return [
        NavItem(str(label), page.url, _is_current(name, page.url, path))
        for label, name in PAGES
        if (page := _page(name)) and page.policy(user) and user.has_role(*ONLY_FOR.get(name, Role))
    ]


@dataclass(frozen=True)
class _Page:
    url: str
    policy: Callable


@cache
def _page(name: str) -> _Page | None:
    """Return address and policy of the page ``name``; None where the name does not exist."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    return _Page(url, access_of(resolve(url).func).policy)


def _is_current(name: str, url: str, path: str) -> bool:
    """A page is current with all below it; the start page lies above all others."""
    return path == url if name == "start" else path.startswith(url)
