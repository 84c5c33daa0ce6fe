import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import itsm.tickets.models.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("services", "0004_components"),
        ("tickets", "0003_monitoring"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("text", models.CharField(max_length=200, verbose_name="question")),
                ("help", models.CharField(blank=True, max_length=240, verbose_name="help")),
                ("choices", models.JSONField(default=list)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="asked")),
            ],
            options={
                "ordering": ["place", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RiskFact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("points", models.SmallIntegerField(verbose_name="points")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RiskLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                        max_length=6,
                        unique=True,
                    ),
                ),
                ("from_score", models.PositiveSmallIntegerField(verbose_name="from so many points on")),
                (
                    "lead_hours",
                    models.PositiveSmallIntegerField(default=0, verbose_name="ready so many hours before"),
                ),
                (
                    "needs_evidence",
                    models.BooleanField(default=False, verbose_name="only with test evidence"),
                ),
            ],
            options={
                "ordering": ["from_score"],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[("standard", "standard"), ("normal", "normal"), ("emergency", "emergency")],
                        max_length=9,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                        max_length=6,
                    ),
                ),
                ("steps", models.JSONField(default=list)),
            ],
            options={
                "verbose_name_plural": "authorities",
                "constraints": [
                    models.UniqueConstraint(fields=("type", "level"), name="one_authority_for_a_level")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="short name")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("says", models.TextField(verbose_name="what is done, and why it is safe")),
                ("steps", models.JSONField(default=list)),
                ("checks", models.JSONField(default=list)),
                ("back_out", models.TextField(blank=True, verbose_name="how we get back")),
                (
                    "most_minutes",
                    models.PositiveSmallIntegerField(default=60, verbose_name="longest duration in minutes"),
                ),
                (
                    "outside_hours",
                    models.BooleanField(default=False, verbose_name="only outside the services' hours"),
                ),
                (
                    "most_a_day",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="at most so many a day"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_models",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("authorised", "authorised"),
                            ("review", "in review"),
                            ("retired", "retired"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "authorised_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("authorised_at", models.DateTimeField(editable=False, null=True)),
                ("review_reason", models.TextField(blank=True, editable=False)),
                ("history", models.JSONField(default=list, editable=False)),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True,
                        related_name="change_models",
                        to="services.service",
                        verbose_name="services",
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True,
                        related_name="change_models",
                        to="people.team",
                        verbose_name="who may do it",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "ticket_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[("standard", "standard"), ("normal", "normal"), ("emergency", "emergency")],
                        default="normal",
                        max_length=9,
                        verbose_name="type",
                    ),
                ),
                (
                    "model",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="changes.changemodel",
                        verbose_name="change model",
                    ),
                ),
                ("model_edition", models.PositiveIntegerField(editable=False, null=True)),
                ("reason", models.TextField(blank=True, verbose_name="why it is needed")),
                ("benefit", models.TextField(blank=True, verbose_name="what colleagues gain")),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("risk_answers", models.JSONField(blank=True, default=dict)),
                ("risk_score", models.PositiveSmallIntegerField(editable=False, null=True)),
                (
                    "risk_level",
                    models.CharField(
                        blank=True,
                        choices=[("low", "low"), ("medium", "medium"), ("high", "high")],
                        editable=False,
                        max_length=6,
                    ),
                ),
                ("risk_because", models.JSONField(default=list, editable=False)),
                (
                    "test_evidence",
                    models.TextField(
                        blank=True, verbose_name="how it was tested, and what showed that it works"
                    ),
                ),
                ("back_out_plan", models.TextField(blank=True, verbose_name="how we get back")),
                (
                    "back_out_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="minutes to get back"
                    ),
                ),
                ("authorised_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("authorised_at", models.DateTimeField(editable=False, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("successful", "successful"),
                            ("with_issues", "successful with issues"),
                            ("failed", "failed"),
                            ("backed_out", "backed out"),
                            ("not_carried_out", "not carried out"),
                        ],
                        editable=False,
                        max_length=15,
                    ),
                ),
                ("communication_right", models.BooleanField(editable=False, null=True)),
                ("review_words", models.TextField(blank=True, editable=False)),
                ("review_due_at", models.DateTimeField(editable=False, null=True)),
                (
                    "window",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            models.Value("[)"),
                            function="tstzrange",
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True,
                        related_name="changes",
                        to="services.service",
                        verbose_name="affected services",
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("submit_change", "Can submit a change"),
                    ("ask_authority_change", "Can ask authority a change"),
                    ("authorise_change", "Can authorise a change"),
                    ("reject_change", "Can reject a change"),
                    ("rework_change", "Can rework a change"),
                    ("revise_change", "Can revise a change"),
                    ("start_change", "Can start a change"),
                    ("finish_change", "Can finish a change"),
                    ("back_out_change", "Can back out a change"),
                    ("close_change", "Can close a change"),
                    ("cancel_change", "Can cancel a change"),
                    ("govern_change", "Can edit risk questions, authorities, change models and freezes"),
                    ("run_meeting", "Can prepare and run meetings of the change advisory board"),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(fields=["window"], name="change_window"),
                    models.Index(fields=["starts_at", "ticket_ptr"], name="change_starts"),
                    models.Index(
                        condition=models.Q(("review_due_at__isnull", False)),
                        fields=["review_due_at"],
                        name="change_review_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_at", None),
                            ("ends_at", None),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="change_ends_after_it_starts",
                    )
                ],
            },
            bases=("tickets.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="ChangeStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="changes.change"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("plan", "plan"), ("back_out", "way back")], default="plan", max_length=8
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("what", models.CharField(max_length=240, verbose_name="what is done")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_steps",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                ("no_return", models.BooleanField(default=False, verbose_name="no way back after this step")),
                ("done_at", models.DateTimeField(editable=False, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["part", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("change", "part", "place"),
                        name="one_step_at_a_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("no_return", True)),
                        fields=("change",),
                        name="one_point_of_no_return",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contract",
                        to="changes.change",
                    ),
                ),
                ("who", models.JSONField(default=dict)),
                ("label", models.CharField(max_length=160, verbose_name="who must know, in words")),
                (
                    "hours_before",
                    models.PositiveSmallIntegerField(default=24, verbose_name="hours before it starts"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("notice", "a notice"), ("conversation", "a conversation")],
                        default="notice",
                        max_length=12,
                    ),
                ),
                (
                    "share",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="per cent who confirm that they know"
                    ),
                ),
                ("kept", models.BooleanField(editable=False, null=True)),
                ("acknowledged_share", models.PositiveSmallIntegerField(editable=False, null=True)),
                ("overridden_at", models.DateTimeField(editable=False, null=True)),
                (
                    "overridden_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("override_reason", models.TextField(blank=True, editable=False)),
            ],
            options={
                "ordering": ["-hours_before", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__lte", 100)), name="contract_share_of_a_hundred"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("overridden_at", None),
                            models.Q(("override_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contract_overridden_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chaired_boards",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chair",
                    ),
                ),
                (
                    "emergency",
                    models.BooleanField(default=False, verbose_name="decides on emergency changes"),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        related_name="boards", to=settings.AUTH_USER_MODEL, verbose_name="members"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("emergency", True)),
                        fields=("emergency",),
                        name="one_emergency_board",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occasion",
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
                        choices=[
                            ("freeze", "freeze"),
                            ("business_event", "business event"),
                            ("on_call", "on call"),
                        ],
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="occasions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "window",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=models.Func(
                            models.F("starts_at"),
                            models.F("ends_at"),
                            models.Value("[)"),
                            function="tstzrange",
                        ),
                        output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField(),
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True, related_name="occasions", to="services.service", verbose_name="services"
                    ),
                ),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True, related_name="occasions", to="people.site", verbose_name="sites"
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True, related_name="occasions", to="people.team", verbose_name="teams"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(fields=["window"], name="occasion_window")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="occasion_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "on_call"), _negated=True),
                            ("person__isnull", False),
                            _connector="OR",
                        ),
                        name="somebody_on_call",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Collision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collisions",
                        to="changes.change",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collisions_with",
                        to="changes.change",
                    ),
                ),
                (
                    "occasion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="collisions",
                        to="changes.occasion",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "the same service, or one that stands on it"),
                            ("people", "the same people"),
                            ("freeze", "a freeze"),
                            ("business_event", "a business event"),
                            ("closing_day", "a closing day"),
                            ("too_close", "too close to another"),
                        ],
                        max_length=14,
                    ),
                ),
                ("because", models.CharField(max_length=300)),
                ("meets_from", models.DateTimeField(null=True)),
                ("meets_until", models.DateTimeField(null=True)),
                ("found_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("accept_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-found_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gone_at", None)),
                        fields=("change", "other", "occasion", "kind"),
                        name="one_collision_of_a_kind",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at", None),
                            models.Q(("accept_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="collision_accepted_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollisionWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "collision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="changes.collision",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.TextField(verbose_name="your words")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CalendarAddress",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="calendar_address",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issue", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Pipeline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("secret", models.CharField(editable=False, max_length=400)),
                (
                    "model",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pipelines",
                        to="changes.changemodel",
                        verbose_name="change model",
                    ),
                ),
                (
                    "speaks_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in whose name",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                ("heard_at", models.DateTimeField(editable=False, null=True)),
                ("refused_at", models.DateTimeField(editable=False, null=True)),
                ("refused_why", models.TextField(blank=True, editable=False)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Deployment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pipeline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="changes.pipeline",
                    ),
                ),
                ("run", models.CharField(max_length=120)),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployment",
                        to="changes.change",
                    ),
                ),
                ("commit", models.CharField(blank=True, max_length=80)),
                ("url", models.URLField(blank=True, max_length=400)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "running"),
                            ("succeeded", "succeeded"),
                            ("failed", "failed"),
                            ("rolled_back", "rolled back"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("began_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("pipeline", "run"), name="a_run_once")],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="changes.board",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="planned minutes")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="where")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("running", "running"),
                            ("over", "over"),
                            ("cancelled", "cancelled"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="chair",
                    ),
                ),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("notes", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "ordering": ["-starts_at"],
                "indexes": [models.Index(fields=["starts_at"], name="meeting_starts")],
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
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="changes.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("meeting", "person"), name="there_once")],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="changes.meeting",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="changes.change",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("because", models.JSONField(default=list)),
                ("begun_at", models.DateTimeField(null=True)),
                ("seconds", models.PositiveIntegerField(default=0)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not decided"),
                            ("authorised", "authorised"),
                            ("rejected", "rejected"),
                            ("postponed", "postponed"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("conditions", models.TextField(blank=True, verbose_name="conditions")),
                ("words", models.TextField(blank=True, verbose_name="reason")),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("present", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["place", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("meeting", "change"), name="once_on_an_agenda")
                ],
            },
        ),
        migrations.AddField(
            model_name="meeting",
            name="current",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="changes.agendaitem",
            ),
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="changes.agendaitem",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("yes", "authorise"), ("no", "reject"), ("abstain", "abstain")], max_length=7
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("beforehand", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "person"), name="one_vote_on_an_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="changes.meeting",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="actions",
                        to="changes.agendaitem",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meeting_actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
    ]
