"""The forms of a unit's own affairs: its mailbox, who stands in, who keeps which case."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from barnstod.accounts.choices import Role
from districts.choices import MailboxUse
from districts.queries import workers_of
from referrals.forms import fields
from referrals.forms.steps import StepForm

WORKERS = (Role.SOCIAL_WORKER, Role.REFERRER)


class UnitForm(StepForm):
    """Chooses among those who work in ``unit`` today, wherever a person is asked for."""

    def __init__(self, *args, unit, **kwargs):
        super().__init__(*args, **kwargs)
        workers = workers_of(unit)
        for field in self.fields.values():
            if isinstance(field, fields.PersonField):
                field.queryset = workers


class MailboxForm(StepForm):
    mailbox = forms.EmailField(
        label=_("Shared mailbox"),
        required=False,
        help_text=_("An address that somebody reads every day. Empty: letters go to persons."),
        error_messages={"invalid": _("Write an e-mail address, for instance enhet@stad.se.")},
    )
    mailbox_use = fields.one_of(
        _("Where do letters about cases go?"), MailboxUse.choices, initial=MailboxUse.TOO
    )


class DeputyForm(UnitForm):
    user = fields.colleague(_("Who is away?"), *WORKERS)
    deputy = fields.colleague(_("Who stands in?"), *WORKERS)
    valid_from = fields.day(_("From"))
    valid_to = fields.day(_("Until and including"))

    def clean(self):
        super().clean()
        answers: dict[str, Any] = self.cleaned_data
        first, last = answers.get("valid_from"), answers.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day is before the first."))
        elif last and last < timezone.localdate():
            self.add_error("valid_to", _("That day is over."))
        if answers.get("user") and answers["user"] == answers.get("deputy"):
            self.add_error("deputy", _("Nobody stands in for themselves."))
        return answers


class OfficerForm(UnitForm):
    officer = fields.colleague(_("Who keeps the case from now on?"), *WORKERS)


class AllCasesForm(UnitForm):
    former = fields.colleague(_("Whose cases?"), *WORKERS)
    officer = fields.colleague(_("Who keeps them from now on?"), *WORKERS)

    def __init__(self, *args, unit, formers, **kwargs):
        super().__init__(*args, unit=unit, **kwargs)
        asked: Any = self.fields["former"]
        asked.queryset = formers
