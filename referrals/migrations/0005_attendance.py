"""Who came to a session, what leaders must know of a child, the talks before and after."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_initial"),
        ("referrals", "0004_asking"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Absences",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "raised_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="noticed"),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "settled",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came_again", "the child came again"),
                            ("comes_back", "talked with the family, the child comes back"),
                            ("stops", "talked with the family, the child stops"),
                            ("not_reached", "we do not reach the family"),
                            ("worried", "we are worried and have told social services"),
                        ],
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="referrals.referral",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "since",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="groups.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "absences in a row",
                "verbose_name_plural": "absences in a row",
                "ordering": ["raised_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("referral", "since"), name="absences_once_in_a_row"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("referral",),
                        name="absences_one_open_a_referral",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled", ""),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                            ),
                            models.Q(
                                (
                                    "settled__in",
                                    ["came_again", "comes_back", "stops", "not_reached", "worried"],
                                ),
                                ("settled_at__gte", models.F("raised_at")),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="absences_settled_by_somebody_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("tap", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "marked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="marked"),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("present", "came"),
                            ("late", "came late"),
                            ("left_early", "left early"),
                            ("absent", "did not come"),
                        ],
                        max_length=12,
                        verbose_name="was there",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unknown", "we do not know"),
                            ("ill", "ill"),
                            ("something_else", "had something else"),
                            ("no_company", "nobody could come along"),
                            ("does_not_want", "did not want to"),
                        ],
                        max_length=16,
                        verbose_name="reason of the absence",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="referrals.referral",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="groups.session",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("referral", "session"), name="attendance_once_a_session"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("presence__in", ["present", "late", "left_early", "absent"])
                        ),
                        name="attendance_presence_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("presence", "absent"),
                                (
                                    "reason__in",
                                    [
                                        "unknown",
                                        "ill",
                                        "something_else",
                                        "no_company",
                                        "does_not_want",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(("presence", "absent"), _negated=True), ("reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="attendance_reason_iff_absent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evening",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="evening",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                (
                    "may_collect",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mother", "mother"),
                                ("father", "father"),
                                ("other_parent", "step parent or the parent's partner"),
                                ("grandparent", "grandparent"),
                                ("sibling", "grown-up sibling"),
                                ("relative", "other relative or friend of the family"),
                                ("family_home", "family home"),
                                ("staff", "staff of the home or the protected housing"),
                                ("transport", "taxi or school transport"),
                                ("alone", "goes home alone"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="may fetch the child",
                    ),
                ),
                (
                    "never_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mother", "mother"),
                                ("father", "father"),
                                ("other_parent", "step parent or the parent's partner"),
                                ("grandparent", "grandparent"),
                                ("sibling", "grown-up sibling"),
                                ("relative", "other relative or friend of the family"),
                                ("family_home", "family home"),
                                ("staff", "staff of the home or the protected housing"),
                                ("transport", "taxi or school transport"),
                                ("alone", "goes home alone"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="must never fetch the child",
                    ),
                ),
                (
                    "call_first",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mother", "mother"),
                            ("father", "father"),
                            ("guardian", "the guardian who has the child this evening"),
                            ("family_home", "family home"),
                            ("staff", "staff of the home or the protected housing"),
                            ("office", "the office, which rings on"),
                        ],
                        max_length=12,
                        verbose_name="ring first",
                    ),
                ),
                (
                    "food",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nuts", "no nuts"),
                                ("milk", "no milk"),
                                ("gluten", "no gluten"),
                                ("egg", "no egg"),
                                ("fish", "no fish or shellfish"),
                                ("pork", "no pork or gelatine"),
                                ("meat", "no meat"),
                                (
                                    "emergency_medicine",
                                    "carries medicine against a strong reaction",
                                ),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="food",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="changed"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "what leaders must know",
                "verbose_name_plural": "what leaders must know",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "may_collect__contained_by",
                                [
                                    "mother",
                                    "father",
                                    "other_parent",
                                    "grandparent",
                                    "sibling",
                                    "relative",
                                    "family_home",
                                    "staff",
                                    "transport",
                                    "alone",
                                ],
                            ),
                            (
                                "never_by__contained_by",
                                [
                                    "mother",
                                    "father",
                                    "other_parent",
                                    "grandparent",
                                    "sibling",
                                    "relative",
                                    "family_home",
                                    "staff",
                                    "transport",
                                    "alone",
                                ],
                            ),
                        ),
                        name="evening_collectors_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("may_collect__overlap", models.F("never_by")), _negated=True
                        ),
                        name="evening_nobody_both_may_and_must_not",
                        violation_error_message="The same person cannot both fetch the child and not.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "call_first__in",
                                [
                                    "mother",
                                    "father",
                                    "guardian",
                                    "family_home",
                                    "staff",
                                    "office",
                                    "",
                                ],
                            )
                        ),
                        name="evening_call_first_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "food__contained_by",
                                [
                                    "nuts",
                                    "milk",
                                    "gluten",
                                    "egg",
                                    "fish",
                                    "pork",
                                    "meat",
                                    "emergency_medicine",
                                ],
                            )
                        ),
                        name="evening_food_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeadCount",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("tap", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "marked_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="marked"),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="head_count",
                        serialize=False,
                        to="groups.session",
                    ),
                ),
                ("children", models.PositiveSmallIntegerField(verbose_name="children who came")),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "head count",
                "verbose_name_plural": "head counts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("children__lte", 30)), name="head_count_fits_in_a_room"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("first", "first talk"), ("closing", "closing talk")],
                        max_length=8,
                        verbose_name="talk",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="when")),
                (
                    "held_by",
                    models.CharField(
                        choices=[("leader", "group leader"), ("coordinator", "coordinator")],
                        max_length=12,
                        verbose_name="by whom",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("enough", "it is good as it is"),
                            ("another_group", "the child wants another group"),
                            ("other_support", "the family was guided to other support"),
                            ("worried", "we are worried and have told social services"),
                        ],
                        max_length=16,
                        verbose_name="what it came to",
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="written down"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="talks",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk",
                "verbose_name_plural": "talks",
                "ordering": ["held_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("referral", "kind"), name="talk_once_of_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["first", "closing"])),
                        name="talk_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_by__in", ["leader", "coordinator"])),
                        name="talk_held_by_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "closing"),
                                (
                                    "outcome__in",
                                    ["enough", "another_group", "other_support", "worried"],
                                ),
                            ),
                            models.Q(models.Q(("kind", "closing"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="talk_outcome_iff_closing",
                        violation_error_message="Say what the closing talk came to.",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="identity",
            name="identity_without_names_has_none",
        ),
        migrations.AddField(
            model_name="identity",
            name="sealed_evening_note",
            field=models.TextField(
                blank=True, default="", editable=False, verbose_name="for the leaders"
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("names", "full"),
                    models.Q(
                        ("full_name_index__isnull", True),
                        ("number_index__isnull", True),
                        ("sealed_address", ""),
                        ("sealed_evening_note", ""),
                        ("sealed_first_name", ""),
                        ("sealed_guardians", ""),
                        ("sealed_last_name", ""),
                        ("sealed_school", ""),
                    ),
                    _connector="OR",
                ),
                name="identity_without_names_has_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed_evening_note", ""),
                    ("sealed_evening_note__regex", "^[^: ]+:[A-Za-z0-9+/]{38,}=*$"),
                    _connector="OR",
                ),
                name="identity_evening_note_is_sealed",
            ),
        ),
    ]
