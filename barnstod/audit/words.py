"""What stands in the log, in words. Each app says its own in a module ``logged``; this asks all.

Such a module holds ``ACTIONS`` (action -> words), and where it needs them ``ACTORS`` (job ->
words), ``DETAILS`` (key, or action.key -> Detail) and ``FIELDS`` (name -> words, where the column
itself has none).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Choices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Words = str | Promise
FIELD_LISTS = ("changed", "fields")  # details that name the columns that changed


@dataclass(frozen=True)
class Detail:
    """What a detail is called. With ``sets`` its value is a code of one of them, or not shown.

    With ``is_person`` it is the key of an account, which is shown by its name.
    """

    label: Words
    sets: tuple[type[Choices] | Mapping[str, Words], ...] = ()
    is_person: bool = False

    def of(self, value) -> str:
        if self.sets:
            return str(self._codes().get(str(value), ""))
        return _plain(value)

    def _codes(self) -> dict[str, Words]:
        return {
            str(code): words
            for one in self.sets
            for code, words in (one.items() if isinstance(one, Mapping) else one.choices)
        }


def action_in_words(action: str) -> str:
    """Return what happened: "account.sign_in" is *signed in*; one of an older portal is itself."""
    found = said("ACTIONS").get(action)
    return str(found) if found else action


def actor_in_words(actor: str) -> str:
    """Return who it was that is no member of staff: a job of the portal, or the family's form."""
    return str(said("ACTORS").get(actor) or _("the portal"))


def people_in(event) -> list[int]:
    """Return the keys of the accounts that the details of ``event`` tell of."""
    told = [(_detail(event, key), value) for key, value in event.detail.items()]
    return [value for one, value in told if one and one.is_person and isinstance(value, int)]


def detail_in_words(event, names: Mapping[int, str]) -> list[str]:
    """Return the details of ``event`` as they are read; what has no words or no value is left out.

    ``names`` are the people of the page by the keys of their accounts.
    """
    lines = []
    for key, value in event.detail.items():
        if value in ("", None, [], {}):
            continue
        if key in FIELD_LISTS:
            lines.append(_changed(event, value))
        elif one := _detail(event, key):
            words = names.get(value, "") if one.is_person else _value(one, value)
            if words:
                lines.append(f"{capfirst(str(one.label))}: {words}")
    return lines


def _value(one: Detail, value) -> str:
    many = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, map(one.of, many)))


def _plain(value) -> str:
    """Return a number, a day or a reference as it is, an instant by the clock of the reader."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and "T" in value:
        try:
            return timezone.localtime(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H.%M")
        except ValueError:
            return value
    return str(value) if isinstance(value, str | int) else ""


def _changed(event, names: Iterable[str]) -> str:
    """Return which fields changed; those that have no words are counted."""
    words = [_field(event, name) for name in names]
    known = list(dict.fromkeys(one for one in words if one))
    if others := words.count(""):
        known.append(ngettext("%d more thing", "%d more things", others) % others)
    return _("Changed: %(fields)s") % {"fields": ", ".join(known)}


def _field(event, name: str) -> str:
    """Return what the field is called; a column that was given no words has only its code."""
    if said := getattr(_module(event), "FIELDS", {}).get(name):
        return str(said)
    try:
        words = apps.get_model(event.subject_type)._meta.get_field(name).verbose_name
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return ""
    return str(words) if isinstance(words, Promise) else ""


def _detail(event, key: str) -> Detail | None:
    details = getattr(_module(event), "DETAILS", {})
    return details.get(f"{event.action}.{key}") or details.get(key)


def _module(event):
    """Return the words of the app that recorded it: two apps may mean two things by one key."""
    telling = [module for module in _told() if event.action in module.ACTIONS]
    own = f"{event.subject_type.partition('.')[0]}.logged"
    return next((one for one in telling if one.__name__.endswith(own)), *telling[:1] or [None])


@cache
def said(kind: str) -> dict[str, Words]:
    """Return the words of all apps of one kind, "ACTIONS" or "ACTORS"."""
    return {key: words for module in _told() for key, words in getattr(module, kind, {}).items()}


@cache
def _told() -> list:
    return [
        import_module(f"{app.name}.logged")
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "logged")
    ]
