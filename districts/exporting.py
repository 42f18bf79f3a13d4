"""The list of organisations as a table: what the screen shows to whoever asks for it."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from districts.models import Organisation


def organisation_headings(*, shows_liaisons: bool) -> list[str]:
    liaison = [_("Liaison")] if shows_liaisons else []
    return [_("Name"), _("Kind"), _("Part of"), *liaison, _("What is known"), _("Operating grant")]


def organisation_lines(
    organisations: Iterable[Organisation], *, shows_liaisons: bool
) -> Iterator[Sequence[str]]:
    """Yield a line for each organisation, joined with its parent and, if shown, its liaisons."""
    for organisation in organisations:
        liaisons = [_reached(organisation)] if shows_liaisons else []
        yield [
            organisation.name,
            capfirst(organisation.get_kind_display()),
            organisation.parent.name if organisation.parent else "",
            *liaisons,
            organisation.note,
            _("yes") if organisation.has_operating_grant else "",
        ]


def _reached(organisation) -> str:
    people = [(one.person, one.phone) for one in organisation.liaisons_now]
    return ", ".join(" ".join(filter(None, told)) for told in people)
