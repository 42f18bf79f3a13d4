"""What goes wrong with open data, in the form a machine of any site reads (RFC 9457)."""

import json
from http import HTTPStatus

from django.http import HttpResponse

PREFIX = "/api/"
TO_EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def opened(response: HttpResponse) -> HttpResponse:
    """Let scripts of any site read the response."""
    for name, value in TO_EVERY_SITE.items():
        response[name] = value
    return response


def problem(status: int, title: str = "", **more) -> HttpResponse:
    """Return problem details; without a ``title`` the status itself says it."""
    told = {"type": "about:blank", "title": title or HTTPStatus(status).phrase, "status": status}
    return opened(
        HttpResponse(
            json.dumps(told | more), content_type="application/problem+json", status=status
        )
    )
