"""The groups as data, for the city's other sites and whoever builds something on them.

Open to every site (CORS ``*``): what is given is public, no cookie is read, and nothing can be
sent here. Errors are problem details (RFC 9457). Documented in docs/api.md.
"""

import json
from functools import wraps
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone

from barnstod.security.access import public
from barnstod.web.problems import opened, problem
from barnstod.web.public import cached_page, version_tag
from districts.queries import area_codes
from groups import listing, open_data, queries

DESCRIPTION = (Path(open_data.__file__).parent / "data/openapi.json").read_bytes()
# What has been answered in another shape is not answered "as before" after an upgrade.
SHAPE = sha256(DESCRIPTION + Path(open_data.__file__).read_bytes()).hexdigest()[:8]


def data(reason):
    """Open a reading page as ``public`` does; what is refused is told to a machine."""

    def decorate(view):
        guarded = public(reason)(view)

        @wraps(guarded)
        def answered(request, *args, **kwargs):
            response = guarded(request, *args, **kwargs)
            if response.status_code != 405:
                return response
            refused = problem(405)
            refused["Allow"] = response["Allow"]
            return refused

        return answered

    return decorate


@data("Other sites of the city show the groups that the public pages show")
def group_list(request):
    return _answer(request, lambda: _groups(request))


@data("Other sites of the city show a group as the public page shows it")
def group_detail(request, slug):
    return _answer(request, lambda: cached_page(lambda: _group(slug), request))


@data("A machine asks where things are")
def root(request):
    places = {
        "groups": settings.BASE_URL + reverse("groups:api_groups"),
        "description": settings.BASE_URL + reverse("groups:api_description"),
    }
    return _answer(request, lambda: _json(places))


@data("Whoever builds on the data reads how it is shaped")
def description(request):
    return _answer(request, lambda: HttpResponse(DESCRIPTION, content_type="application/json"))


@data("An address that does not exist is said to be so in the form a machine reads")
def unknown(request, rest):
    return problem(404, "There is nothing at this address")


def _answer(request: HttpRequest, answer) -> HttpResponse:
    """Return ``answer()``, or 304 before anything is read if its reader has what stands now.

    The tag is read before the data, so that a body can be newer than its tag, never older.
    """
    tag = f'W/"{version_tag()}-{SHAPE}"'
    if tag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response: HttpResponse = HttpResponseNotModified()
        response["Vary"] = "Accept-Encoding"
    else:
        response = answer()
    if response.status_code in (200, 304):
        response["ETag"] = tag
        response["Cache-Control"] = "public, no-cache"
    return opened(response)


def _groups(request) -> HttpResponse:
    today = timezone.localdate()
    choice = listing.choice_of(request.GET, area_codes(today), today)
    if names := open_data.not_understood(request.GET, choice):
        return problem(400, "A code is not known", parameters=names)
    return cached_page(lambda: _fitting(choice), request, choice)


def _fitting(choice: listing.Choice) -> HttpResponse:
    area = queries.areas_today().get(choice.area or "")
    groups = queries.public_groups(with_days=True)
    return _json(open_data.groups_data([one for one in groups if listing.fits(one, choice, area)]))


def _group(slug: str) -> HttpResponse:
    group = queries.public_group(slug)
    if group is None:
        return problem(404, "There is no such group, or it is over")
    return _json(open_data.group_data(group))


def _json(data: dict) -> HttpResponse:
    return HttpResponse(json.dumps(data, ensure_ascii=False), content_type="application/json")
