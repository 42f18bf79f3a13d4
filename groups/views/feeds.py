"""Calendars to subscribe to: everybody's, one's own, and the page where one's own is made."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from barnstod.security.access import allow, public, token
from barnstod.security.actor import acting_as
from barnstod.web.conditional import conditional
from barnstod.web.public import cached_page
from groups import feeds, policies
from groups.ical import CONTENT_TYPE
from groups.models import FeedToken
from groups.services import feeds as addresses


@public("Anybody may subscribe to the days that the public pages tell")
def public_feed(request):
    response = cached_page(
        lambda: HttpResponse(feeds.public_feed(), content_type=CONTENT_TYPE), request
    )
    response["Cache-Control"] = "public, no-cache"
    return conditional(request, response)


@require_safe
@token("A telephone's calendar cannot sign in; the address is made and taken back by its owner")
def personal_feed(request, token):
    """Answer as the owner may see it now: account and roles are asked at each reading.

    What is unknown, taken back, too old or no longer allowed does not exist.
    """
    reader = addresses.reader_of(token)
    if reader is None or not policies.can_see_calendar(reader):
        raise Http404
    with acting_as(reader):
        octets = feeds.personal_feed(reader)
    return conditional(request, HttpResponse(octets, content_type=CONTENT_TYPE))


@require_http_methods(["GET", "POST"])
@allow(policies.can_see_calendar)
def subscribe(request):
    """Make an address, shown this once, or take it back."""
    address = ""
    if request.POST.get("do") == "make":
        _feed, token = addresses.make_address(by=request.user)
        address = settings.BASE_URL + reverse("groups:personal_feed", args=[token])
    elif request.method == "POST":
        addresses.revoke_address(by=request.user)
        return redirect("groups:subscribe")
    context = {
        "feed": FeedToken.objects.unrevoked().filter(user=request.user).first(),
        "address": address,
        "webcal": "webcal" + address.removeprefix("https").removeprefix("http"),
        "crumbs": [(_("Calendar"), reverse("groups:calendar"))],
    }
    return render(request, "groups/calendar_subscribe.html", context)
