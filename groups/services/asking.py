"""Figures about asking and waiting: of many, never of one."""

from collections.abc import Mapping
from datetime import date, timedelta
from secrets import randbelow

from django.db import transaction
from django.db.models import F

from groups.choices import AgeBand, Lack
from groups.models import UnmetWish, UsualWait
from groups.models.asking import STEP


@transaction.atomic
def count_unmet(*, day: date, region: str, ages: AgeBand, lack: Lack) -> None:
    """Count that nothing fitted, in the week of ``day``: one wish in five is written, as five.

    On average that is the true number, and no row tells whether a certain family asked.
    """
    if randbelow(STEP):
        return
    row, is_new = UnmetWish.objects.get_or_create(
        week_on=day - timedelta(days=day.weekday()), region=region, ages=ages, lack=lack
    )
    if not is_new:
        UnmetWish.objects.filter(pk=row.pk).update(fives=F("fives") + 1)


@transaction.atomic
def publish_usual_waits(*, waits: Mapping[str, tuple[int, int]], on: date) -> None:
    """Let the public know the usual wait: region or "" -> weeks, and the children it is of.

    A figure of too few children is not kept, and one that stands no longer goes. What has not
    changed is not written, so that the public pages stay as they are.
    """
    wanted = {
        region: {"weeks": weeks, "fives": children // STEP}
        for region, (weeks, children) in waits.items()
        if children >= STEP
    }
    standing = {row.region: row for row in UsualWait.objects.select_for_update()}
    UsualWait.objects.filter(region__in=standing.keys() - wanted.keys()).delete()
    for region, figure in wanted.items():
        row = standing.get(region)
        if row is None or {"weeks": row.weeks, "fives": row.fives} != figure:
            UsualWait.objects.update_or_create(region=region, defaults=figure | {"since_on": on})
