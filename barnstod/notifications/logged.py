"""What the log says of letters."""

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str] = {}
ACTORS = {"system:deliver": _("the portal, which sends letters")}
