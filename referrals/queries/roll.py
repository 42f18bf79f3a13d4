"""One session as its leaders see it: the children, what keeps them safe, and who has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Prefetch, Q

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from groups.choices import FOR_CHILDREN
from groups.models import Session, SupportGroup
from groups.queries.calendar import days
from referrals import policies
from referrals.choices import IN_GROUP, Protection
from referrals.models import Attendance, Evening, Referral
from referrals.models.rows import consent_taken_back
from referrals.roll import card_key, child_key, place_of

EVENING_FIELDS = ("may_collect", "never_by", "call_first", "food")


@dataclass(frozen=True)
class Child:
    """A child of the session. ``evening`` is None where nobody has said anything of it yet, and
    ``reference`` is empty for a protected child: its leaders know the alias and nothing else."""

    key: str
    alias: str
    reference: str
    state: str
    is_protected: bool
    mark: Attendance | None
    evening: Evening | None

    @property
    def card_key(self) -> str:
        """Return what tells an open page that it shows something else of the child than what
        stands now: a value without any meaning, another one as soon as the card is another."""
        evening = self.evening
        told = [getattr(evening, field) for field in EVENING_FIELDS] if evening else None
        if evening and told and not self.is_protected:
            told.append(evening.changed_at)  # the sealed note may be another
        return card_key(self.key, f"{self.is_protected}:{told}")


def sessions_for(user):
    """Return the children's sessions whose roll ``user`` may take: those led, or all."""
    rows = Session.objects.filter(group__audience__in=FOR_CHILDREN).select_related(
        "group__programme", "room__venue"
    )
    if not user.has_role(Role.COORDINATOR):
        rows = rows.filter(led_by(user))
    return rows.prefetch_related("group__hosting_districts")


def led_by(user) -> Q:
    """Tell of a session whether ``user`` leads its group, or the session in somebody's place."""
    in_person = Session.objects.led_in_person(user)
    return Q(group__in=SupportGroup.objects.led_by(user)) | Q(pk__in=in_person.values("pk"))


def sessions_on(user, day: date):
    """Return those of the local ``day``, the earliest first."""
    return sessions_for(user).filter(
        active=True, during__overlap=days(day, day + timedelta(days=1))
    )


def children_at(session, user) -> list[Child]:
    """Return the children of ``session`` whom ``user`` meets there, by alias.

    The same number of queries for any number of children.
    """
    marks = Attendance.objects.filter(session=session).select_related("marked_by")
    rows = (
        _met_by(user, session)
        .filter(group=session.group_id, state__in=IN_GROUP)
        .exclude(consent_taken_back())
        .select_related("evening")
        .prefetch_related(Prefetch("attendances", queryset=marks, to_attr="marks"))
    )
    children = [
        Child(
            key=child_key(place_of(session), row.spoken),
            alias=row.spoken,
            reference=row.reference,
            state=row.get_state_display(),
            is_protected=row.is_protected,
            mark=row.marks[0] if row.marks else None,
            evening=getattr(row, "evening", None),
        )
        for row in rows
    ]
    shown = {child.alias for child in children}
    children += [one for one in _protected_at(session) if one.alias not in shown]
    return sorted(children, key=lambda child: child.alias)


def _met_by(user, session):
    """Return the cases ``user`` may see, with those of the group where one stands in tonight."""
    rows = Referral.objects.visible_to(user)
    if policies.stands_in(user, session):
        rows |= Referral.objects.filter(group=session.group_id, protection=Protection.NONE)
    return rows


def _protected_at(session) -> list[Child]:
    """Return the protected children of a session that the one who acts leads; past the wall of the
    database, which decides that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM referrals_protected_tonight(%s)", [session.pk])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    people = User.objects.in_bulk({row["marked_by_id"] for row in rows if row["marked_by_id"]})
    return [_protected_child(session, row, people) for row in rows]


def _protected_child(session, row: Mapping, people: Mapping) -> Child:
    mark = evening = None
    if row["presence"]:
        mark = Attendance(
            presence=row["presence"],
            reason=row["reason"],
            version=row["version"],
            marked_by=people[row["marked_by_id"]],
            marked_at=row["marked_at"],
        )
    if row["may_collect"] is not None:
        evening = Evening(**{field: row[field] for field in EVENING_FIELDS})
    return Child(
        key=child_key(place_of(session), row["spoken"]),
        alias=row["spoken"],
        reference="",
        state=Referral(state=row["state"]).get_state_display(),
        is_protected=True,
        mark=mark,
        evening=evening,
    )


@dataclass(frozen=True)
class Comings:
    """How often a child came, of how many sessions it was marked in."""

    came: int
    marked: int
    marks: Sequence[Attendance]


def comings_of(referral, user) -> Comings:
    """Return the marks of one child, the latest session first, as far as ``user`` may see them."""
    rows = Attendance.objects.visible_to(user).filter(referral=referral)
    marks = list(rows.select_related("session").order_by("-session__during", "-pk"))
    return Comings(sum(mark.came for mark in marks), len(marks), marks)
