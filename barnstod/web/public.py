"""Public pages, rendered once a version and kept in the process that rendered them.

A body is kept under the version of everything public. The version is asked *before* the data
is read: a writer who commits in between makes the body newer than its key, never older, so a
stale body can never be found under the new version. A change shows within
``settings.PUBLIC_VERSION_SECONDS``, for so long a process believes the version it last saw.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from barnstod.web.models import PublicVersion

BODIES = 256  # kept per process; a page of 60 groups is some 100 kB, 10 of them compressed
GZIP_LEVEL = 6


def cached_page(
    render: Callable[[], HttpResponse], request: HttpRequest, codes: Hashable = ()
) -> HttpResponse:
    """Answer with what ``render()`` gave for this path, language, local day and ``codes``.

    ``codes`` is the normalised query: what the page depends on and nothing else, so that no
    visitor can fill the store with one page. An answer that is not 200, or an exception
    (Http404), is passed on and not kept.
    """
    key = (_version.now(), timezone.localdate(), request.path, get_language(), codes)
    page = _pages.get(key, lambda: _Page.of(render()))
    return page.answer(request)


def version_tag() -> str:
    """Return what is another whenever a public page may be: the version, and the local day."""
    return f"{_version.now()}-{timezone.localdate():%Y%m%d}"


def forget() -> None:
    """Forget the pages and the version, as a new process would."""
    _version.forget()
    _pages.forget()


@dataclass(frozen=True)
class _Page:
    status: int
    content_type: str
    body: bytes
    zipped: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "_Page":
        # mtime=0: the same page is the same bytes in every process.
        zipped = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        return cls(response.status_code, response["Content-Type"], response.content, zipped)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page holds no secret, so compressing it tells nothing (BREACH)."""
        takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(
            self.zipped if takes_gzip else self.body,
            content_type=self.content_type,
            status=self.status,
        )
        if takes_gzip:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class _Version:
    """The version as this process last saw it; asked by one thread at a time."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self):
        self._number, self._asked_at = 0, float("-inf")

    def now(self) -> int:
        """Return a version that stood within the last PUBLIC_VERSION_SECONDS.

        The clock is read before the database, and a lower number never replaces a higher one.
        """
        with self._lock:
            clock = time.monotonic()
            if clock - self._asked_at >= settings.PUBLIC_VERSION_SECONDS:
                seen = PublicVersion.objects.values_list("number", flat=True).get()
                self._number, self._asked_at = max(seen, self._number), clock
            return self._number


class _Pages:
    """A bounded store of pages, least recently used out first; each page rendered by one."""

    def __init__(self):
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Page] = OrderedDict()
        self._being_rendered: dict[Hashable, Future[_Page]] = {}

    def forget(self):
        with self._lock:
            self._kept.clear()

    def get(self, key: Hashable, render: Callable[[], _Page]) -> _Page:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            waiting = self._being_rendered.get(key)
            if waiting is None:
                mine = self._being_rendered[key] = Future()
        if waiting is not None:
            return waiting.result()
        return self._render(key, render, mine)

    def _render(self, key, render, mine: Future[_Page]) -> _Page:
        try:
            page = render()
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(page)
            with self._lock:
                if page.status == 200:
                    self._kept[key] = page
                    if len(self._kept) > BODIES:
                        self._kept.popitem(last=False)
            return page
        finally:
            with self._lock:
                self._being_rendered.pop(key, None)


_version, _pages = _Version(), _Pages()
