"""The forms about accounts: their shape and words; they save nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The invitation is sent here, and it is the sign-in name.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role)


class RoleForm(forms.Form):
    """The roles that a person does not hold yet."""

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        not_held = [(role, label) for role, label in Role.choices if role not in person.roles]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=not_held)
