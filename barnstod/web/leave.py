"""The quick exit."""

from django.conf import settings
from django.http import HttpResponseRedirect

from barnstod.security.access import public


@public("Whoever must leave at once has no time to sign in")
def leave(request):
    """Go on to a neutral site and let the browser forget ours.

    Cache and storage only: clearing cookies would sign the visitor out of the city's other
    services on the same domain, which somebody else could notice.
    """
    response = HttpResponseRedirect(settings.LEAVE_TO, status=303)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
