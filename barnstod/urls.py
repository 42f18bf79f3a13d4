"""The map of the site."""

from django.urls import include, path, register_converter

from barnstod import start
from barnstod.web import health, leave
from barnstod.web.downloads import TableFormat

handler400 = "barnstod.web.errors.bad_request"
handler403 = "barnstod.web.errors.forbidden"
handler404 = "barnstod.web.errors.not_found"
handler500 = "barnstod.web.errors.server_error"
handler429 = "barnstod.web.errors.too_many"

register_converter(TableFormat, "table_format")  # lists of several apps go out as files

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("lamna/", leave.leave, name="leave"),
    path("kontor/", start.start, name="start"),
    path("", include("barnstod.accounts.signin")),
    path("", include("barnstod.accounts.urls")),
    path("", include("barnstod.audit.urls")),
    path("", include("districts.urls")),
    path("", include("referrals.urls")),
    path("", include("reports.urls")),
    path("", include("groups.urls")),
]
