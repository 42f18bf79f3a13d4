"""Who waits to be rung back: for the office the requests, for the head how many and since when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from barnstod.audit.models import AuditEvent
from barnstod.web.agenda import AgendaItem
from referrals.choices import State
from referrals.history import SUBJECT
from referrals.models import Referral
from referrals.queries.left import UNREAD, waiting_since
from referrals.queries.lists import where_lives
from referrals.receipts import pair_index
from referrals.working_days import last_day_to_read, one_working_day_after, working_days_between


@dataclass(frozen=True)
class CallRow:
    """One who waits to be rung back. What it is about stands in the request, not here."""

    referral: Referral
    who: str
    area: str
    days: int  # working days since it came
    is_read: bool
    is_late: bool
    read_by: date

    @property
    def url(self) -> str:
        return reverse("referrals:call", args=[self.referral.reference])


@dataclass(frozen=True)
class Unread:
    """What the head learns of those whom nobody has read: figures."""

    number: int
    late: int
    since: datetime | None


def waiting_calls(user):
    """Return the requests that wait to be rung back, the oldest first, as ``user`` may see them.

    Read is what somebody has opened, or what the office wrote down itself.
    """
    opened = AuditEvent.objects.filter(
        subject_type=SUBJECT, subject=OuterRef("reference"), action="identity.open"
    )
    rows = Referral.objects.visible_to(user).filter(state=State.INTEREST)
    return rows.select_related("child_district").annotate(is_opened=Exists(opened))


def call_rows(referrals) -> list[CallRow]:
    now = timezone.now()
    return [call_row(referral, now) for referral in referrals]


def call_row(referral, now) -> CallRow:
    came = referral.first_contact_at
    is_read = referral.is_opened or referral.sent_by_id is not None
    return CallRow(
        referral=referral,
        who=referral.get_sender_kind_display(),
        area=where_lives(referral),
        days=working_days_between(timezone.localdate(came), timezone.localdate(now)),
        is_read=is_read,
        is_late=not is_read and one_working_day_after(came) < now,
        read_by=last_day_to_read(came),
    )


def by_words(user, theirs) -> Referral | None:
    """Return the case that ``user`` may see whose receipt has these two words, or None."""
    rows = Referral.objects.visible_to(user)
    return rows.filter(receipt__pair_index=pair_index(theirs)).first()


def unread() -> Unread:
    """Return how many wait unread; the database answers the head alone."""
    came, now = waiting_since(UNREAD), timezone.now()
    late = [moment for moment in came if one_working_day_after(moment) < now]
    return Unread(len(came), len(late), came[0] if came else None)


def calls_agenda(user) -> list[AgendaItem]:
    """Return the line of the office: how many wait to be rung back."""
    rows = call_rows(waiting_calls(user))
    if not rows:
        return []
    new = sum(not row.is_read for row in rows)
    words = ngettext("%(n)s to ring back", "%(n)s to ring back", len(rows)) % {"n": len(rows)}
    return [
        AgendaItem(
            words,
            rows[0].url if len(rows) == 1 else reverse("referrals:calls"),
            _("%(n)s unread. They wrote when and how it is safe.") % {"n": new}
            if new
            else _("They wrote when and how it is safe."),
            due_on=min((row.read_by for row in rows if not row.is_read), default=None),
            urgency="now" if any(row.is_late for row in rows) else "soon",
        )
    ]


def unread_agenda() -> list[AgendaItem]:
    """Return the line of the head, where families wait unread for more than a working day."""
    late = unread().late
    if not late:
        return []
    words = ngettext(
        "%(n)s request has waited unread for more than a working day",
        "%(n)s requests have waited unread for more than a working day",
        late,
    )
    return [
        AgendaItem(
            words % {"n": late},
            reverse("referrals:calls"),
            _("The office has promised to read within one working day."),
            urgency="now",
        )
    ]
