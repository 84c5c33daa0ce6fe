import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import itsm.tickets.models.columns


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("catalog", "0001_first"),
        ("catalog", "0002_approval_reasons"),
        ("catalog", "0003_tasks_in_hand"),
    ]

    dependencies = [
        ("people", "0001_initial"),
        ("services", "0002_defaults"),
        ("tickets", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approval_steps",
                        to="tickets.ticket",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=120)),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("all", "everyone asked"),
                            ("any", "any one of them"),
                            ("share", "a share of them"),
                        ],
                        default="any",
                        max_length=5,
                    ),
                ),
                ("share", models.PositiveSmallIntegerField(null=True)),
                ("who", models.JSONField(default=dict)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("remind_hours", models.PositiveSmallIntegerField(null=True)),
                ("escalate_hours", models.PositiveSmallIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for the step before"),
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("void", "no longer asked"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField(null=True)),
                ("remind_at", models.DateTimeField(null=True)),
                ("escalate_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["ticket", "place"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")), fields=["remind_at"], name="approval_remind"
                    ),
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["escalate_at"],
                        name="approval_escalate",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "void"), _negated=True),
                        fields=("ticket", "digest", "place"),
                        name="approval_step_once_for_a_content",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="catalog.approvalstep",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stands_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "as the step says"),
                            ("away", "stands in for who is away"),
                            ("own", "nobody approves for themselves, so it goes one up"),
                            ("left", "who was to be asked cannot sign in, so it goes one up"),
                            ("silent", "who was asked did not answer"),
                            ("nobody", "nobody else is left who may decide"),
                        ],
                        default="",
                        max_length=7,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("declined", "declined"),
                            ("void", "no longer asked"),
                        ],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("decided_at", models.DateTimeField(null=True)),
                ("link_used_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")), fields=["person"], name="approval_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("step", "person"), name="asked_once_in_a_step"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("url", models.URLField(max_length=400, verbose_name="address")),
                ("secret", models.CharField(editable=False, max_length=400)),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="what is on it, in one sentence"
                    ),
                ),
                ("icon", models.CharField(default="squares-2x2", max_length=40, verbose_name="icon")),
                ("order", models.PositiveSmallIntegerField(default=50, verbose_name="place")),
            ],
            options={
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="tickets.ticket"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("place", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("instructions", models.TextField(blank=True)),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="people.team"
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hook",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="catalog.hook",
                    ),
                ),
                ("checklist", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits for other steps"),
                            ("ready", "ready"),
                            ("in_progress", "in progress"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("skipped", "not needed"),
                        ],
                        default="waiting",
                        max_length=11,
                    ),
                ),
                ("within_minutes", models.PositiveIntegerField(null=True)),
                ("ready_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("words", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["ticket", "place"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "in_progress", "ready"])),
                        fields=["team", "due_at"],
                        name="task_open",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "in_progress", "ready"])),
                        fields=["due_at", "id"],
                        name="task_in_hand",
                    ),
                    models.Index(
                        condition=models.Q(("breached_at", None), ("state__in", ["ready", "in_progress"])),
                        fields=["due_at"],
                        name="task_due",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("ticket", "key"), name="task_once")],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="catalog.task"
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=240)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="call_again"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Offering",
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
                ("key", models.SlugField(max_length=60, unique=True, verbose_name="address")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("published", "published"), ("retired", "retired")],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offerings",
                        to="catalog.category",
                        verbose_name="shelf",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_offerings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offerings",
                        to="people.team",
                        verbose_name="team that gives it",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offerings",
                        to="services.service",
                        verbose_name="service",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="what it is")),
                ("keywords", models.CharField(blank=True, max_length=400, verbose_name="other words for it")),
                ("asked", models.PositiveIntegerField(default=0, editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                (
                    "search",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector(
                                "title", "keywords", config="english", weight="A"
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector("what", config="english", weight="B"),
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
            ],
            options={
                "ordering": ["title", "pk"],
                "permissions": [
                    ("write_offering", "Can write and propose offerings"),
                    ("publish_offering", "Can publish and retire offerings that others wrote"),
                    ("publish_offering_alone", "Can publish offerings without a second reader"),
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="offering_words")
                ],
            },
        ),
        migrations.CreateModel(
            name="OfferingEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(editable=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "waits for review"),
                            ("published", "published"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
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
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changes", models.CharField(blank=True, max_length=240, verbose_name="what is new in it")),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("sent_back", models.TextField(blank=True, editable=False)),
                ("stamp", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="catalog.offering",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="what it is")),
                ("for_whom", models.CharField(blank=True, max_length=240, verbose_name="for whom")),
                ("included", models.TextField(blank=True, verbose_name="included")),
                ("not_included", models.TextField(blank=True, verbose_name="not included")),
                ("how_to_ask", models.TextField(blank=True, verbose_name="how to ask")),
                ("usual_time", models.CharField(blank=True, max_length=120, verbose_name="usual time")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="hours")),
                ("cost", models.CharField(blank=True, max_length=120, verbose_name="cost")),
                ("keywords", models.CharField(blank=True, max_length=400, verbose_name="other words for it")),
                (
                    "within_hours",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="within working hours"
                    ),
                ),
                ("form", models.JSONField(blank=True, default=list)),
                ("approvals", models.JSONField(blank=True, default=list)),
                ("plan", models.JSONField(blank=True, default=list)),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("offering", "number"), name="offering_edition_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "proposed"])),
                        fields=("offering",),
                        name="one_offering_edition_in_the_making",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="offering",
            name="edition",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalog.offeringedition",
            ),
        ),
        migrations.CreateModel(
            name="ServiceRequest",
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
                ("closes_at", models.DateTimeField(null=True)),
                (
                    "closed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("colleague", "confirmed by the colleague"),
                            ("agent", "closed by an agent"),
                            ("auto", "closed after the waiting time"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "hold_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("colleague", "an answer of the colleague"),
                            ("supplier", "a supplier"),
                            ("change", "a change"),
                            ("problem", "a problem being solved"),
                            ("scheduled", "an agreed time"),
                        ],
                        max_length=10,
                    ),
                ),
                ("wakes_at", models.DateTimeField(null=True)),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="catalog.offering",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="catalog.offeringedition",
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
            ],
            options={
                "permissions": [
                    ("start_servicerequest", "Can start a request"),
                    ("hold_servicerequest", "Can hold a request"),
                    ("resume_servicerequest", "Can resume a request"),
                    ("fulfil_servicerequest", "Can fulfil a request"),
                    ("reopen_servicerequest", "Can reopen a request"),
                    ("close_servicerequest", "Can close a request"),
                    ("withdraw_servicerequest", "Can withdraw a request"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closes_at__isnull", False)),
                        fields=["closes_at"],
                        name="request_closes",
                    ),
                    models.Index(
                        condition=models.Q(("wakes_at__isnull", False)),
                        fields=["wakes_at"],
                        name="request_wakes",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hold_reason__in",
                                ["", "colleague", "supplier", "change", "problem", "scheduled"],
                            )
                        ),
                        name="request_known_hold_reason",
                    )
                ],
            },
            bases=("tickets.ticket", models.Model),
        ),
    ]
