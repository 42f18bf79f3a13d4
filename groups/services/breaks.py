"""The school breaks: written, changed and removed by the coordinator. Audited by their days."""

from datetime import date

from django.db import transaction

from barnstod.audit.services import record
from barnstod.security.access import authorize
from groups import policies
from groups.closures import usual_breaks
from groups.models import SchoolBreak


@transaction.atomic
def add_break(*, name: str, first_on: date, last_on: date, by) -> SchoolBreak:
    """Write a break and return it. Raises ValidationError if it meets another."""
    authorize(policies.can_manage, by)
    one = SchoolBreak(name=name, first_on=first_on, last_on=last_on)
    one.full_clean()
    one.save()
    record("break.add", by=by, on=one, **_days(one))
    return one


@transaction.atomic
def change_break(*, school_break: SchoolBreak, name, first_on, last_on, by) -> SchoolBreak:
    """Give the break these days and this name. Raises ValidationError if it meets another."""
    authorize(policies.can_manage, by)
    one = SchoolBreak.objects.select_for_update().get(pk=school_break.pk)
    before = _days(one)
    one.name, one.first_on, one.last_on = name, first_on, last_on
    one.full_clean()
    one.save()
    record("break.change", by=by, on=one, before=before, **_days(one))
    return one


@transaction.atomic
def remove_break(*, school_break: SchoolBreak, by) -> None:
    authorize(policies.can_manage, by)
    record("break.remove", by=by, on=school_break, **_days(school_break))
    school_break.delete()


@transaction.atomic
def add_usual_breaks(*, year: int, by) -> list[SchoolBreak]:
    """Write the usual breaks that begin in ``year``, except where there is one already."""
    return [
        add_break(name=name, first_on=first_on, last_on=last_on, by=by)
        for name, first_on, last_on in usual_breaks(year)
        if not SchoolBreak.objects.touching(first_on, last_on).exists()
    ]


def _days(one: SchoolBreak) -> dict[str, str]:
    return {"first": str(one.first_on), "last": str(one.last_on)}
