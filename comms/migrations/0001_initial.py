import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("services", "0002_defaults"),
        ("tickets", "0002_audit"),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE comms_notice_number START 1", "DROP SEQUENCE comms_notice_number"),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=20, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outage", "outage"),
                            ("maintenance", "maintenance"),
                            ("advisory", "advisory"),
                            ("news", "something new"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("investigating", "investigating"),
                            ("identified", "cause found"),
                            ("monitoring", "watching the fix"),
                            ("resolved", "resolved"),
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("published", "published"),
                            ("withdrawn", "over"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=14,
                    ),
                ),
                ("open", models.BooleanField(default=True, editable=False)),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="tickets.ticket",
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("next_update_at", models.DateTimeField(editable=False, null=True)),
                (
                    "must_acknowledge",
                    models.BooleanField(
                        default=False, verbose_name="everyone confirms that they have read it"
                    ),
                ),
                (
                    "remind_after",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="remind once, hours after it was told"
                    ),
                ),
                ("remind_at", models.DateTimeField(editable=False, null=True)),
                (
                    "question",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="question to check it was understood"
                    ),
                ),
                ("answers", models.JSONField(blank=True, default=list)),
                ("right", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("public", models.BooleanField(default=False, verbose_name="on the public status page")),
                ("drill", models.BooleanField(default=False, editable=False)),
                ("lead_time_reason", models.CharField(blank=True, max_length=240)),
                ("warned_for", models.DateTimeField(editable=False, null=True)),
                ("broken_for", models.DateTimeField(editable=False, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(editable=False)),
                ("published_at", models.DateTimeField(editable=False, null=True)),
                ("over_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True, related_name="notices", to="services.service", verbose_name="services"
                    ),
                ),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True, related_name="notices", to="people.site", verbose_name="sites"
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at", "-pk"],
                "permissions": [("tell_notice", "Can write and publish notices")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("open", True)),
                        fields=["-opened_at", "-id"],
                        name="notice_running",
                    ),
                    models.Index(fields=["-published_at", "-id"], name="notice_published"),
                    models.Index(
                        condition=models.Q(("open", True)), fields=["next_update_at"], name="notice_next"
                    ),
                    models.Index(
                        condition=models.Q(("remind_at__isnull", False)),
                        fields=["remind_at"],
                        name="notice_remind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="comms.notice"
                    ),
                ),
                ("verb", models.CharField(max_length=12)),
                (
                    "phase",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("investigating", "investigating"),
                            ("identified", "cause found"),
                            ("monitoring", "watching the fix"),
                            ("resolved", "resolved"),
                            ("planned", "planned"),
                            ("in_progress", "in progress"),
                            ("done", "done"),
                            ("cancelled", "cancelled"),
                            ("published", "published"),
                            ("withdrawn", "over"),
                        ],
                        max_length=14,
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
                ("next_update_at", models.DateTimeField(null=True)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("urgent", models.BooleanField(default=False)),
                ("lost", models.TextField(null=True)),
                ("told_up_to", models.BigIntegerField(default=0)),
                ("fanned_out_at", models.DateTimeField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("sending_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["notice", "id"], name="update_of_notice"),
                    models.Index(condition=models.Q(("done_at", None)), fields=["id"], name="update_in_hand"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Text",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="texts", to="comms.update"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("colleagues", "colleagues"),
                            ("managers", "managers"),
                            ("it", "IT teams"),
                            ("sponsor", "sponsor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("what", models.TextField(verbose_name="what happens")),
                ("who", models.TextField(blank=True, verbose_name="who is affected")),
                ("do", models.TextField(blank=True, verbose_name="what to do")),
                ("we", models.TextField(blank=True, verbose_name="what we do")),
                ("next", models.TextField(blank=True, verbose_name="when you hear next")),
                ("grade", models.FloatField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("update", "audience"), name="one_text_per_audience")
                ],
            },
        ),
        migrations.CreateModel(
            name="Aim",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="aim",
                        serialize=False,
                        to="comms.notice",
                    ),
                ),
                ("everyone", models.BooleanField(default=False, verbose_name="everyone")),
                (
                    "sponsor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "services",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="services.service",
                        verbose_name="who uses these services",
                    ),
                ),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="people.site",
                        verbose_name="who works at these sites",
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.team", verbose_name="these teams"
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="these colleagues",
                    ),
                ),
                (
                    "without",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="but not these",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressees",
                        to="comms.notice",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addressed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("colleagues", "colleagues"),
                            ("managers", "managers"),
                            ("it", "IT teams"),
                            ("sponsor", "sponsor"),
                        ],
                        default="colleagues",
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("named", "you were named"),
                            ("asked", "you asked for help with it, in {about}"),
                            ("subscribed", "you follow {about}"),
                            ("used", "you used {about} lately"),
                            ("serves", "{about} is there for your site"),
                            ("site", "you work at {about}"),
                            ("team", "you are in {about}"),
                            ("everyone", "it concerns everyone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=120)),
                ("addressed_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("answer", models.PositiveSmallIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("understood", models.BooleanField(null=True)),
                ("clear", models.BooleanField(null=True)),
                ("affected_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("put_away", models.BigIntegerField(db_default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-notice"], name="addressed_person"),
                    models.Index(
                        condition=models.Q(("acknowledged_at", None)),
                        fields=["notice", "person"],
                        name="addressed_silent",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("notice", "person"), name="addressed_once")],
            },
        ),
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rolls", to="comms.update"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("colleagues", "colleagues"),
                            ("managers", "managers"),
                            ("it", "IT teams"),
                            ("sponsor", "sponsor"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("named", "you were named"),
                            ("asked", "you asked for help with it, in {about}"),
                            ("subscribed", "you follow {about}"),
                            ("used", "you used {about} lately"),
                            ("serves", "{about} is there for your site"),
                            ("site", "you work at {about}"),
                            ("team", "you are in {about}"),
                            ("everyone", "it concerns everyone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=120)),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Subscription",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to="services.service",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("since", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="subscription_person")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("address", "")), fields=("service", "person"), name="follows_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=("service", "address"),
                        name="address_follows_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("person__isnull", False)),
                            models.Q(("person__isnull", True), models.Q(("address", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="person_or_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "server",
                    models.CharField(
                        choices=[
                            ("slack", "Slack"),
                            ("mattermost", "Mattermost"),
                            ("other", "another, by an apprise address"),
                        ],
                        max_length=10,
                    ),
                ),
                ("address", models.TextField(blank=True)),
                ("channel", models.CharField(blank=True, max_length=80)),
                ("secret", models.TextField(blank=True)),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rooms",
                        to="people.team",
                    ),
                ),
                ("notices", models.BooleanField(default=True)),
                ("tickets", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="ChatThread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="threads", to="comms.room"
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_threads",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_threads",
                        to="comms.notice",
                    ),
                ),
                ("reference", models.CharField(max_length=80)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("room", "reference"), name="one_thread")],
            },
        ),
        migrations.CreateModel(
            name="ChatPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="comms.room",
                    ),
                ),
                ("cause", models.CharField(max_length=60)),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="comms.notice",
                    ),
                ),
                ("account", models.CharField(blank=True, max_length=80)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=7,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["id"],
                        name="chat_unsent",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("room", "cause"), name="posted_once")],
            },
        ),
        migrations.CreateModel(
            name="ChatName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "server",
                    models.CharField(
                        choices=[
                            ("slack", "Slack"),
                            ("mattermost", "Mattermost"),
                            ("other", "another, by an apprise address"),
                        ],
                        max_length=10,
                    ),
                ),
                ("account", models.CharField(max_length=80)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chat_names",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("server", "account"), name="one_person_per_account")
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=120, unique=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="comms.update",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("handed_over", models.BigIntegerField(db_default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("update", "first"), name="taken_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "you asked for help"),
                            ("on_behalf", "you asked on behalf of {about}"),
                            ("affected", "you said that it affects you too"),
                            ("copy", "you are in copy"),
                            ("mentioned", "you were mentioned"),
                            ("holder", "you hold this ticket"),
                            ("given", "it was given to you"),
                            ("handed", "you handed it over"),
                            ("team", "it is with your team, {about}"),
                            ("lead", "you lead {about}"),
                            ("leads_manager", "you are the manager of who leads {about}"),
                            ("major", "you have a part in this major incident"),
                            ("promised", "you promised the next message"),
                            ("watches", "you watch it"),
                            ("addressed", "{about}"),
                            ("follows", "you follow {about}"),
                            ("wondered", "you asked a question about it"),
                            ("gathered", "you chose it so, or more came together than anybody reads singly"),
                            ("agrees", "your yes or no is needed"),
                            ("stands_in", "you stand in for {about}, and a yes or no is needed"),
                            ("unanswered", "{about} did not answer, and a yes or no is needed"),
                            ("thanked", "you helped with it"),
                            ("looks_after", "you look after this desk"),
                        ],
                        max_length=14,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=120)),
                ("cause", models.CharField(max_length=60)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="tickets.event",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="comms.update",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=10)),
                ("channel", models.CharField(default="mail", max_length=10)),
                ("address", models.EmailField(max_length=254)),
                ("message_id", models.CharField(max_length=200)),
                ("provider_id", models.CharField(db_default="", max_length=200)),
                ("thread_id", models.CharField(max_length=200)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("sending", "being sent"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("skipped", "not sent"),
                            ("bounced", "came back"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(null=True)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "indexes": [
                    models.Index(
                        condition=models.Q(("event__isnull", False)),
                        fields=["event"],
                        name="delivery_of_event",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"]), ("update", None)),
                        fields=["id"],
                        name="delivery_unsent",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"]), ("update__isnull", False)),
                        fields=["update", "id"],
                        name="delivery_waiting",
                    ),
                    models.Index(fields=["person", "-id"], name="delivery_person"),
                    models.Index(
                        condition=models.Q(("update", None), ("person", None), _connector="OR"),
                        fields=["message_id"],
                        name="delivery_message",
                    ),
                    models.Index(
                        condition=models.Q(("provider_id", ""), _negated=True),
                        fields=["provider_id"],
                        name="delivery_provider",
                    ),
                    django.contrib.postgres.indexes.BrinIndex(fields=["created_at"], name="delivery_week"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("update", None)),
                        fields=("cause", "person", "channel"),
                        name="delivered_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("update__isnull", False)),
                        fields=("update", "person", "channel"),
                        name="update_told_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("cause", "address", "channel"),
                        name="address_told_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("about", models.CharField(max_length=60)),
                ("fields", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "about"), name="one_draft_per_writer_and_thing")
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("story", models.SlugField(max_length=30, verbose_name="story")),
                (
                    "notice",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rehearsal",
                        to="comms.notice",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("started_at", models.DateTimeField(editable=False)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("started_by",),
                        name="one_drill_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("raw", models.BinaryField()),
                (
                    "entrance",
                    models.CharField(
                        choices=[("imap", "IMAP"), ("smtp", "SMTP"), ("pipe", "pipe"), ("hook", "web hook")],
                        max_length=5,
                    ),
                ),
                ("envelope_from", models.CharField(blank=True, max_length=320)),
                ("envelope_to", models.JSONField(default=list)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("stored", "stored"),
                            ("done", "on a ticket"),
                            ("report", "delivery report"),
                            ("automatic", "automatic"),
                            ("quarantined", "in quarantine"),
                            ("dropped", "set aside"),
                        ],
                        default="stored",
                        max_length=11,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(null=True)),
                ("message_id", models.CharField(blank=True, max_length=998)),
                ("sender", models.CharField(blank=True, max_length=320)),
                ("subject", models.CharField(blank=True, max_length=998)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="incoming",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="incoming",
                        to="tickets.event",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reports",
                        to="comms.delivery",
                    ),
                ),
                ("html", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                (
                    "handled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("handled_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "incoming",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "stored")), fields=["id"], name="incoming_stored"
                    ),
                    models.Index(
                        condition=models.Q(("state", "quarantined")),
                        fields=["-received_at", "-id"],
                        name="incoming_quarantine",
                    ),
                    models.Index(fields=["message_id"], name="incoming_message"),
                    models.Index(fields=["sender", "-received_at"], name="incoming_sender"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "address",
                    models.EmailField(
                        help_text="New mail to a team's own address goes to that team.",
                        max_length=254,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("host", models.CharField(max_length=200, verbose_name="server")),
                ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                (
                    "security",
                    models.CharField(
                        choices=[
                            ("tls", "TLS from the start (port 993)"),
                            ("starttls", "STARTTLS (port 143)"),
                            ("none", "none: only inside one machine"),
                        ],
                        default="tls",
                        max_length=8,
                        verbose_name="encryption",
                    ),
                ),
                ("user", models.CharField(max_length=200, verbose_name="name to sign in with")),
                ("secret", models.TextField(blank=True, editable=False)),
                ("oauth_token_url", models.URLField(blank=True, verbose_name="OAuth2: address for tokens")),
                ("folder", models.CharField(default="INBOX", max_length=100, verbose_name="folder")),
                (
                    "reads_from",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="Older mail in the folder is left alone.",
                        verbose_name="reads mail from this day on",
                    ),
                ),
                ("uid_validity", models.BigIntegerField(default=0, editable=False)),
                ("last_uid", models.BigIntegerField(default=0, editable=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="is read")),
                ("looked_at", models.DateTimeField(editable=False, null=True)),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                ("error", models.CharField(blank=True, editable=False, max_length=300)),
            ],
            options={
                "verbose_name_plural": "mailboxes",
                "ordering": ["address"],
            },
        ),
        migrations.CreateModel(
            name="Jargon",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=60, verbose_name="word")),
                ("plain", models.CharField(blank=True, max_length=120, verbose_name="what to say instead")),
                ("allowed", models.BooleanField(default=False, verbose_name="everyone here knows it")),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name_plural": "jargon",
                "ordering": ["word"],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("word"), name="jargon_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "you asked for help"),
                            ("on_behalf", "you asked on behalf of {about}"),
                            ("affected", "you said that it affects you too"),
                            ("copy", "you are in copy"),
                            ("mentioned", "you were mentioned"),
                            ("holder", "you hold this ticket"),
                            ("given", "it was given to you"),
                            ("handed", "you handed it over"),
                            ("team", "it is with your team, {about}"),
                            ("lead", "you lead {about}"),
                            ("leads_manager", "you are the manager of who leads {about}"),
                            ("major", "you have a part in this major incident"),
                            ("promised", "you promised the next message"),
                            ("watches", "you watch it"),
                            ("addressed", "{about}"),
                            ("follows", "you follow {about}"),
                            ("wondered", "you asked a question about it"),
                            ("gathered", "you chose it so, or more came together than anybody reads singly"),
                            ("agrees", "your yes or no is needed"),
                            ("stands_in", "you stand in for {about}, and a yes or no is needed"),
                            ("unanswered", "{about} did not answer, and a yes or no is needed"),
                            ("thanked", "you helped with it"),
                            ("looks_after", "you look after this desk"),
                        ],
                        max_length=14,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=120)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="tickets.event",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="comms.notice",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="tickets.ticket",
                    ),
                ),
                ("title", models.CharField(max_length=240)),
                ("at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("read_at", None)), fields=["person", "-id"], name="inbox_unread"
                    ),
                    models.Index(
                        condition=models.Q(("read_at__isnull", False)),
                        fields=["person", "-id"],
                        name="inbox_read",
                    ),
                    models.Index(
                        condition=models.Q(("read_at", None), ("ticket__isnull", False)),
                        fields=["ticket", "person"],
                        name="inbox_ticket",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("event__isnull", False)),
                        fields=("event", "person"),
                        name="notified_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("notice__isnull", False)),
                        fields=("notice", "person"),
                        name="one_line_per_notice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event__isnull", False), ("notice", None), ("ticket__isnull", False)),
                            models.Q(("event", None), ("notice__isnull", False), ("ticket", None)),
                            _connector="OR",
                        ),
                        name="event_or_notice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("receipt", "We have it: the receipt when you ask for help"),
                            (
                                "answer",
                                "Answers and questions to you, and what becomes of what you asked for",
                            ),
                            ("work", "Work that comes to you or comes back, and what colleagues write on it"),
                            ("mention", "You are mentioned"),
                            ("clock", "Time running out: warnings, breaches, escalations"),
                            ("watch", "News on what you watch"),
                            ("approval", "Your yes or no is needed"),
                            ("notice", "Outages, maintenance and news of the services you use"),
                            (
                                "digest",
                                "Digests: what came together or waited for the end of your quiet hours",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("channel", models.CharField(default="mail", max_length=10)),
                ("wanted", models.BooleanField(default=True)),
                ("daily", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "group", "channel"), name="one_preference")
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="comms.notice",
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
                ("words", models.TextField()),
                ("channel", models.CharField(max_length=12)),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="others",
                        to="comms.question",
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None), ("topic", None)),
                        fields=["notice"],
                        name="question_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Quiet",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quiet",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("begins", models.TimeField(blank=True, null=True)),
                ("ends", models.TimeField(blank=True, null=True)),
                ("weekends", models.BooleanField(default=False)),
                ("digest_at", models.TimeField(default=datetime.time(8, 0))),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("begins", None), ("ends", None)),
                            models.Q(
                                ("begins__isnull", False),
                                ("ends__isnull", False),
                                models.Q(("begins", models.F("ends")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quiet_hours_have_two_ends",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("asked", "you asked for help"),
                            ("on_behalf", "you asked on behalf of {about}"),
                            ("affected", "you said that it affects you too"),
                            ("copy", "you are in copy"),
                            ("mentioned", "you were mentioned"),
                            ("holder", "you hold this ticket"),
                            ("given", "it was given to you"),
                            ("handed", "you handed it over"),
                            ("team", "it is with your team, {about}"),
                            ("lead", "you lead {about}"),
                            ("leads_manager", "you are the manager of who leads {about}"),
                            ("major", "you have a part in this major incident"),
                            ("promised", "you promised the next message"),
                            ("watches", "you watch it"),
                            ("addressed", "{about}"),
                            ("follows", "you follow {about}"),
                            ("wondered", "you asked a question about it"),
                            ("gathered", "you chose it so, or more came together than anybody reads singly"),
                            ("agrees", "your yes or no is needed"),
                            ("stands_in", "you stand in for {about}, and a yes or no is needed"),
                            ("unanswered", "{about} did not answer, and a yes or no is needed"),
                            ("thanked", "you helped with it"),
                            ("looks_after", "you look after this desk"),
                        ],
                        max_length=14,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=120)),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("receipt", "We have it: the receipt when you ask for help"),
                            (
                                "answer",
                                "Answers and questions to you, and what becomes of what you asked for",
                            ),
                            ("work", "Work that comes to you or comes back, and what colleagues write on it"),
                            ("mention", "You are mentioned"),
                            ("clock", "Time running out: warnings, breaches, escalations"),
                            ("watch", "News on what you watch"),
                            ("approval", "Your yes or no is needed"),
                            ("notice", "Outages, maintenance and news of the services you use"),
                            (
                                "digest",
                                "Digests: what came together or waited for the end of your quiet hours",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("cause", models.CharField(max_length=60)),
                ("line", models.CharField(max_length=300)),
                ("url", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("digest", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("digest", "")), fields=["due_at", "person"], name="held_due"
                    ),
                    models.Index(fields=["person", "group", "at"], name="held_lately"),
                ],
                "constraints": [models.UniqueConstraint(fields=("person", "cause"), name="held_once")],
            },
        ),
        migrations.CreateModel(
            name="StatusPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public",
                    models.BooleanField(
                        default=False,
                        help_text="Without signing in, people see the services and notices that are marked as public.",
                        verbose_name="open to everybody",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Above the public page, for example the name of your organisation.",
                        max_length=80,
                        verbose_name="title",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_status_page")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceOnStatus",
            fields=[
                (
                    "service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="on_status",
                        serialize=False,
                        to="services.service",
                        verbose_name="service",
                    ),
                ),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="group")),
                ("shown", models.BooleanField(default=True, verbose_name="on the page")),
                ("public", models.BooleanField(default=False, verbose_name="on the public page, too")),
            ],
        ),
        migrations.CreateModel(
            name="FeedAddress",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="feed_address",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issue", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("de", "Deutsch")], default="en", max_length=8
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "language"), name="one_template_per_language")
                ],
            },
        ),
        # A row is written again for each step of its funnel: with room on its page that touches none of its indexes.
        migrations.RunSQL(
            "ALTER TABLE comms_addressee SET (fillfactor = 50)",
            "ALTER TABLE comms_addressee RESET (fillfactor)",
        ),
    ]
