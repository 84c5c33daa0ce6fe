import datetime

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import itsm.tickets.models.attachment
import itsm.tickets.models.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("services", "0002_defaults"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="people.team",
                        verbose_name="shared with team",
                    ),
                ),
                (
                    "everyone",
                    models.BooleanField(default=False, verbose_name="shared with everyone at the desk"),
                ),
                ("query", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Macro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every team.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="people.team",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("reply", "public reply"), ("note", "internal note")],
                        max_length=8,
                        verbose_name="kind of message",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Variables: {colleague} {agent} {number} {service} {team} {promise}",
                        verbose_name="words",
                    ),
                ),
                (
                    "promise_minutes",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="next word in (minutes)"),
                ),
                (
                    "verb",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[django.core.validators.RegexValidator("^[a-z_]*$")],
                        verbose_name="then",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("team", "team"),
                            ("agent", "agent"),
                            ("colleague", "colleague"),
                            ("approver", "approver"),
                            ("supplier", "supplier"),
                            ("scheduled", "scheduled"),
                            ("system", "another system"),
                        ],
                        default="team",
                        max_length=10,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="people.team",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_tickets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("held_since", models.DateTimeField(default=django.utils.timezone.now)),
                ("drops_at", models.DateTimeField(null=True)),
                ("strip", models.JSONField(default=list)),
                ("handover_count", models.PositiveSmallIntegerField(default=0)),
                ("affected_count", models.PositiveIntegerField(default=0, editable=False)),
                ("promised_at", models.DateTimeField(null=True)),
                ("last_word_at", models.DateTimeField(null=True)),
                ("last_word", models.CharField(blank=True, max_length=64)),
                ("message_count", models.PositiveIntegerField(default=0)),
                ("last_message_at", models.DateTimeField(null=True)),
                ("waiting_since", models.DateTimeField(null=True)),
                ("child_count", models.PositiveIntegerField(default=0, editable=False)),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("incident", "incident"),
                            ("request", "request"),
                            ("problem", "problem"),
                            ("change", "change"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("status", models.CharField(max_length=20)),
                ("open", models.BooleanField(default=True, editable=False)),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Many colleagues"), (2, "A group"), (3, "One person")], default=3
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Critical"), (2, "High"), (3, "Medium"), (4, "Low")], default=3
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "P1 critical"), (2, "P2 high"), (3, "P3 normal"), (4, "P4 low")],
                        default=3,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="services.service",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="people.site",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requested_tickets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opened_tickets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("desk", "desk"),
                            ("mail", "mail"),
                            ("chat", "chat"),
                            ("phone", "phone"),
                            ("in_person", "in person"),
                            ("walk_up", "walk-up"),
                            ("meeting", "meeting"),
                            ("api", "API"),
                        ],
                        default="desk",
                        max_length=12,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("major", models.BooleanField(default=False, editable=False)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("resolved_at", models.DateTimeField(editable=False, null=True)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("due_at", models.DateTimeField(editable=False, null=True)),
                ("breached", models.BooleanField(default=False, editable=False)),
                ("escalation", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("reopen_count", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "merged_into",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="tickets.ticket",
                    ),
                ),
                ("last_event", models.BigIntegerField(default=0, editable=False)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "silent_since",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            "last_word_at", "opened_at"
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
                (
                    "soonest",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Coalesce(
                            django.db.models.functions.comparison.Least("due_at", "promised_at"),
                            models.Value(
                                datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.UTC),
                                output_field=models.DateTimeField(),
                            ),
                        ),
                        output_field=models.DateTimeField(),
                    ),
                ),
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
                                django.db.models.functions.text.Left("description", 100000),
                                config="english",
                                weight="B",
                            ),
                            django.contrib.postgres.search.SearchConfig("english"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("work_ticket", "Can work tickets: take, assign, hand over, reply, note, log, promise")
                ],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="ticket_words"),
                    models.Index(
                        condition=models.Q(("open", True)),
                        fields=["promised_at", "id"],
                        name="ticket_promised",
                    ),
                    models.Index(
                        condition=models.Q(("open", True)), fields=["soonest", "id"], name="ticket_soonest"
                    ),
                    models.Index(
                        condition=models.Q(("open", True)),
                        fields=["priority", "soonest", "id"],
                        name="ticket_priority",
                    ),
                    models.Index(
                        condition=models.Q(("open", True)),
                        fields=["silent_since", "id"],
                        name="ticket_silent",
                    ),
                    models.Index(
                        condition=models.Q(("drops_at__isnull", False), ("open", True)),
                        fields=["drops_at", "id"],
                        name="ticket_drops",
                    ),
                    models.Index(
                        condition=models.Q(("open", True)),
                        fields=["assignee", "soonest", "id"],
                        name="ticket_mine",
                    ),
                    models.Index(
                        condition=models.Q(("open", True)),
                        fields=["team", "soonest", "id"],
                        name="ticket_team",
                    ),
                    models.Index(fields=["-changed_at", "-id"], name="ticket_changed"),
                    models.Index(fields=["-opened_at", "-id"], name="ticket_opened"),
                    models.Index(fields=["requester", "-opened_at"], name="ticket_requester"),
                    models.Index(
                        condition=models.Q(("major", True)), fields=["-opened_at", "-id"], name="ticket_major"
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="ticket_merged",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_response", "first response"),
                            ("next_update", "next word"),
                            ("resolution", "resolution"),
                            ("handover", "hand-over"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.supportcalendar",
                    ),
                ),
                ("ledger", models.JSONField(default=list)),
                ("target", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("warned_at", models.DateTimeField(null=True)),
                ("breached_at", models.DateTimeField(null=True)),
                ("announced_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("worked", models.PositiveIntegerField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "running"),
                            ("met", "met"),
                            ("missed", "missed"),
                            ("renewed", "renewed"),
                            ("void", "void"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "promised_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="clock_next"
                    ),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["kind", "due_at"],
                        name="clock_due",
                    ),
                    models.Index(fields=["ticket", "kind"], name="clock_ticket"),
                    models.Index(
                        condition=models.Q(("stopped_at__isnull", False)),
                        fields=["kind", "stopped_at"],
                        name="clock_stopped",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("ticket", "kind"),
                        name="one_live_clock_per_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tickets.ticket",
                    ),
                ),
                ("verb", models.CharField(max_length=40)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "public"), ("internal", "internal")],
                        default="internal",
                        max_length=8,
                    ),
                ),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("comment", models.TextField(blank=True)),
                (
                    "details",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "search",
                    itsm.tickets.models.columns.Computed(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            django.db.models.functions.text.Left("comment", 100000), config="english"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["ticket", "at", "id"], name="event_timeline"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("comment", ""), _negated=True),
                        fields=["search"],
                        name="event_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("team", "team"),
                            ("agent", "agent"),
                            ("colleague", "colleague"),
                            ("approver", "approver"),
                            ("supplier", "supplier"),
                            ("scheduled", "scheduled"),
                            ("system", "another system"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["ticket", "since"], name="hold_ticket")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("ticket",), name="one_holder_per_ticket"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "from_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                (
                    "from_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("found", models.TextField()),
                ("colleague_knows", models.TextField()),
                ("promised", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("offered", "offered"), ("accepted", "accepted"), ("returned", "returned")],
                        default="offered",
                        max_length=8,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "offered")),
                        fields=("ticket",),
                        name="one_offer_per_ticket",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outbox", to="tickets.event"
                    ),
                ),
                ("consumer", models.CharField(max_length=20)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="outbox_oldest")],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "consumer"), name="once_per_consumer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="tickets.event",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.FileField(max_length=120, upload_to=itsm.tickets.models.attachment.storage_path),
                ),
                (
                    "thumbnail",
                    models.FileField(
                        blank=True, max_length=120, upload_to=itsm.tickets.models.attachment.thumbnail_path
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Participant",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("cc", "in copy"),
                            ("affected", "affected"),
                            ("named", "named"),
                            ("watcher", "watching"),
                            ("mentioned", "mentioned"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "ticket"], name="participant_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "person", "part"), name="once_in_each_part")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
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
                        related_name="drafts",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mode", models.CharField(default="public", max_length=8)),
                ("words", models.TextField(blank=True)),
                ("until", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "person"), name="one_draft_per_writer")
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links", to="tickets.ticket"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="backlinks",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("child_of", "is a child of"),
                            ("duplicates", "duplicates"),
                            ("caused_by", "is caused by"),
                            ("relates", "relates to"),
                            ("follows", "follows up"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "target", "kind"), name="linked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="no_link_to_itself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "child_of")), fields=("source",), name="one_parent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UsualTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8)),
                ("about", models.BigIntegerField()),
                ("step", models.PositiveSmallIntegerField(null=True)),
                ("seconds", models.PositiveIntegerField()),
                ("n", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "about", "step"), name="one_usual_time", nulls_distinct=False
                    )
                ],
            },
        ),
    ]
