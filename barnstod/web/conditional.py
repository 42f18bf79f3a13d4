"""An answer that its reader may already have: ETag, and 304 without a body."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with an ETag of its bytes, or 304 if the reader has these bytes."""
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=response["ETag"], response=response) or response
