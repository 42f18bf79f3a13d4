"""What families of the demonstration asked for in vain, week by week. Nobody in it exists."""

from datetime import date, timedelta

from districts.choices import Region
from groups.choices import AgeBand, Lack
from groups.models import UnmetWish

# How many fives in a week, the latest first.
WISHES = (
    (Region.WEST, AgeBand.SMALL, Lack.GROUP, (1, 1, 0, 1, 2, 0, 1, 1)),
    (Region.WEST, AgeBand.MIDDLE, Lack.DAY, (0, 1, 1, 0, 0, 1, 0, 0)),
    (Region.SOUTH, AgeBand.SMALL, Lack.GROUP, (1, 0, 1, 0, 1, 0, 0, 1)),
    (Region.SOUTH, AgeBand.YOUTH, Lack.GROUP, (2, 1, 1, 2, 1, 1, 0, 1)),
    (Region.INNER_CITY, AgeBand.YOUNG, Lack.PLACE, (0, 0, 1, 0, 1, 0, 0, 0)),
    ("", AgeBand.YOUTH, Lack.DAY, (1, 0, 0, 0, 0, 1, 0, 0)),
)


def write_wishes(today: date) -> None:
    monday = today - timedelta(days=today.weekday())
    UnmetWish.objects.bulk_create(
        UnmetWish(
            week_on=monday - timedelta(weeks=week), region=region, ages=ages, lack=lack, fives=fives
        )
        for region, ages, lack, weeks in WISHES
        for week, fives in enumerate(weeks)
        if fives
    )
