"""The words that a cell may hold, and what each of them means; read once for a whole file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.choices import Region
from districts.models import District
from groups.cells import names_of_weekday
from groups.choices import Audience, Need, Precision, Weekday
from groups.models import Room
from groups.queries import leaders_for, organisations_for, templates
from groups.words import LANGUAGES

QUOTED = "quoted"  # the code of an error that says itself what stands in the cell


@dataclass(frozen=True)
class Vocabulary:
    """``entries`` are things with what they may be called, the usual name first."""

    entries: tuple[tuple[Any, tuple[str, ...]], ...]

    @classmethod
    def of(cls, entries: Iterable[tuple[Any, Iterable[Any]]]) -> "Vocabulary":
        return cls(tuple((thing, tuple(map(str, names))) for thing, names in entries))

    @property
    def usual(self) -> list[str]:
        return [names[0] for _thing, names in self.entries]

    def find(self, text: str, unknown: str) -> Any:
        """Return what is called ``text``, whatever its capitals.

        Raises ValidationError: ``unknown``, with the nearest name as an example, where there is
        nothing, and the longer names where there are several.
        """
        said = text.casefold()
        found = [
            (thing, names)
            for thing, names in self.entries
            if said in (name.casefold() for name in names)
        ]
        if len(found) == 1:
            return found[0][0]
        if found:
            longer = ", ".join(names[-1] for _thing, names in found)
            raise ValidationError(
                _("More than one is called “%(value)s”. Write one of: %(others)s.")
                % {"value": text, "others": longer},
                QUOTED,
            )
        raise ValidationError(unknown % {"value": text} + self._hint(text), QUOTED)

    def _hint(self, text: str) -> str:
        near = get_close_matches(text.casefold(), [name.casefold() for name in self.usual], 1, 0.5)
        usual = {name.casefold(): name for name in self.usual}
        example = usual[near[0]] if near else next(iter(self.usual), "")
        return " " + _("Write for instance %(example)s.") % {"example": example} if example else ""


def vocabularies(user) -> Mapping[str, Vocabulary]:
    """Return what the cells of each column may say in a file of ``user``; five queries."""
    today = timezone.localdate()
    return {
        "programme": Vocabulary.of((one, (one.name, one.code)) for one in templates()),
        "audience": Vocabulary.of((one.value, (one.label,)) for one in Audience),
        "needs": Vocabulary.of((one.value, (one.label,)) for one in Need),
        "organisation": Vocabulary.of(
            (one, (one.name, one.code)) for one in organisations_for(user)
        ),
        "hosting_districts": Vocabulary.of(
            (one, (one.name, one.code)) for one in District.objects.on(today)
        ),
        "region": Vocabulary.of((one.value, (one.label,)) for one in Region),
        "weekday": Vocabulary.of(
            (one.value, (*names_of_weekday(one.value), one.label)) for one in Weekday
        ),
        "room": Vocabulary.of(
            (one, (one, one.name, f"{one}, {one.venue.address}"))
            for one in Room.objects.to_choose()
        ),
        "leaders": Vocabulary.of((one, (one.name, one.full_name)) for one in leaders_for(user)),
        "languages": Vocabulary.of((code, (name, code)) for code, name in LANGUAGES.items()),
        "precision": Vocabulary.of((one.value, (one.label,)) for one in Precision),
    }
