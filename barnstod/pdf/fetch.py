"""What a PDF may read: our own static files and fonts, nothing else."""

import mimetypes
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Never asked over the network: a made-up address, so that relative ones in style sheets resolve.
STATIC_BASE = "https://static.invalid/"


class NotOurs(FatalURLFetchingError):
    """The page asked for something that is not in our static folders."""


class StaticFetcher(URLFetcher):
    """Reads addresses under STATIC_BASE from the static folders; any other ends the build."""

    def fetch(self, url, headers=None):
        found = url.startswith(STATIC_BASE) and finders.find(url.removeprefix(STATIC_BASE))
        if not found:
            raise NotOurs(url)
        content_type = mimetypes.guess_type(found)[0] or "application/octet-stream"
        return URLFetcherResponse(
            url, body=Path(found).read_bytes(), headers={"Content-Type": content_type}
        )


fetch_static = StaticFetcher()
