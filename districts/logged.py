"""What the log says of districts, organisations and where people work."""

from django.utils.translation import gettext_lazy as _

from barnstod.audit.words import Detail
from districts.choices import MailboxUse

ACTIONS = {
    "liaison.add": _("a liaison was entered"),
    "liaison.change": _("a liaison was changed"),
    "liaison.remove": _("a liaison was removed"),
    "agreement.add": _("an agreement was entered"),
    "agreement.change": _("an agreement was changed"),
    "agreement.remove": _("an agreement was removed"),
    "operatinggrant.add": _("an operating grant was entered"),
    "operatinggrant.change": _("an operating grant was changed"),
    "operatinggrant.remove": _("an operating grant was removed"),
    "organisation.add": _("an organisation was entered"),
    "organisation.change": _("an organisation was changed"),
    "deputy.name": _("a deputy was named"),
    "deputy.end": _("a deputy stands in no longer"),
    "district.mailbox": _("the unit's own mailbox was changed"),
    "organisation.mailbox": _("the organisation's own mailbox was changed"),
    "district.concern": _("where worry about a child is reported was changed"),
    "affiliation.start": _("a workplace was written down"),
    "affiliation.end": _("a workplace was ended"),
}
ACTORS = {"system:load_districts": _("the portal, which loads the districts")}
DETAILS = {
    "district": Detail(_("district")),
    "organisation": Detail(_("organisation")),
    "user": Detail(_("person"), is_person=True),
    "deputy": Detail(_("deputy"), is_person=True),
    "first_day": Detail(_("first day")),
    "last_day": Detail(_("last day")),
    "use": Detail(_("letters"), (MailboxUse,)),
}
