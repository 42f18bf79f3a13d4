"""The evenings of the demonstration: who came, who may fetch whom, the first talks."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import groupby
from random import Random

from django.utils import timezone

from barnstod.accounts.models import User
from districts.demo import SOURCE
from groups.choices import DocumentationMode
from groups.models import Session
from referrals.choices import State
from referrals.demo import COORDINATOR
from referrals.evening import AbsenceReason, CallFirst, Collector, Food, Presence, TalkBy, TalkKind
from referrals.models import Absences, Attendance, Evening, HeadCount, Referral, Talk
from referrals.services.absences import IN_A_ROW
from referrals.told import TOLD_FIELDS, EarlierSupport, Gender, HeardThrough

BEGUN = (State.STARTED, State.COMPLETED, State.DISCONTINUED)
# Out of a hundred evenings, so many of each; the first of a child's is always one it came to.
USUAL = (Presence.PRESENT,) * 84 + (Presence.LATE,) * 6 + (Presence.LEFT_EARLY,) * 2
PRESENCES = (*USUAL, *(Presence.ABSENT,) * 8)
LATELY = timedelta(days=14)
FETCHED = (
    [Collector.MOTHER],
    [Collector.MOTHER, Collector.FATHER],
    [Collector.FATHER, Collector.GRANDPARENT],
    [Collector.MOTHER, Collector.GRANDPARENT],
    [Collector.ALONE],
)


def load(today: date, rng: Random) -> None:
    """Mark what has been, and say what leaders must know; nothing the second time."""
    if Evening.objects.exists():
        return
    write = _Writer(today, rng)
    children = defaultdict(list)
    of_demo = Referral.objects.filter(group__organisation__source=SOURCE)
    for child in of_demo.filter(state__in=(*BEGUN, State.ACCEPTED)).order_by("spoken"):
        children[child.group_id].append(child)
        write.before(child)
        write.told(child)
    sessions = (
        Session.objects.filter(group__in=children, active=True, during__endswith__lt=write.now)
        .select_related("group__programme")
        .order_by("group", "during")
    )
    for group, evenings in groupby(sessions, key=lambda session: session.group):
        begun = [child for child in children[group.pk] if child.state in BEGUN]
        write.been(group, list(evenings), begun)
    write.save()


class _Writer:
    """Collects the rows, so that they are written in a handful of statements."""

    def __init__(self, today: date, rng: Random):
        self.today, self.rng, self.now = today, rng, timezone.now()
        self.office = User.objects.get(email=COORDINATOR)
        self.marks: list[Attendance] = []
        self.counts: list[HeadCount] = []
        self.evenings: list[Evening] = []
        self.talks: list[Talk] = []
        self.absences: list[Absences] = []
        self.children: list[Referral] = []

    def before(self, child: Referral) -> None:
        never_by = [Collector.FATHER] if self.rng.random() < 0.15 else []
        may = [one for one in self.rng.choice(FETCHED) if one not in never_by]
        self.evenings.append(
            Evening(
                referral=child,
                may_collect=may or [Collector.GRANDPARENT],
                never_by=never_by,
                call_first=self.rng.choice([CallFirst.MOTHER, CallFirst.GUARDIAN]),
                food=[self.rng.choice(Food.values[:5])] if self.rng.random() < 0.25 else [],
                changed_by=self.office,
            )
        )
        self.talks.append(
            Talk(
                referral=child,
                kind=TalkKind.FIRST,
                held_on=timezone.localdate(child.first_contact_at) + timedelta(days=6),
                held_by=TalkBy.LEADER,
                recorded_by=self.office,
            )
        )

    def told(self, child: Referral) -> None:
        """Most tell whether it is a girl or a boy and how they heard of us; fewer the rest."""
        child.gender = self.rng.choice((Gender.GIRL, Gender.BOY) * 6 + (Gender.NOT_SAID, ""))
        child.heard_through = self.rng.choice([*HeardThrough.values, ""])
        child.earlier_support = self.rng.choice(([], [EarlierSupport.NONE], [EarlierSupport.TALKS]))
        self.children.append(child)

    def been(self, group, sessions: list[Session], children: list[Referral]) -> None:
        if group.programme.documentation_mode == DocumentationMode.DE_IDENTIFIED:
            self.counts += [
                HeadCount(
                    session=session,
                    children=max(len(children) - self.rng.choice([0, 0, 1]), 0),
                    marked_by=self.office,
                    marked_at=session.during.upper,
                )
                for session in sessions
            ]
            return
        for child in children:
            self._mark(child, sessions)

    def _mark(self, child: Referral, sessions: list[Session]) -> None:
        """One child of the demo has stopped coming, so that there is somebody to ring."""
        last = sessions[-IN_A_ROW:]
        is_lately = last[-1].during.upper > self.now - LATELY
        is_long = child.state == State.STARTED and len(sessions) > IN_A_ROW
        stays_away = is_lately and is_long and not self.absences
        presences: list[Presence] = []
        for number, session in enumerate(sessions):
            presence = self.rng.choice(PRESENCES if number else USUAL)
            if stays_away and session in last:
                presence = Presence.ABSENT
            elif presences[-2:] == [Presence.ABSENT] * 2 or (
                stays_away and number == len(sessions) - 4
            ):
                presence = Presence.PRESENT
            presences.append(presence)
            is_away = presence == Presence.ABSENT
            self.marks.append(
                Attendance(
                    referral=child,
                    session=session,
                    presence=presence,
                    reason=self.rng.choice(AbsenceReason.values[:3]) if is_away else "",
                    marked_by=self.office,
                    marked_at=session.during.upper,
                )
            )
        if stays_away:
            self.absences.append(
                Absences(referral=child, since=last[0], raised_at=last[-1].during.upper)
            )

    def save(self) -> None:
        Referral.objects.bulk_update(self.children, TOLD_FIELDS)
        Evening.objects.bulk_create(self.evenings)
        Talk.objects.bulk_create(self.talks)
        Attendance.objects.bulk_create(self.marks)
        HeadCount.objects.bulk_create(self.counts)
        Absences.objects.bulk_create(self.absences)
