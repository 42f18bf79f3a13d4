"""The terms behind the demonstration: groups and children of them, so that figures have a past.

They are taken from the groups of the demo that are over, some terms earlier and with other
children. Nobody in it exists, and no name was ever kept of them.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from barnstod.accounts.models import User
from districts.demo import SOURCE
from groups.choices import FOR_CHILDREN, DocumentationMode, GroupState
from groups.closures import closed_days
from groups.demo import count_seats
from groups.models import Session, SupportGroup
from groups.services import sessions_of
from groups.slugs import new_slug
from groups.terms import Term
from referrals.choices import Names, OfferState, State
from referrals.demo import COORDINATOR
from referrals.demo_attendance import PRESENCES, USUAL
from referrals.evening import AbsenceReason, Presence
from referrals.models import Attendance, Offer, Referral
from referrals.words import spoken_number

# So many groups in each term before the present one, and so many children in each of them.
PAST = {3: (3, 6), 2: (4, 6), 1: (4, 7)}
FIRST_DAYS = ((1, 12), (9, 1))  # about when groups begin, in spring and in autumn
SPOKEN_FROM = 1000  # the first of their words to say; the demo's own children are fewer
WAITED = (4, 5, 6, 8, 10)  # weeks from the first contact to the yes


def load(today: date, rng: Random) -> list[Term]:
    """Write the past and return its terms, the earliest first; nothing the second time."""
    now = Term.on(today)
    terms = [now.after(-back) for back in sorted(PAST, reverse=True)]
    if SupportGroup.objects.filter(year=terms[0].year, season=terms[0].season).exists():
        return []
    write = _Writer(rng)
    for back, (groups, children) in PAST.items():
        for number, known in enumerate(write.known[:groups]):
            write.group(known, now.after(-back), number, children)
    write.save()
    return terms


class _Writer:
    """Collects the rows, so that they are written in a handful of statements."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.known = list(
            SupportGroup.objects.filter(
                organisation__source=SOURCE, state=GroupState.COMPLETED, audience__in=FOR_CHILDREN
            )
            .prefetch_related("hosting_districts")
            .select_related("programme")
            .order_by("pk")
        )
        over = [State.COMPLETED, State.DISCONTINUED]
        self.alike = {
            group.pk: list(Referral.objects.filter(group=group, state__in=over).order_by("spoken"))
            for group in self.known
        }
        self.office = User.objects.get(email=COORDINATOR)
        self.numbers = count(SPOKEN_FROM)
        self.groups: list[tuple[SupportGroup, SupportGroup]] = []  # what it is like, and the new
        self.sessions: list[list[Session]] = []
        self.children: list[Referral] = []
        self.offers: list[Offer] = []
        self.marks: list[Attendance] = []

    def group(self, known: SupportGroup, term: Term, number: int, children: int) -> None:
        """Write a group like ``known``, but without a parent group, a room and evenings booked."""
        month, day = FIRST_DAYS[term.half]
        about = date(term.year, month, day) + timedelta(weeks=number % 3)
        group = another(
            known,
            leave=("slug", "submission_key", "parallel_group_id", "room_id"),
            year=term.year,
            season=term.season,
            first_on=about,
        )
        group.slug = new_slug(group, choose=self.rng.choice)
        sessions = sessions_of(group, closed_days(about, about + timedelta(weeks=26)))
        begin = sessions[0].during.lower
        group.first_on = timezone.localdate(begin)
        group.published_at = group.updated_at = begin - timedelta(weeks=10)
        self.groups.append((known, group))
        self.sessions.append(sessions)
        alike = self.alike[known.pk]
        for place in range(min(children, group.capacity)):
            district = known.hosting_districts.all()[0]  # they live where the group meets
            self._child(group, sessions, alike[place % len(alike)], place, district)

    def save(self) -> None:
        groups = [group for _known, group in self.groups]
        SupportGroup.objects.bulk_create(groups)
        hosting = SupportGroup.hosting_districts.through
        hosting.objects.bulk_create(
            hosting(supportgroup=group, district=one)
            for known, group in self.groups
            for one in known.hosting_districts.all()
        )
        Session.objects.bulk_create(one for sessions in self.sessions for one in sessions)
        Referral.objects.bulk_create(self.children)
        Offer.objects.bulk_create(self.offers)
        Attendance.objects.bulk_create(self.marks)
        taken = Counter(one.group_id for one in self.children)
        count_seats({group.pk: (0, taken[group.pk]) for group in groups})

    def _child(self, group: SupportGroup, sessions: list[Session], alike, place, district) -> None:
        """Write a child like one of the demo, of the group's own time and without a name."""
        asked = sessions[0].during.lower - timedelta(weeks=9 + place)
        first_on: date = group.first_on  # type: ignore[assignment]
        child = another(
            alike,
            leave=("reference", "submission_key", "household_id", "group_id", "child_district_id"),
            group=group,
            spoken=spoken_number(next(self.numbers) * 7919),
            names=Names.NONE,
            state=State.COMPLETED,
            discontinue_reason="",
            first_contact_at=asked,
            submitted_at=asked + timedelta(days=1),
            disclosed_at=asked + timedelta(days=1),
            closed_at=sessions[-1].during.upper,
            last_entry_at=sessions[-1].during.upper,
            child_birth_year=first_on.year - (group.age_from or 7) - 1,
            child_birth_month=1 + place,
            child_district=district,
        )
        answered_at = asked + timedelta(weeks=self.rng.choice(WAITED))
        self.children.append(child)
        self.offers.append(
            Offer(
                referral=child,
                group=group,
                made_by=self.office,
                made_at=answered_at - timedelta(days=4),
                deadline=timezone.localdate(answered_at) + timedelta(days=6),
                state=OfferState.ACCEPTED,
                answered_at=answered_at,
                answered_by=child.sent_by,
            )
        )
        if group.programme.documentation_mode == DocumentationMode.IDENTIFIED:
            self._mark(child, sessions)

    def _mark(self, child: Referral, sessions: list[Session]) -> None:
        for number, session in enumerate(sessions):
            presence = self.rng.choice(PRESENCES if number else USUAL)
            self.marks.append(
                Attendance(
                    referral=child,
                    session=session,
                    presence=presence,
                    reason=AbsenceReason.ILL if presence == Presence.ABSENT else "",
                    marked_by=self.office,
                    marked_at=session.during.upper,
                )
            )


def another(row, *, leave: tuple[str, ...], **changed):
    """Return an unsaved row like ``row`` but for these fields, and without those to leave."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in (*leave, row._meta.pk.attname)
    }
    return type(row)(**fields | changed)
