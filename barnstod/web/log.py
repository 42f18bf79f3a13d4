"""Logs that may be read by anybody in the office: structured, without personal data.

A line holds the route of a request, never its path or query; of an exception its type and where
it was raised, never its message; of any other message its template, never its arguments. A
library's message without arguments may have them written into it: of that only the place.
"""

import json
import logging
import time
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime

OURS = ("barnstod", "districts", "groups", "referrals", "reports")

access = logging.getLogger("barnstod.access")
_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the reference of the request that is being answered, or an empty string."""
    return _request_id.get()


def access_log(get_response):
    """Give each request a reference to quote, and write one line about it."""

    def middleware(request):
        request.reference = uuid.uuid4().hex[:8]
        token = _request_id.set(request.reference)
        started = time.perf_counter()
        try:
            response = get_response(request)
            match = getattr(request, "resolver_match", None)
            access.info(
                "request",
                extra={
                    "fields": {
                        "method": request.method,
                        "route": match.route if match else "",
                        "status": response.status_code,
                        "ms": round((time.perf_counter() - started) * 1000),
                    }
                },
            )
        finally:
            _request_id.reset(token)
        return response

    return middleware


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _template_of(record),
            "reference": current_request_id(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps({key: value for key, value in line.items() if value != ""}, default=str)


def _template_of(record: logging.LogRecord) -> str:
    """Return what the programmer wrote, never what a person did."""
    is_ours = record.name.partition(".")[0] in OURS
    if is_ours or record.args:
        return str(record.msg)
    return f"{record.pathname}:{record.lineno}"
