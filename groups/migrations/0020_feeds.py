"""Addresses of subscribed calendars, school breaks, and what tells a calendar of a change."""

import django.contrib.postgres.constraints
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import barnstod.accounts.models

# A subscribed calendar believes a change only when SEQUENCE has grown, so no writer may forget it.
CHANGED = """
CREATE FUNCTION groups_session_changed() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF (NEW.during, NEW.room_id, NEW.active) IS DISTINCT FROM (OLD.during, OLD.room_id, OLD.active)
    THEN
        NEW.sequence := OLD.sequence + 1;
        NEW.changed_at := now();
    ELSE
        NEW.sequence := OLD.sequence;
        NEW.changed_at := OLD.changed_at;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER session_changed BEFORE UPDATE ON groups_session
    FOR EACH ROW EXECUTE FUNCTION groups_session_changed();
"""
UNCHANGED = """
DROP TRIGGER session_changed ON groups_session;
DROP FUNCTION groups_session_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0010_registers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="made"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
                "ordering": ["-created_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="feed_token_one_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="feed_token_expires",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolBreak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name": "school break",
                "verbose_name_plural": "school breaks",
                "ordering": ["first_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="school_break_ends_after_it_begins",
                        violation_error_message="The last day is before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="school_break_has_a_name",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (barnstod.accounts.models.DateRange("first_on", "last_on"), "&&")
                        ],
                        name="school_break_once_at_a_time",
                        violation_error_message="Another break already has some of these days.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="session",
            name="cancelled_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("leader", "a leader cannot come"),
                    ("room", "the room cannot be used"),
                    ("too_few", "too few can come"),
                    ("other", "something else"),
                ],
                max_length=12,
                verbose_name="cancelled because",
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="changed_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="changed"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="sequence",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="session",
            name="uid",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=django.contrib.postgres.indexes.GistIndex(
                fields=["during"], name="session_by_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("active", True)),
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                expressions=[("group", "="), ("during", "&&")],
                name="session_group_meets_once_at_a_time",
                violation_error_message="The group meets at that time already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_because", ""),
                    models.Q(
                        ("active", False),
                        ("cancelled_because__in", ["leader", "room", "too_few", "other"]),
                    ),
                    _connector="OR",
                ),
                name="session_cancelled_for_a_known_reason",
            ),
        ),
        migrations.RunSQL(CHANGED, UNCHANGED),
    ]
