"""What waits for a unit among the cases that are on their way between two units."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.web.agenda import AgendaItem
from referrals import policies
from referrals.models import Handover

LEFT_WAITING = timedelta(days=7)  # after this it is urgent there, and the giver rings them


def handovers_agenda(user) -> list[AgendaItem]:
    """Return what other units wish to hand over, and what nobody has taken over for a week."""
    rows = Handover.objects.visible_to(user).open().select_related("from_unit", "to_unit")
    late = timezone.now() - LEFT_WAITING
    return [item for handover in rows for item in _items(user, handover, handover.given_at < late)]


def _items(user, handover, is_late: bool) -> list[AgendaItem]:
    url = handover.get_absolute_url()
    if policies.can_answer_handover(user, handover):
        return [
            AgendaItem(
                _("%(unit)s hands %(alias)s over to you")
                % {"unit": handover.from_unit, "alias": handover.alias},
                url,
                _("Take the case over, or say that you do not."),
                urgency="now" if is_late else "soon",
            )
        ]
    if is_late:
        return [
            AgendaItem(
                _("Nobody has taken %(alias)s over") % {"alias": handover.alias},
                url,
                _("The case is still yours. Ring %(unit)s.") % {"unit": handover.to_unit},
            )
        ]
    return []
