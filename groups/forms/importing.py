"""A file of groups: the form that takes it, and each of its rows as the plan form reads it."""

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.web.spreadsheets import Limits, SheetField
from groups.cells import day_of, hour_of, term_of, yes_or_no
from groups.choices import Precision
from groups.forms import fields
from groups.forms.plan import LEADERS, PARENTS, PlanForm, terms_to_plan
from groups.forms.vocabulary import QUOTED, Vocabulary

LIMITS = Limits(rows=200, columns=40, letters=1000, packed=1_000_000)
BETWEEN = re.compile(r"[,;\n]")  # what stands between the things of one cell


class UploadForm(forms.Form):
    """Takes the file and gives back its table."""

    file = SheetField(LIMITS, help_text=_("Excel (.xlsx) or CSV, at most 1 MB and 200 rows."))


class Cell(forms.Field):
    """A cell that is read by a function of :mod:`groups.cells`; ``unknown`` names the value."""

    def __init__(self, read, unknown, **kwargs):
        super().__init__(error_messages={"required": fields.REQUIRED}, **kwargs)
        self.read, self.unknown = read, unknown

    def to_python(self, value):
        text = value or ""
        read = self.read(text)
        if text and read is None:
            raise forms.ValidationError(self.unknown % {"value": text}, QUOTED)
        return read


class Name(forms.Field):
    """A cell that names one thing; its vocabulary is set when a row is read."""

    vocabulary: Vocabulary

    def __init__(self, unknown, **kwargs):
        super().__init__(error_messages={"required": fields.REQUIRED}, **kwargs)
        self.unknown = unknown

    def to_python(self, value):
        return self.vocabulary.find(value, str(self.unknown)) if value else None


class Names(Name):
    """A cell that names several things, a comma between them."""

    def to_python(self, value):
        said = [part.strip() for part in BETWEEN.split(value or "")]
        found = [self.vocabulary.find(part, str(self.unknown)) for part in said if part]
        return [thing for place, thing in enumerate(found) if thing not in found[:place]]


class RowForm(PlanForm):
    """The plan of one row: names instead of codes, and from there on the rules of the form."""

    programme = Name(_("There is no programme called “%(value)s”."))
    audience = Name(
        _("“%(value)s” is nobody that groups are for."),
        help_text=_("Who comes to the group."),
    )
    needs = Names(
        _("“%(value)s” is nothing that groups are about."),
        required=False,
        help_text=_("Several with commas between them. Empty: what the programme is about."),
    )
    organisation = Name(_("There is no organisation called “%(value)s”."))
    hosting_districts = Names(
        _("There is no district called “%(value)s”."),
        required=False,
        help_text=_("Several with commas between them."),
    )
    is_city_wide = Cell(  # type: ignore[assignment]  # a cell where the page has a check box
        yes_or_no,
        _("“%(value)s” is neither yes nor no."),
        required=False,
        help_text=_("Yes or no. Empty: no."),
    )
    region = Name(
        _("There is no part of the city called “%(value)s”."),
        required=False,
        help_text=_("Only needed where no district is chosen."),
    )
    term = Cell(
        lambda text: (term := term_of(text)) and term.code,
        _("“%(value)s” is no term. Write for instance vt27."),
        help_text=_("For instance vt27."),
    )
    weekday = Name(
        _("“%(value)s” is no weekday."),
        required=False,
        help_text=_("Empty: the weekday of the first session."),
    )
    first_on = Cell(
        day_of,
        _("“%(value)s” is no day. Write it as year-month-day, for instance 2027-01-31."),
        required=False,
        help_text=_("A day. It can stay empty, and so can the hours: then there are no sessions."),
    )
    starts_at = Cell(
        hour_of,
        _("“%(value)s” is no time. Write hours and minutes, for instance 16:30."),
        required=False,
        help_text=_("Hours and minutes, for instance 16:30."),
    )
    ends_at = Cell(
        hour_of,
        _("“%(value)s” is no time. Write hours and minutes, for instance 16:30."),
        required=False,
        help_text=_("Hours and minutes, for instance 16:30."),
    )
    room = Name(
        _("There is no room called “%(value)s”."),
        required=False,
        help_text=_("House and room with a comma between them. Empty: not decided."),
    )
    leaders = Names(
        _("There is no group leader called “%(value)s”."),
        required=False,
        help_text=_("Several with commas between them."),
    )
    languages = Names(
        _("“%(value)s” is none of the languages here."),
        required=False,
        help_text=_("Several with commas between them."),
    )
    precision = Name(
        _("“%(value)s” is nothing that can be chosen."),
        required=False,
        help_text=_("Empty: all of it. About violence it is always the part of the city only."),
    )

    def __init__(self, cells: Mapping[str, str], *, user, words: Mapping[str, Vocabulary]):
        self.words = words
        super().__init__(cells, user=user, fixed=("with_parents", *PARENTS))

    def _fill(self):
        asked: dict[str, Any] = self.fields
        for name, vocabulary in self.words.items():
            asked[name].vocabulary = vocabulary

    def _layout(self):
        return Layout()

    def clean_term(self):
        code = self.cleaned_data["term"]
        codes = [term.code for term in terms_to_plan()]
        if code not in codes:
            words = _("Write one of these terms: %(terms)s.") % {"terms": ", ".join(codes)}
            raise forms.ValidationError(words)
        return code

    def clean_precision(self):
        return self.cleaned_data["precision"] or Precision.EXACT

    def clean(self):
        """Let the rules of the plan form look at the row as if it had been typed there."""
        answers = self.cleaned_data
        if programme := answers.get("programme"):
            answers["needs"] = answers.get("needs") or programme.needs
        unread = {"needs", "programme"} & set(self.errors)
        if not unread and not answers.get("needs"):
            self.add_error("needs", _("Choose at least one."))
        leaders = answers.get("leaders") or []
        self.initial["leaders"] = leaders  # plan() keeps those beyond the three it asks for
        for place, name in enumerate(LEADERS):
            answers[name] = leaders[place] if place < len(leaders) else None
        answers = super().clean()
        if "hosting_districts" in self.errors:
            self.errors.pop("region", None)  # asked for only because no district could be read
        return answers
