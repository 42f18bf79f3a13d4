"""Since when something waits for somebody else, of which the head learns no more than how many."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format

UNREAD = "SELECT * FROM referrals_unread_since()"
UNANSWERED = "SELECT * FROM referrals_unanswered_since()"
HANDED_OVER = "SELECT * FROM referrals_handed_over_since()"


def waiting_since(question: str) -> list[datetime]:
    """Return since when each waits, the oldest first.

    ``question`` is one of those above, which the database answers the head alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(question)
        return sorted(moment for (moment,) in cursor.fetchall())


def left_for(patience: timedelta, question: str) -> list[datetime]:
    """Return since when each waits that has waited longer than ``patience``, the oldest first."""
    return [moment for moment in waiting_since(question) if moment < timezone.now() - patience]


def day_of(moment: datetime) -> str:
    """Return its local day, as *3 augusti*."""
    return date_format(timezone.localtime(moment), "j F")
