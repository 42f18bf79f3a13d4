"""The forms of the register of venues."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.web.fields import name_the_empty
from districts.forms import actions, side_by_side
from districts.models import District
from groups.forms import fields
from groups.models import Room, Venue

MOST_SEATS = 200


class VenueForm(forms.ModelForm):
    class Meta:
        model = Venue
        fields = ["name", "address", "district", "organisation"]
        labels = {"organisation": _("Whose it is")}
        help_texts = {
            "name": _("What those who come there call the house."),
            "organisation": _("Leave empty if it is nobody's that we cooperate with."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_the_empty(self)
        asked: dict[str, Any] = self.fields
        known = Q(pk=self.instance.district_id)
        today = District.objects.on(timezone.localdate())
        asked["district"].queryset = District.objects.filter(Q(pk__in=today) | known)
        asked["address"].help_text = (
            _("Put a mistake right. A group that moves is given another room on its own page.")
            if self.instance.pk
            else _(
                "Street and number alone. A floor or a staircase belongs to the name of the room."
            )
        )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("name", "address"), side_by_side("district", "organisation"), actions()
        )


class RoomForm(forms.ModelForm):
    seats = fields.number(_("Seats"), 1, MOST_SEATS)

    class Meta:
        model = Room
        fields = ["name", "seats", "is_step_free", "is_open"]
        labels = {"is_step_free": _("There is a lift or no steps, all the way from the street")}
        help_texts = {
            "is_open": _("Groups that have the room keep it, even if you take this away."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            side_by_side("name", "seats"), "is_step_free", "is_open", actions()
        )
