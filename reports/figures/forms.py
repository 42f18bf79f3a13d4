"""Which term, and which district, the page of figures shows."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.web.fields import DayInput
from districts.models import District
from groups.terms import Term
from reports.figures.periods import words_of
from reports.figures.policies import only_published, own_places
from reports.figures.reading import published_terms

FIRST_DAY = date(1999, 1, 1)  # the districts before are not known
LAST_DAY = date(2099, 12, 31)  # terms are written with two figures
TERMS_BACK = 6  # besides those published


class ScopeForm(forms.Form):
    term = forms.ChoiceField(label=_("Term"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)

    def __init__(self, data, *, user):
        super().__init__(data)
        now = Term.on(timezone.localdate())
        terms = set(published_terms())
        if not only_published(user):
            terms |= {now.after(-back) for back in range(-1, TERMS_BACK)}
        self.terms = sorted(terms, reverse=True)
        self.offer("term", [(term.code, words_of(term)) for term in self.terms])
        self.usual = now if now in terms else max(terms, default=None)
        self.initial["term"] = self.usual.code if self.usual else ""
        districts = District.objects.all()
        own = own_places(user)
        if own is not None:
            districts = districts.filter(code__in=own)
        self.offer("district", [("", _("All")), *districts.values_list("code", "name")])

    def offer(self, name: str, choices: list) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.widget.attrs["class"] = "form-select"

    def chosen(self) -> tuple[Term | None, str]:
        """Return term and district; the usual ones where the question is no question."""
        clean = self.cleaned_data if self.is_valid() else {}
        term = Term.from_code(clean.get("term", ""))
        return term or self.usual, clean.get("district", "")


class DayForm(forms.Form):
    """On which day a figure of a day is asked for."""

    district = forms.CharField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DayInput,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
    )

    def chosen(self) -> date | None:
        return self.cleaned_data.get("day") if self.is_valid() else None
