"""What waits for a unit among the cases that are on their way between two units."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.web.agenda import AgendaItem
from referrals import policies
from referrals.models import Handover
from referrals.queries.left import HANDED_OVER, day_of, left_for

LEFT_WAITING = timedelta(days=7)  # after this it is urgent there, and the giver rings them
LEFT_UNANSWERED = timedelta(days=14)  # after this the head is told how many there are


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
                % {"unit": handover.giver, "alias": handover.alias},
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


def left_handovers_agenda() -> list[AgendaItem]:
    """Return the line of the head, where no unit has answered a handover for two weeks.

    How many and since when; the database answers the head alone.
    """
    left = left_for(LEFT_UNANSWERED, HANDED_OVER)
    if not left:
        return []
    words = ngettext(
        "%(n)s handover between units has waited for an answer for more than two weeks",
        "%(n)s handovers between units have waited for an answer for more than two weeks",
        len(left),
    )
    return [
        AgendaItem(
            words % {"n": len(left)},
            reverse("districts:list"),
            _("The oldest is of %(day)s. The two units see their own; remind those in charge.")
            % {"day": day_of(left[0])},
            urgency="now",
        )
    ]
