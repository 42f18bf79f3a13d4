"""Every write to a grant. Each function is one transaction, audited, keyword-only."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from barnstod.accounts.choices import Role
from barnstod.accounts.models import User
from barnstod.audit.services import record
from barnstod.notifications.services import queue
from barnstod.security.access import authorize
from districts.services.registers import fill, free_code
from reports.exceptions import MoveNotPossible
from reports.grants import policies
from reports.grants.choices import GrantState, Progress, Result
from reports.grants.consequences import follow
from reports.grants.parts import KINDS
from reports.grants.sums import sums_of
from reports.grants.words import kronor
from reports.grants.workflow import MOVES
from reports.models import Activity, BudgetLine, Goal, Grant, LedgerLine, Letter
from reports.models.parts import Part

NOTICE = "something_to_read"
# What a second year takes over from the first.
CARRIED = (
    "project", "applicant", "funder", "purpose", "target_group", "method", "partners",
    "evaluation", "after_plan", "taken_over_by", "taken_over_from", "yearly_sek",
)  # fmt: skip


@transaction.atomic
def write_grant(*, grant: Grant, by, **fields) -> Grant:
    """Write these fields of a new or known grant and return it; a new one gets its address.

    Raises MoveNotPossible once it is closed, ValidationError if it would break a constraint.
    """
    authorize(policies.can_write_grants, by, grant)
    verb = "change" if grant.pk else "add"
    if grant.pk:
        grant = locked(grant)
        if grant.state in (GrantState.CLOSED, GrantState.REFUSED):
            raise MoveNotPossible(f"{grant.code} is {grant.state}")
    changed = fill(grant, fields)
    grant.code = grant.code or free_code(Grant, grant.project)
    save(grant)
    record(f"grant.{verb}", by=by, on=grant, grant=grant.code, changed=changed)
    return grant


@transaction.atomic
def write_part(*, part: Part, by, **fields) -> Part:
    """Write these fields of a new or known row of a grant and return it.

    Raises MoveNotPossible if the grant has come too far, ValidationError as the constraints say.
    """
    grant = locked(part.grant)
    authorize(policies.can_write_grants, by, grant)
    kind = KINDS[type(part)]
    verb = "change" if part.pk else "add"
    if part.pk:
        part = kind.model.objects.select_for_update(of=("self",)).get(pk=part.pk)
    part.grant = grant
    changed = fill(part, fields)
    if not (kind.writes(grant, changed) if part.pk else kind.may_add(grant)):
        raise MoveNotPossible(f"{grant.code} is {grant.state}")
    part.full_clean()
    part.save()
    record(f"{part._meta.model_name}.{verb}", by=by, on=part, grant=grant.code)
    return part


@transaction.atomic
def remove_part(*, part: Part, by) -> None:
    """Take away a row that was written by mistake. Raises MoveNotPossible like write_part."""
    grant = locked(part.grant)
    authorize(policies.can_write_grants, by, grant)
    if not KINDS[type(part)].may_add(grant):
        raise MoveNotPossible(f"{grant.code} is {grant.state}")
    record(f"{part._meta.model_name}.remove", by=by, on=part, grant=grant.code)
    part.delete()


@transaction.atomic
def import_costs(*, grant: Grant, by, rows: Sequence[dict]) -> int:
    """Enter the costs of a file, all or none, and return how many they are.

    Raises MoveNotPossible like write_part, ValidationError for a voucher that is there already.
    """
    grant = locked(grant)
    authorize(policies.can_write_grants, by, grant)
    if not KINDS[LedgerLine].may_add(grant):
        raise MoveNotPossible(f"{grant.code} is {grant.state}")
    taken = set(grant.ledger.exclude(voucher="").values_list("voucher", flat=True))
    again = sorted({row["voucher"] for row in rows} & taken)
    if again:
        raise ValidationError(
            _("These vouchers are in the ledger already: %(names)s.") % {"names": ", ".join(again)}
        )
    LedgerLine.objects.bulk_create(LedgerLine(grant=grant, is_imported=True, **row) for row in rows)
    record("ledgerline.import", by=by, on=grant, grant=grant.code, rows=len(rows))
    return len(rows)


@transaction.atomic
def move(*, grant: Grant, name: str, by, **details) -> Grant:
    """Make the move ``name`` and return the grant as it then is.

    Raises MoveNotPossible if somebody moved it first, PermissionDenied if ``by`` may not,
    ValidationError if something is missing: a sum to apply for, a result, a refund. Days that are
    kept by the move are done, and a decision of the funder stands in the log.
    """
    rule = MOVES[name]
    grant = locked(grant)
    if grant.state != rule.source:
        raise MoveNotPossible(f"{grant.code} is {grant.state}, not {rule.source}")
    authorize(rule.allowed, by, grant)
    before, grant.state = grant.state, rule.target
    for detail in rule.details:
        setattr(grant, detail, details[detail])
    if rule.target == GrantState.APPLIED:
        grant.applied_sek = sum_to_apply_for(grant)
    if rule.target == GrantState.REPORTED:
        need_results(grant)
    if rule.target == GrantState.CLOSED:
        need_no_refund(grant)
    follow(grant, name, details.get("conditions", ""))
    save(grant)
    record(
        f"grant.{name}", by=by, on=grant, grant=grant.code, before=before, after=str(grant.state)
    )
    if rule.tells_heads:
        tell_heads(grant, by)
    return grant


@transaction.atomic
def begin_next_year(*, grant: Grant, by) -> Grant:
    """Begin the application for another year from this one and return it, a draft.

    Texts, budget (a year later), goals and what is still to be done are taken over; it lasts a
    year from the end of this one, and what came of a goal becomes where the new one starts.
    Raises ValidationError if there is one already.
    """
    authorize(policies.can_continue, by, grant)
    grant = locked(grant)
    if Grant.objects.filter(continues=grant).exists():
        raise ValidationError(_("The next year has been begun already."))
    following = Grant(
        code=free_code(Grant, grant.project),
        continues=grant,
        year_number=grant.year_number + 1,
        period_from=grant.period_to and grant.period_to.following,  # type: ignore[attr-defined]
        period_to=grant.period_to and grant.period_to.a_year_later,  # type: ignore[attr-defined]
        **{name: getattr(grant, name) for name in CARRIED},
    )
    save(following)
    BudgetLine.objects.bulk_create(
        BudgetLine(grant=following, year=row.year + 1, funding=row.funding, post=row.post,
                   text=row.text, sek=row.sek)
        for row in grant.budget.all()
    )  # fmt: skip
    Goal.objects.bulk_create(
        Goal(grant=following, kind=goal.kind, text=goal.text, indicator=goal.indicator,
             baseline=goal.outcome[:120] or goal.baseline, target=goal.target)
        for goal in grant.goals.all()
        if goal.result != Result.ATTAINED
    )  # fmt: skip
    Activity.objects.bulk_create(
        Activity(grant=following, text=activity.text)
        for activity in grant.activities.exclude(progress=Progress.DONE)
    )
    record("grant.next_year", by=by, on=following, grant=following.code, continues=grant.code)
    return following


@transaction.atomic
def write_letter(*, letter: Letter, by, **fields) -> Letter:
    """Write these fields of a new or known letter and return it."""
    authorize(policies.can_write_grants, by)
    verb = "change" if letter.pk else "add"
    if letter.pk:
        letter = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    fill(letter, fields)
    letter.full_clean()
    letter.save()
    record(f"letter.{verb}", by=by, on=letter)
    return letter


def locked(grant: Grant) -> Grant:
    return Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)


def save(grant: Grant) -> None:
    grant.full_clean()
    grant.save()


def sum_to_apply_for(grant: Grant) -> int:
    wanted = sums_of(grant, grant.budget.all(), ()).applied
    if not wanted:
        raise ValidationError(_("The budget has no row to apply for yet."))
    return wanted


def need_results(grant: Grant) -> None:
    left = grant.goals.filter(result="").count()
    if left:
        raise ValidationError(
            _("Assess every goal first. Not assessed yet: %(number)s.") % {"number": left}
        )


def need_no_refund(grant: Grant) -> None:
    left = sums_of(grant, grant.budget.all(), grant.ledger.all()).to_refund
    if left:
        raise ValidationError(
            _("%(sum)s kronor are to be paid back first. Enter the refund.") % {"sum": kronor(left)}
        )


def tell_heads(grant: Grant, by) -> None:
    for head in User.objects.holding(Role.HEAD):
        if head.pk != by.pk:
            queue(NOTICE, to=head, path=grant.get_absolute_url())
