"""The headers of each kind of address, set in one place."""

from barnstod.security.access import kind_of

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
EVERYWHERE = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SHARED_SECONDS = 60  # how long a proxy of ours may keep a public page

FOR_STAFF = ("office", "signin")
NOT_INDEXED = ("office", "signin", "token")


def security_headers(get_response):
    def middleware(request):
        response = get_response(request)
        for name, value in EVERYWHERE.items():
            response.setdefault(name, value)
        kind = kind_of(request)
        if kind == "public":
            _shared(response)
        elif kind is not None:
            response["Cache-Control"] = "no-store"
            del response["Expires"]
        if kind not in FOR_STAFF:
            response["Referrer-Policy"] = "no-referrer"
        if kind in NOT_INDEXED:
            response["X-Robots-Tag"] = "noindex"
        return response

    return middleware


def _shared(response):
    """A shared telephone keeps nothing, our proxy a minute; feeds and the API say it themselves."""
    response.setdefault("Cache-Control", "no-store")
    if response["Cache-Control"] == "no-store" and response.status_code == 200:
        response.setdefault("CDN-Cache-Control", f"max-age={SHARED_SECONDS}")
