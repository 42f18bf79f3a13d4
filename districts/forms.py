"""The forms of organisations and of the registers of a place."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.models import User
from barnstod.web.fields import DayInput, name_the_empty
from districts.models import Agreement, District, Liaison, OperatingGrant, Organisation


def side_by_side(*names):
    """Return a line of fields that stand under one another on a phone."""
    return Div(*names, css_class="field-row")


def actions(label=None):
    return Div(Submit("save", label or _("Save")), css_class="form-actions")


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "parent", "note"]
        labels = {"parent": _("Part of")}
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        whole = Organisation.objects.filter(parent=None).exclude(pk=self.instance.pk)
        has_parts = self.instance.pk and self.instance.parts.exists()
        parent: Any = self.fields["parent"]
        parent.queryset = whole.none() if has_parts else whole
        self.helper = FormHelper()
        self.helper.layout = Layout("name", side_by_side("kind", "parent"), "note", actions())


class WorkplaceForm(forms.Form):
    """A district of today or an organisation; the value is the place itself."""

    place = forms.TypedChoiceField(
        label=_("Workplace"), error_messages={"invalid_choice": _("Choose from the list.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {
            _("Districts"): District.objects.on(timezone.localdate()),
            _("Organisations"): Organisation.objects.all(),
        }
        places = {kind: {f"{row._meta.model_name}-{row.pk}": row for row in rows}
                  for kind, rows in kinds.items()}  # fmt: skip
        place: Any = self.fields["place"]
        place.choices = [("", _("choose"))] + [
            (kind, [(key, row.name) for key, row in rows.items()]) for kind, rows in places.items()
        ]
        place.coerce = {key: row for rows in places.values() for key, row in rows.items()}.get
        self.helper = FormHelper()
        self.helper.layout = Layout("place", actions())


class ConcernForm(forms.ModelForm):
    """Where worry about a child is reported in one district."""

    class Meta:
        model = District
        fields = ["concern_phone", "concern_address"]
        help_texts = {
            "concern_phone": _("Left empty, the number of the whole city is shown."),
            "concern_address": _("When somebody answers, and where to write."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("concern_phone", "concern_address", actions())


class LiaisonForm(forms.ModelForm):
    class Meta:
        model = Liaison
        fields = ["role", "concerns", "user", "name", "phone", "email", "valid_from", "valid_to"]
        widgets = {"valid_from": DayInput, "valid_to": DayInput}
        help_texts = {
            "concerns": _("Only where several share the duty: a unit, or a part of the place."),
            "user": _("People who work here and have an account. Otherwise write a name."),
            "email": _("Left empty, the account's address is used."),
            "valid_to": _("Leave empty until somebody else takes over."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        liaison = self.instance
        people = User.objects.filter(
            affiliations__in=liaison.place.affiliations.valid_on(timezone.localdate()),
            is_active=True,
        )
        known = Q(pk__in=people) | Q(pk=liaison.user_id)
        user: Any = self.fields["user"]
        user.queryset = User.objects.filter(known)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("role", "concerns"),
            side_by_side("user", "name"),
            side_by_side("phone", "email"),
            side_by_side("valid_from", "valid_to"),
            actions(),
        )


class AgreementForm(forms.ModelForm):
    class Meta:
        model = Agreement
        fields = ["kind", "about", "registry_number", "signed_on", "valid_from", "valid_to"]
        widgets = {"signed_on": DayInput, "valid_from": DayInput, "valid_to": DayInput}
        help_texts = {
            "signed_on": _("Leave empty until both have signed."),
            "valid_to": _("Leave empty if it holds until further notice."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "about",
            side_by_side("kind", "registry_number"),
            side_by_side("signed_on", "valid_from", "valid_to"),
            actions(),
        )


class OperatingGrantForm(forms.ModelForm):
    class Meta:
        model = OperatingGrant
        fields = ["year", "amount_sek", "decision", "decided_on"]
        labels = {"amount_sek": _("Amount, whole kronor")}
        widgets = {"decided_on": DayInput}
        help_texts = {"decision": _("Board, § and registry number.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("year", "amount_sek"), side_by_side("decision", "decided_on"), actions()
        )
