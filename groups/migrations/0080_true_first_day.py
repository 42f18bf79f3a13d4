"""The first day is the day of the first session, also when that is not on the usual weekday."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("groups", "0070_flyers")]
    operations = [
        migrations.RemoveConstraint(
            model_name="supportgroup", name="group_first_day_is_its_weekday"
        ),
    ]
