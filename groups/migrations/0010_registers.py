import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import barnstod.accounts.models
import groups.models.library


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0010_registers"),
        ("groups", "0002_invariants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("away_from", models.DateField(verbose_name="first day away")),
                ("away_to", models.DateField(verbose_name="last day away")),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="groups.leader",
                    ),
                ),
            ],
            options={
                "verbose_name": "days away",
                "verbose_name_plural": "days away",
                "ordering": ["away_from"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("away_to__gte", models.F("away_from"))),
                        name="absence_ends_after_it_begins",
                        violation_error_message="The last day is before the first.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("leader", "="),
                            (barnstod.accounts.models.DateRange("away_from", "away_to"), "&&"),
                        ],
                        name="absence_once_at_a_time",
                        violation_error_message="Some of these days are already written.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Manual",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manuals",
                        to="groups.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "manual",
                "verbose_name_plural": "manuals",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "title"),
                        name="manual_title_once_in_a_programme",
                        violation_error_message="The programme has a manual with that title.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="manual_has_a_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ManualVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("tried", "being tried"),
                            ("evaluated", "evaluated"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("content", models.BinaryField(null=True, verbose_name="file")),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word"),
                            ("odt", "OpenDocument"),
                            ("txt", "plain text"),
                        ],
                        max_length=4,
                        verbose_name="kind of file",
                    ),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="link")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what is new")),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="added"
                    ),
                ),
                (
                    "manual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="groups.manual",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version",
                "verbose_name_plural": "versions",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("manual", "number"), name="version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "tried", "evaluated"])),
                        name="version_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content__isnull", False),
                                ("file_kind__in", ["pdf", "docx", "odt", "txt"]),
                                ("link", ""),
                            ),
                            models.Q(
                                ("content__isnull", True),
                                ("file_kind", ""),
                                models.Q(("link", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="version_is_a_file_or_a_link",
                        violation_error_message="Choose a file or write a link, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("link", ""),
                            ("link__regex", "^https://[^/[:space:]]+"),
                            _connector="OR",
                        ),
                        name="version_link_is_encrypted",
                        violation_error_message="The link must begin with https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("content__isnull", True),
                            models.Q(
                                django.db.models.lookups.GreaterThanOrEqual(
                                    groups.models.library.Octets("content"), 1
                                ),
                                django.db.models.lookups.LessThanOrEqual(
                                    groups.models.library.Octets("content"), 10485760
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="version_file_is_of_reasonable_size",
                        violation_error_message="A file is at most 10 MB, and not empty.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("board", models.CharField(max_length=80, verbose_name="board")),
                ("decided_on", models.DateField(verbose_name="decided")),
                ("paragraph", models.CharField(max_length=20, verbose_name="paragraph (§)")),
                (
                    "registry_number",
                    models.CharField(max_length=40, verbose_name="registry number"),
                ),
                (
                    "lets_unassessed",
                    models.BooleanField(verbose_name="may be given without individual assessment"),
                ),
                (
                    "lets_de_identified",
                    models.BooleanField(verbose_name="may be documented without names"),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("valid_from", models.DateField(verbose_name="in force from")),
                (
                    "valid_to",
                    models.DateField(blank=True, null=True, verbose_name="in force until"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="groups.programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "board's decision",
                "verbose_name_plural": "board's decisions",
                "ordering": ["-decided_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("board", ""), _negated=True),
                            models.Q(("paragraph", ""), _negated=True),
                            models.Q(("registry_number", ""), _negated=True),
                        ),
                        name="decision_says_who_and_where",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lets_unassessed", True), ("lets_de_identified", True), _connector="OR"
                        ),
                        name="decision_lets_something",
                        violation_error_message="Say what the board decided: at least one of the two.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__gte", models.F("decided_on"))),
                        name="decision_in_force_once_it_is_made",
                        violation_error_message="A decision is not in force before it is made.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="decision_ends_after_it_begins",
                        violation_error_message="The last day is before the first.",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "board", "decided_on", "paragraph"),
                        name="decision_written_once",
                        violation_error_message="This decision is already written.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "criterion",
                    models.CharField(
                        choices=[
                            ("leaders", "Two trained leaders"),
                            ("supervision", "The leaders have supervision"),
                            ("register", "The leaders' register extracts have been seen"),
                            (
                                "room",
                                "The room suits the group, and we know whether it is step-free",
                            ),
                            ("first_talk", "A first talk was held with each child and parent"),
                            ("manual", "The manual was followed"),
                            ("parents", "The parents were offered a group or talks"),
                            ("closing", "A closing talk was held"),
                            ("evaluation", "The term was evaluated"),
                        ],
                        max_length=12,
                        verbose_name="criterion",
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("not_relevant", "not relevant")],
                        max_length=12,
                        verbose_name="answer",
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="answered"
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quality_answers",
                        to="groups.supportgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer about quality",
                "verbose_name_plural": "answers about quality",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("group", "criterion"), name="quality_answered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "criterion__in",
                                [
                                    "leaders",
                                    "supervision",
                                    "register",
                                    "room",
                                    "first_talk",
                                    "manual",
                                    "parents",
                                    "closing",
                                    "evaluation",
                                ],
                            )
                        ),
                        name="quality_criterion_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["yes", "no", "not_relevant"])),
                        name="quality_answer_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("course", models.CharField(max_length=120, verbose_name="course")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("basic", "basic course"),
                            ("advanced", "advanced course"),
                            ("specialist", "specialist course"),
                        ],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("completed_on", models.DateField(verbose_name="completed")),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainings",
                        to="groups.leader",
                    ),
                ),
            ],
            options={
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
                "ordering": ["-completed_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["basic", "advanced", "specialist"])),
                        name="training_level_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("course", ""), _negated=True),
                        name="training_names_its_course",
                    ),
                    models.UniqueConstraint(
                        fields=("leader", "course", "completed_on"),
                        name="training_once_on_a_day",
                        violation_error_message="This course is already written for that day.",
                    ),
                ],
            },
        ),
        migrations.RemoveField(
            model_name="programme",
            name="board_decision",
        ),
        migrations.AddField(
            model_name="leader",
            name="left_on",
            field=models.DateField(
                blank=True, null=True, verbose_name="no longer leads groups from"
            ),
        ),
        migrations.AddField(
            model_name="leader",
            name="register_check_seen_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="seen by",
            ),
        ),
        migrations.AddField(
            model_name="leader",
            name="supervised_by",
            field=models.CharField(blank=True, max_length=80, verbose_name="supervision by"),
        ),
        migrations.AddField(
            model_name="leader",
            name="supervised_on",
            field=models.DateField(blank=True, null=True, verbose_name="latest supervision"),
        ),
        migrations.AddField(
            model_name="leader",
            name="weekdays",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(
                    choices=[
                        (0, "Mondays"),
                        (1, "Tuesdays"),
                        (2, "Wednesdays"),
                        (3, "Thursdays"),
                        (4, "Fridays"),
                        (5, "Saturdays"),
                        (6, "Sundays"),
                    ]
                ),
                blank=True,
                default=list,
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="leader",
            constraint=models.CheckConstraint(
                condition=models.Q(("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6])),
                name="leader_weekdays_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="leader",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("supervised_on__isnull", True),
                    models.Q(("supervised_by", ""), _negated=True),
                    _connector="OR",
                ),
                name="leader_supervision_says_by_whom",
                violation_error_message="Say which organisation or role gave the supervision.",
            ),
        ),
        migrations.AddConstraint(
            model_name="leader",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("register_check_seen_by__isnull", True),
                    ("register_check_shown_on__isnull", False),
                    _connector="OR",
                ),
                name="leader_register_check_seen_has_a_day",
            ),
        ),
    ]
