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

    dependencies = [
        ("people", "0003_absence"),
        ("services", "0004_silence_defaults"),
        ("tickets", "0002_audit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            name="ApprovalStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approval_steps",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "place"],
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
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="catalog.approvalstep",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
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
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.site", verbose_name="sites"
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
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("changes", models.CharField(blank=True, max_length=240, verbose_name="what is new in it")),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                ("sent_back", models.TextField(blank=True, editable=False)),
                ("stamp", models.PositiveIntegerField(default=0, editable=False)),
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
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="editions",
                        to="catalog.offering",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "abstract": False,
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
                ("answers", models.JSONField(default=dict)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="catalog.offeringedition",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="catalog.offering",
                    ),
                ),
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
            },
            bases=("tickets.ticket", models.Model),
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
                ("words", models.TextField(blank=True)),
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
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
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
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="people.team"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "ordering": ["ticket", "place"],
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
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("next_at", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("error", models.CharField(blank=True, max_length=240)),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calls", to="catalog.task"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="approvalstep",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["remind_at"], name="approval_remind"
            ),
        ),
        migrations.AddIndex(
            model_name="approvalstep",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["escalate_at"], name="approval_escalate"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalstep",
            constraint=models.UniqueConstraint(
                fields=("ticket", "digest", "place"), name="approval_step_once_for_a_content"
            ),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(
                condition=models.Q(("state", "asked")), fields=["person"], name="approval_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("step", "person"), name="asked_once_in_a_step"),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="declined_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="offeringedition",
            constraint=models.UniqueConstraint(fields=("offering", "number"), name="offering_edition_number"),
        ),
        migrations.AddConstraint(
            model_name="offeringedition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "proposed"])),
                fields=("offering",),
                name="one_offering_edition_in_the_making",
            ),
        ),
        migrations.AddIndex(
            model_name="offering",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="offering_words"),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                condition=models.Q(("closes_at__isnull", False)), fields=["closes_at"], name="request_closes"
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                condition=models.Q(("wakes_at__isnull", False)), fields=["wakes_at"], name="request_wakes"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hold_reason__in", ["", "colleague", "supplier", "change", "problem", "scheduled"])
                ),
                name="request_known_hold_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state__in", ["ready", "in_progress"])),
                fields=["team", "due_at"],
                name="task_open",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("breached_at", None), ("state__in", ["ready", "in_progress"])),
                fields=["due_at"],
                name="task_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(fields=("ticket", "key"), name="task_once"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="call_again"
            ),
        ),
    ]
