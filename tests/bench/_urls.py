"""The real addresses, and a bare view that sends the bytes it is given."""

from django.http import HttpResponse
from django.urls import path

from barnstod.security.access import public
from barnstod.urls import urlpatterns as real

BODY = {"bytes": b"", "encoding": ""}


@public("measured against the real list")
def bare(request):
    response = HttpResponse(BODY["bytes"], content_type="text/html; charset=utf-8")
    response["Content-Encoding"] = BODY["encoding"]
    response["Vary"] = "Accept-Encoding"
    return response


urlpatterns = [*real, path("bare/", bare)]
