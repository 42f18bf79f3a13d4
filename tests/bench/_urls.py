"""The real addresses, and bare views that send the bytes and the headers they are given."""

from django.http import HttpResponse, HttpResponseNotModified
from django.urls import path

from barnstod.security.access import public
from barnstod.urls import urlpatterns as real

BODY = {"bytes": b"", "encoding": ""}
UNCHANGED: dict[str, str] = {}


@public("measured against the real list")
def bare(request):
    response = HttpResponse(BODY["bytes"], content_type="text/html; charset=utf-8")
    response["Content-Encoding"] = BODY["encoding"]
    response["Vary"] = "Accept-Encoding"
    return response


@public("measured against the real API")
def bare_304(request):
    return HttpResponseNotModified(headers=UNCHANGED)


urlpatterns = [*real, path("bare/", bare), path("bare-304/", bare_304)]
