"""The school breaks of this year and the next three, once; from then on they are the coordinator's."""

from django.db import migrations
from django.utils import timezone

from groups.closures import usual_breaks

YEARS = 4  # this one, which has begun, and three whole ones


def prefill(apps, schema_editor):
    first = timezone.localdate().year
    breaks = apps.get_model("groups", "SchoolBreak")
    breaks.objects.using(schema_editor.connection.alias).bulk_create(
        breaks(name=name, first_on=start, last_on=end)
        for year in range(first, first + YEARS)
        for name, start, end in usual_breaks(year)
    )


class Migration(migrations.Migration):
    dependencies = [("groups", "0020_feeds")]
    operations = [migrations.RunPython(prefill, migrations.RunPython.noop, elidable=True)]
