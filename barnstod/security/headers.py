"""The headers of each kind of address, set in one place."""

from django.utils.cache import add_never_cache_headers

from barnstod.security.access import kind_of

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
SHARED_SECONDS = 60  # how long a proxy of ours may keep a public page


def security_headers(get_response):
    def middleware(request):
        response = get_response(request)
        response.setdefault("Content-Security-Policy", CSP)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        kind = kind_of(request)
        if kind == "public":
            # A shared phone keeps nothing; feeds and the API say otherwise themselves.
            response.setdefault("Cache-Control", "no-store")
            if response["Cache-Control"] == "no-store" and response.status_code == 200:
                response.setdefault("CDN-Cache-Control", f"max-age={SHARED_SECONDS}")
        elif kind is not None:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store"
        if kind in ("public", "public_form", "token"):
            response["Referrer-Policy"] = "no-referrer"
        if kind in ("token", "office", "signin"):
            response["X-Robots-Tag"] = "noindex"
        return response

    return middleware
