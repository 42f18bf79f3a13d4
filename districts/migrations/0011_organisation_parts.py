from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0010_registers"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("pk")), _negated=True),
                name="organisation_is_not_its_own_part",
            ),
        ),
    ]
