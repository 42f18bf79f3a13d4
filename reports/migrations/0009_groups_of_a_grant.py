"""Which support groups a project runs or pays for; those of a closed grant stand."""

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER grantgroup_of_closed_grant_refuses_change BEFORE INSERT OR UPDATE OR DELETE
    ON reports_grantgroup FOR EACH ROW EXECUTE FUNCTION parts_of_closed_grant_stand();
"""
UNGUARD = "DROP TRIGGER grantgroup_of_closed_grant_refuses_change ON reports_grantgroup;"


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0082_venues"),
        ("reports", "0008_a_full_disk_is_told"),
    ]
    operations = [
        migrations.CreateModel(
            name="GrantGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_groups",
                        to="reports.grant",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.supportgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "group of a grant",
                "verbose_name_plural": "groups of a grant",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "group"), name="grant_names_a_group_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
