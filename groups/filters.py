"""What of the calendar somebody wants to see: codes in the query string, and what they may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from districts.models import District, Organisation
from groups.choices import Need
from groups.listing import NEEDS
from groups.models import Leader, Room, Session, SessionLeader, SupportGroup


@dataclass(frozen=True)
class CalendarChoice:
    """The codes as they were asked; one that names nothing the person may see finds nothing.

    They are about groups, never about children, and stand in no log: the log keeps no query.
    """

    b: str = ""  # need
    o: str = ""  # district
    anordnare: str = ""  # organisation
    ledare: str = ""  # leader
    rum: str = ""  # room

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "CalendarChoice":
        return cls(**{field.name: params.get(field.name, "").strip() for field in fields(cls)})

    @property
    def query(self) -> str:
        """Return the query string that asks for this, "" for everything."""
        return urlencode({name: value for name, value in vars(self).items() if value})

    @property
    def condition(self) -> Q:
        """Return what a session must fulfil; a group for the whole city is in every district."""
        asked = Q()
        if self.b:
            asked &= Q(group__needs__contains=[NEEDS.get(self.b, "")])
        if self.o:
            hosted = Q(hosting_districts__code=self.o) | Q(is_city_wide=True)
            asked &= Q(group__in=SupportGroup.objects.filter(hosted).values("pk"))
        if self.anordnare:
            asked &= Q(group__organisation__code=self.anordnare)
        if self.ledare:
            asked &= Q(session_leaders__leader=_number(self.ledare))
        if self.rum:
            asked &= Q(room=_number(self.rum))
        return asked


@dataclass(frozen=True)
class Select:
    """One filter: its name in the query string, its words, what it may be, and what it is."""

    name: str
    label: str | Promise
    options: Sequence[tuple[str, str]]
    value: str


def selects_for(user, choice: CalendarChoice, day: date) -> list[Select]:
    """Return the filters with what ``user`` may see around ``day`` to choose from.

    The ids are read first: a handful of plain questions, where one with joins in joins is slow.
    """
    near = SupportGroup.objects.in_calendar_of(user).filter(
        year__range=(day.year - 1, day.year + 1)
    )
    groups = dict(near.values_list("pk", "organisation"))
    hosts = SupportGroup.hosting_districts.through.objects.filter(supportgroup__in=groups)
    sessions = Session.objects.filter(group__in=groups)
    leading = SessionLeader.objects.filter(session__group__in=groups)
    districts = District.objects.filter(pk__in=_ids(hosts, "district"))
    organisations = Organisation.objects.filter(pk__in=set(groups.values()))
    leaders = Leader.objects.filter(pk__in=_ids(leading, "leader"))
    rooms = Room.objects.filter(pk__in=_ids(sessions, "room")).select_related("venue")
    options: dict[str, tuple[Promise, list]] = {
        "b": (_("What it is about"), [(code, Need(need).label) for code, need in NEEDS.items()]),
        "o": (_("District"), [(one.code, one) for one in districts]),
        "anordnare": (_("Run by"), [(one.code, one) for one in organisations]),
        "ledare": (_("Group leader"), [(one.pk, one) for one in leaders]),
        "rum": (_("Room"), [(one.pk, one) for one in rooms]),
    }
    return [
        Select(name, label, [(str(code), str(one)) for code, one in known], getattr(choice, name))
        for name, (label, known) in options.items()
    ]


def _ids(rows: QuerySet, field: str) -> list[int]:
    return list(rows.order_by().values_list(field, flat=True).distinct())


def _number(code: str) -> int:
    """Return the number of a leader or room; 0, which nobody has, for anything else."""
    return int(code) if code.isascii() and code.isdigit() and len(code) < 10 else 0
