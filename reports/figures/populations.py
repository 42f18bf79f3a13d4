"""Which rows each figure counts: groups, seats, children and marks of one whole term."""

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    Func,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)

from groups.choices import FOR_CHILDREN, GroupState
from groups.models import SupportGroup, UnmetWish
from groups.models.asking import STEP as STEP
from referrals.choices import NOT_SENT, State
from referrals.evening import Presence
from referrals.models import Attendance, Referral
from reports.figures.cells import Label
from reports.figures.counting import Scope
from reports.figures.periods import first_day, last_day, moments_of

STARTED = (GroupState.RUNNING, GroupState.COMPLETED)
OFFERED = (GroupState.PLANNED, *STARTED)
REACHED = (State.STARTED, State.COMPLETED, State.DISCONTINUED)

ANYWHERE = Label("var-som-helst", "Var som helst")


class RangeStart(Func):
    function = "LOWER"
    output_field = DateTimeField()


class RangeEnd(Func):
    function = "UPPER"
    output_field = DateTimeField()


def groups_in(*states: GroupState):
    """Return the counter's rows: the groups of the term that are in one of the states."""

    def rows(scope: Scope) -> QuerySet:
        term = scope.term
        return SupportGroup.objects.filter(state__in=states, year=term.year, season=term.season)

    return rows


def child_groups(scope: Scope) -> QuerySet:
    return groups_in(*OFFERED)(scope).filter(audience__in=FOR_CHILDREN)


def waiting(scope: Scope) -> QuerySet:
    """Return who waits now: how it was on an earlier day is not kept."""
    return Referral.objects.filter(state=State.WAITING)


def asked(scope: Scope) -> QuerySet:
    begin, end = moments_of(scope.term)
    sent = Referral.objects.filter(submitted_at__gte=begin, submitted_at__lt=end)
    return sent.exclude(state__in=NOT_SENT)


def started(scope: Scope) -> QuerySet:
    return Referral.objects.filter(
        state__in=REACHED, group__year=scope.term.year, group__season=scope.term.season
    )


def refused(scope: Scope) -> QuerySet:
    begin, end = moments_of(scope.term)
    return Referral.objects.filter(state=State.DECLINED, closed_at__gte=begin, closed_at__lt=end)


def waits_for_offer(scope: Scope) -> QuerySet:
    """Return the children whose first offer was made in the term, with ``waited``."""
    begin, end = moments_of(scope.term)
    offered = Referral.objects.annotate(at=Min("offers__made_at"))
    return offered.filter(at__gte=begin, at__lt=end).annotate(
        waited=F("at") - F("first_contact_at")
    )


def waits_for_session(scope: Scope) -> QuerySet:
    """Return the children who began in a group of the term, with ``waited`` to the first session
    they came to. Where no marks of children are kept, nobody knows."""
    came = Attendance.objects.filter(referral=OuterRef("pk"), session__active=True).exclude(
        presence=Presence.ABSENT
    )
    first = came.annotate(at=RangeStart("session__during")).order_by("at").values("at")[:1]
    with_first = started(scope).annotate(at=Subquery(first)).filter(at__isnull=False)
    return with_first.annotate(waited=F("at") - F("first_contact_at"))


def marks(scope: Scope) -> QuerySet:
    """Return the marks of the sessions of the term that took place."""
    return Attendance.objects.filter(
        session__active=True, session__during__overlap=moments_of(scope.term)
    )


def marked_children(scope: Scope) -> QuerySet:
    own = marks(scope).filter(referral=OuterRef("pk"))
    return Referral.objects.filter(Exists(own))


def unmet(scope: Scope) -> QuerySet:
    return UnmetWish.objects.filter(
        week_on__gte=first_day(scope.term), week_on__lte=last_day(scope.term)
    )


def meeting_on(scope: Scope) -> QuerySet:
    """Return the groups of children that run on the scope's day: from the first session to the
    last, whatever became of them since. ``host`` is each district that it is in, none for the
    whole city."""
    active = Q(sessions__active=True)
    running = (
        SupportGroup.objects.filter(state__in=OFFERED, audience__in=FOR_CHILDREN)
        .annotate(
            begins=Min(RangeStart("sessions__during"), filter=active),
            ends=Max(RangeEnd("sessions__during"), filter=active),
        )
        .filter(begins__date__lte=scope.day, ends__date__gte=scope.day)
    )
    host = Case(When(is_city_wide=True, then=None), default=F("hosting_districts"))
    return SupportGroup.objects.filter(pk__in=running.values("pk")).annotate(host=host)
