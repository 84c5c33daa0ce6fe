import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
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
        migrations.RunSQL(
            "CREATE SEQUENCE problems_known_error_number START 101",
            "DROP SEQUENCE problems_known_error_number",
        ),
        migrations.CreateModel(
            name="Problem",
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
                ("incident_count", models.PositiveIntegerField(default=0, editable=False)),
                ("colleague_count", models.PositiveIntegerField(default=0, editable=False)),
                ("lost_minutes", models.PositiveIntegerField(default=0, editable=False)),
                ("first_incident_at", models.DateTimeField(editable=False, null=True)),
                ("last_incident_at", models.DateTimeField(editable=False, null=True)),
                (
                    "business_value",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "little"), (2, "some"), (3, "much"), (4, "vital")],
                        default=2,
                        verbose_name="business value",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="problems",
                        to="services.goal",
                        verbose_name="goal",
                    ),
                ),
                ("rank", models.PositiveIntegerField(default=0, editable=False)),
                ("because", models.JSONField(default=list, editable=False)),
                ("cause", models.TextField(blank=True, verbose_name="root cause")),
                ("whys", models.JSONField(blank=True, default=list)),
                ("solution", models.TextField(blank=True, verbose_name="what was changed")),
                (
                    "fix_change",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fixes_problems",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "observe_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="days to watch after the fix"),
                ),
                ("observed_until", models.DateTimeField(editable=False, null=True)),
                ("accepted_until", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "permissions": [
                    ("assess_problem", "Can assess a problem"),
                    ("investigate_problem", "Can investigate a problem"),
                    ("identify_problem", "Can identify a problem"),
                    ("fix_problem", "Can fix a problem"),
                    ("resolve_problem", "Can resolve a problem"),
                    ("reopen_problem", "Can reopen a problem"),
                    ("close_problem", "Can close a problem"),
                    ("accept_risk_problem", "Can accept risk a problem"),
                    ("mark_duplicate_problem", "Can mark duplicate a problem"),
                    ("cancel_problem", "Can cancel a problem"),
                ],
                "indexes": [
                    models.Index(fields=["-rank", "ticket_ptr"], name="problem_rank"),
                    models.Index(
                        condition=models.Q(("observed_until__isnull", False)),
                        fields=["observed_until"],
                        name="problem_observed",
                    ),
                    models.Index(
                        condition=models.Q(("accepted_until__isnull", False)),
                        fields=["accepted_until"],
                        name="problem_accepted",
                    ),
                ],
            },
            bases=("tickets.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="KnownError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "every colleague"),
                            ("limited", "only some colleagues"),
                            ("desk", "only the desk"),
                        ],
                        default="everyone",
                        max_length=8,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("agent", "Agent"),
                                ("change manager", "Change manager"),
                                ("manager", "Manager"),
                                ("administrator", "Administrator"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="roles",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("works_count", models.PositiveIntegerField(default=0, editable=False)),
                ("fails_count", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                (
                    "problem",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="known_errors",
                        to="problems.problem",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("symptom", models.TextField(verbose_name="what colleagues notice, in their words")),
                ("cause", models.TextField(blank=True, verbose_name="cause")),
                ("workaround", models.TextField(blank=True, verbose_name="the way round it, step by step")),
                ("affected", models.CharField(blank=True, max_length=240, verbose_name="who is affected")),
                ("since", models.DateField(verbose_name="since when")),
                (
                    "fix_change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fixes_known_errors",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="known_errors",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("published", "published"),
                            ("fixed", "fixed"),
                            ("retired", "retired"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("doubted_at", models.DateTimeField(editable=False, null=True)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                ("history", models.JSONField(default=list, editable=False)),
                (
                    "search",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "number", "title", config="english", weight="A"
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "symptom", "workaround", config="english", weight="B"
                            ),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.site", verbose_name="sites"
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.team", verbose_name="teams"
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        related_name="known_errors", to="services.service", verbose_name="services"
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
                "permissions": [("write_known_error", "Can write and publish known errors")],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="known_error_words"),
                    models.Index(fields=["-changed_at", "-id"], name="known_error_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("workaround", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="published_with_a_way",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "known_error",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to="problems.knownerror",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trials",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="trials",
                        to="tickets.ticket",
                    ),
                ),
                ("environment", models.CharField(blank=True, max_length=80)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not answered yet"),
                            ("works", "works for me"),
                            ("fails", "does not work"),
                            ("not_needed", "not needed any more"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", ""), _negated=True),
                        fields=["known_error", "-answered_at"],
                        name="trial_answered",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("known_error", "person", "edition"), name="tried_once_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "window_days",
                    models.PositiveSmallIntegerField(default=7, verbose_name="within how many days"),
                ),
                (
                    "at_least",
                    models.PositiveSmallIntegerField(
                        default=5, verbose_name="at least this many alike incidents"
                    ),
                ),
                ("likeness", models.FloatField(default=0.3, verbose_name="how alike, from 0 to 1")),
                (
                    "burst",
                    models.FloatField(
                        default=2.0, verbose_name="this many times the usual number of the weeks before"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("likeness__gt", 0), ("likeness__lte", 1)),
                        name="likeness_is_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at_least__gte", 2), ("burst__gte", 1), ("window_days__gte", 1)),
                        name="some_alike",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recurrences",
                        to="services.service",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("words", models.JSONField(default=list)),
                ("likeness", models.FloatField()),
                ("usual", models.FloatField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("accepted", "accepted"),
                            ("dismissed", "dismissed"),
                        ],
                        default="proposed",
                        max_length=9,
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "problem",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recurrences",
                        to="problems.problem",
                    ),
                ),
                ("found_at", models.DateTimeField()),
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
                ("incidents", models.ManyToManyField(related_name="in_recurrences", to="tickets.ticket")),
            ],
            options={
                "ordering": ["-found_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "proposed")),
                        fields=["-found_at", "-id"],
                        name="recurrence_proposed",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dismissed_with_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="causes",
                        to="problems.problem",
                    ),
                ),
                (
                    "branch",
                    models.CharField(
                        choices=[
                            ("people", "people and skills"),
                            ("process", "how we work"),
                            ("technology", "technology"),
                            ("change", "something changed"),
                            ("supplier", "supplier"),
                            ("surroundings", "surroundings"),
                        ],
                        max_length=12,
                        verbose_name="branch",
                    ),
                ),
                ("what", models.CharField(max_length=240, verbose_name="what contributed")),
                ("evidence", models.TextField(blank=True, verbose_name="what shows it")),
                ("is_root", models.BooleanField(default=False, verbose_name="this is the root cause")),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(editable=False)),
            ],
            options={
                "ordering": ["branch", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_root", True)), fields=("problem",), name="one_root_cause"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="problems.problem",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problem_actions",
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
