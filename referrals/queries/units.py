"""What a unit asks of its own cases: who keeps them, and for whom one stands in today."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.web.agenda import AgendaItem
from districts.models import Deputy, District, Organisation
from referrals import policies
from referrals.models import Referral


def units_of(user) -> list[District | Organisation]:
    """Return what ``user`` sends requests for today; nothing for the office."""
    units: list[District | Organisation] = []
    if policies.holds(user, Role.SOCIAL_WORKER):
        own = policies.own_districts(user)
        units += District.objects.on(timezone.localdate()).filter(pk__in=own)
    if policies.holds(user, Role.REFERRER):
        units += Organisation.objects.filter(pk__in=policies.own_organisations(user))
    return units


def officers_of(user, unit):
    """Return who keeps open cases of ``unit`` that ``user`` may see, also who has left it."""
    seen = Referral.objects.visible_to(user).open().sent_from(unit)
    return User.objects.filter(pk__in=seen.values("sent_by"))


def deputy_agenda(user) -> list[AgendaItem]:
    """Return for whom ``user`` stands in today."""
    rows = Deputy.objects.valid_on(timezone.localdate()).filter(deputy=user)
    return [
        AgendaItem(
            _("You stand in for %(name)s") % {"name": row.user.name},
            reverse("referrals:list"),
            _("Until and including %(day)s. You get the letters.")
            % {"day": date_format(row.valid_to, "j F")},
            urgency="info",
        )
        for row in rows.select_related("user")
    ]
