"""By what the figures are divided: which columns of the database say it, and in which words."""

from districts.models import Agreement
from groups.choices import AgeBand
from referrals.models import DeclineGround
from reports.figures import populations
from reports.figures.cells import Label
from reports.figures.counting import Dimension, Scope, by_place, one, several
from reports.figures.dimensions import (
    AGES,
    AUDIENCES,
    BANDS,
    BOYS,
    GENDERS,
    GIRLS,
    HEARD,
    MODES,
    NEEDS,
    NOT_TOLD,
    OTHER_GENDER,
    OUTCOMES,
    SENDERS,
    band_of,
    mode_of,
)
from reports.figures.periods import REGIONS

GROWN_UP = 19
PLACE = by_place("child_district", "protection")
AGE = Dimension(
    "Ålder",
    ("child_birth_year",),
    lambda values, scope: (band_of(values[0] and scope.term.year - values[0]),),
    AGES,
)
SENDER = one("Vem som frågade", "sender_kind", SENDERS)
CHILD_NEED = several("Behov", "needs", NEEDS)
REGION = one("Del av staden", "region", tuple(REGIONS.values()))
AUDIENCE = one("Målgrupp", "audience", AUDIENCES)
GROUP_NEED = several("Behov", "needs", NEEDS)
ORGANISATION = Dimension(
    "Anordnare",
    ("organisation__code", "organisation__name"),
    lambda values, scope: (Label(*values),),
)
WISHED_REGION = Dimension(
    "Del av staden",
    ("region",),
    lambda values, scope: (values[0] or populations.ANYWHERE.code,),
    (*REGIONS.values(), populations.ANYWHERE),
)
WISHED_AGES = one("Ålder", "ages", BANDS)
GENDER = Dimension(
    "Kön",
    ("gender",),
    lambda values, scope: (
        values[0] if values[0] in (GIRLS.code, BOYS.code) else OTHER_GENDER.code,
    ),
    GENDERS,
)
HEARD_THROUGH = Dimension(
    "Hur de hörde talas om grupperna",
    ("heard_through",),
    lambda values, scope: (values[0] or NOT_TOLD.code,),
    HEARD,
)
OUTCOME = one("Hur det gick", "state", OUTCOMES)


def reason(scope: Scope) -> Dimension:
    """Return the dimension of why no place could be offered: the office's own list as it is now.

    A reason that is no longer in use has a row where it was given.
    """
    grounds = {ground.code: ground for ground in DeclineGround.objects.all()}
    words = {
        code: Label(code, ground.words[:1].upper() + ground.words[1:])
        for code, ground in grounds.items()
    }

    def part(values: tuple, within: Scope) -> tuple[Label]:
        (code,) = values
        return (words[code],)

    in_use = tuple(words[code] for code, ground in grounds.items() if ground.is_active)
    return Dimension("Skäl", ("decline_reason",), part, in_use)


def _bands_of(values: tuple, scope: Scope) -> list[str]:
    """Return the bands that an age span touches; no span is every age of children."""
    youngest, oldest = values[0] or 0, values[1] or GROWN_UP - 1
    return [
        band.value
        for band in AgeBand
        for first, last in [band.span]
        if last is not None and youngest <= last and oldest >= first
    ]


AGE_SPAN = Dimension("Ålder", ("age_from", "age_to"), _bands_of, BANDS[:-1], many=True)


def running_mode(scope: Scope) -> Dimension:
    """Return the dimension of how the city gets its groups, by what was agreed on the day."""
    agreed: dict[int, set[str]] = {}
    for organisation, kind in Agreement.objects.valid_on(scope.day).values_list(
        "organisation", "kind"
    ):
        agreed.setdefault(organisation, set()).add(kind)

    def part(values: tuple, within: Scope) -> tuple[Label]:
        organisation, kind = values
        return (mode_of(kind, agreed.get(organisation, set())),)

    return Dimension("Driftsform", ("organisation", "organisation__kind"), part, MODES)
