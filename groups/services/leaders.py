"""Writing the register of leaders: who they are, what they have learnt, when they are away."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.audit.services import record
from barnstod.security.access import authorize
from districts.queries import organisations_of
from districts.services import fill
from groups import policies
from groups.models import Absence, Leader, Training


@transaction.atomic
def write_leader(*, leader: Leader, by, **fields) -> Leader:
    """Write these fields of a new or known leader and return the card.

    The account given is let into the leader's groups, so that it must be one of a group leader
    in the same organisation. Raises ValidationError otherwise.
    """
    authorize(policies.can_keep_leaders, by)
    verb = "change" if leader.pk else "add"
    leader = _locked(leader) if leader.pk else leader
    changed = fill(leader, fields)
    if leader.user and {"user", "organisation"} & set(changed):
        _need_leader_of(leader.user, leader.organisation)
    _need_past(leader.supervised_on)
    leader.full_clean()
    leader.save()
    account = {"account": leader.user_id} if "user" in changed else {}
    record(f"leader.{verb}", by=by, on=leader, changed=changed, **account)
    return leader


@transaction.atomic
def note_register_check(*, leader: Leader, on: date | None, by) -> Leader:
    """Note that ``by`` has seen the leader's register extract on the local day ``on``.

    Only the day is kept, never the extract (lag 2013:852). None takes a mistaken day away.
    """
    authorize(policies.can_keep_leaders, by)
    _need_past(on)
    leader = _locked(leader)
    leader.register_check_shown_on = on
    leader.register_check_seen_by = by if on else None
    leader.save(update_fields=["register_check_shown_on", "register_check_seen_by"])
    record("leader.register_check", by=by, on=leader, shown_on=str(on or ""))
    return leader


@transaction.atomic
def add_training(*, leader: Leader, by, **fields) -> Training:
    """Write a course that the leader has completed and return it."""
    authorize(policies.can_keep_leaders, by)
    training = Training(leader=leader, **fields)
    _need_past(training.completed_on)
    training.full_clean()
    training.save()
    record("leader.training", by=by, on=leader, level=training.level)
    return training


@transaction.atomic
def add_absence(*, leader: Leader, by, **fields) -> Absence:
    """Write days when the leader cannot lead and return them."""
    authorize(policies.can_keep_leaders, by)
    absence = Absence(leader=leader, **fields)
    absence.full_clean()
    absence.save()
    days = {"first": str(absence.away_from), "last": str(absence.away_to)}
    record("leader.absence", by=by, on=leader, **days)
    return absence


@transaction.atomic
def remove_from_card(*, entry: Training | Absence, by) -> None:
    """Take away a course or days that were written by mistake."""
    authorize(policies.can_keep_leaders, by)
    record(f"leader.{entry._meta.model_name}_remove", by=by, on=entry.leader)
    entry.delete()


def _locked(leader: Leader) -> Leader:
    return Leader.objects.select_for_update(of=("self",)).get(pk=leader.pk)


def _need_leader_of(user, organisation):
    if not user.has_role(Role.LEADER) or organisation.pk not in organisations_of(user):
        raise ValidationError(
            _("Choose the account of a group leader who works in the organisation today.")
        )


def _need_past(day):
    if day and day > timezone.localdate():
        raise ValidationError(_("The day has not come yet."))
