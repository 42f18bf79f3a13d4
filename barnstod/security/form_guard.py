"""What guards the one form without sign-in, where there is no cookie and so no CSRF token.

``@public_form`` refuses other sites. The page gets ``stamp()`` as ``form_stamp`` and includes
templates/components/_form_guard.html in its form; the view calls ``check(request)`` before it
saves, and shows ``Refused.message`` and ``Refused.stamp`` in the form otherwise.
"""

import time

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext_lazy as _

from barnstod.security.visitor import attempts

STAMP = "stamp"  # the hidden field with the time at which the form was given out
HONEYPOT = "homepage"  # a field that people do not see and programs fill in

QUICKEST = 3  # seconds; nobody reads and answers the form faster
LONGEST = 12 * 3600  # seconds; a form may lie open over a working day
MOST = 20  # forms ...
WITHIN = 3600  # ... in so many seconds from one network; a whole school may share one address

_signer = Signer(salt="barnstod.form_guard")


class Refused(Exception):
    """The form was not accepted; ``message`` says in plain words what to do.

    ``stamp`` is what the form carries when it is shown again.
    """

    def __init__(self, reason, message, stamp):
        super().__init__(reason)
        self.reason, self.message, self.stamp = reason, message, stamp


def stamp() -> str:
    """Return the signed time of now, for the hidden field of a form that is given out."""
    return _signer.sign(str(int(time.time())))


def check(request) -> None:
    """Raise Refused unless a person seems to have filled in a form that we gave out."""
    given = request.POST.get(STAMP, "")
    age = _age(given)
    if age is None or age > LONGEST:
        raise Refused("old", _("The page had been open for long. Send again, please."), stamp())
    if request.POST.get(HONEYPOT):
        raise Refused("honeypot", _("Leave the last field empty and send again."), given)
    if age < QUICKEST:
        raise Refused("quick", _("That went very fast. Send again, please."), given)
    if attempts(request, "public-form", WITHIN) > MOST:
        raise Refused("often", _("Too many forms came from your network. Ring us instead."), given)


def _age(given: str) -> float | None:
    """Return how many seconds ago the stamp ``given`` was made; None if we did not make it."""
    try:
        return time.time() - int(_signer.unsign(given))
    except BadSignature:
        return None
