"""The form in which the groups of a project are chosen. It saves nothing."""

from typing import Any

from crispy_forms.layout import Div
from django import forms
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from groups.models import SupportGroup
from groups.titles import office_title
from groups.words import ages
from reports.grants.forms import laid_out
from reports.grants.project_groups import to_choose_from


class NamesOfGroups(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group):
        """Return what the office knows it by: of two alike, the day of the first session tells."""
        begins = group.first_on and _("from %(day)s") % {"day": date_format(group.first_on, "j F")}
        told = ", ".join(filter(None, (office_title(group), ages(group), begins and str(begins))))
        return f"{capfirst(str(group.term))}: {told}"


class ProjectGroupsForm(forms.Form):
    """The groups of the time of the project, and which of them are its own."""

    groups = NamesOfGroups(
        label=_("Groups"),
        queryset=SupportGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, grant, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["groups"]
        field.queryset = to_choose_from(grant)
        field.initial = [one.group_id for one in grant.named_groups.all()]
        laid_out(self, Div("groups", css_class="one-a-row"))
