"""Who asks, as far as counting attempts needs it: a pseudonym of the day, never an address."""

import hashlib
import hmac
import ipaddress
import secrets

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

DAY = 24 * 3600  # seconds
IPV6_HOUSEHOLD = 64  # bits: what one household is given


def pseudonym(request) -> str:
    """Return a name for the sender of ``request`` that holds for today and leads nowhere.

    It is keyed with a random key of the day that only the cache holds, so that afterwards no
    one can tell which address it was, not even with all our secrets.
    """
    name = f"visitor-key:{timezone.localdate()}"
    key = cache.get_or_set(name, lambda: secrets.token_hex(32), DAY) or ""
    return hmac.new(key.encode(), _network(request).encode(), hashlib.sha256).hexdigest()


def attempts(request, purpose: str, seconds: int) -> int:
    """Count this attempt, and return how many there were since the first one ``seconds`` ago.

    Fails open: without the cache it is always the first.
    """
    name = f"attempts:{purpose}:{pseudonym(request)}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name)
    except ValueError:  # it ran out between the two calls
        return 1


def _network(request) -> str:
    """Return the sender's network, past as many proxies as are ours.

    What stands further left in X-Forwarded-For was written by the sender and proves nothing.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    address = hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        ip = ipaddress.ip_address(address.strip())
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((ip, IPV6_HOUSEHOLD), strict=False))
    return str(ip)
