import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("tickets", "0002_audit"),
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
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="incidents.category",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "categories",
                "ordering": ["parent__name", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parent", "name"), name="category_once", nulls_distinct=False
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="incidents.category",
                    ),
                ),
                ("since_when", models.CharField(blank=True, max_length=120)),
                (
                    "resolution",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fixed", "fixed"),
                            ("workaround", "works again by a workaround"),
                            ("explained", "explained, nothing was broken"),
                            ("self", "solved by the colleague"),
                            ("gone", "went away by itself"),
                            ("duplicate", "belongs to another incident"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("start_incident", "Can start an incident"),
                    ("hold_incident", "Can put an incident on hold"),
                    ("resume_incident", "Can resume an incident"),
                    ("resolve_incident", "Can resolve an incident"),
                    ("reopen_incident", "Can reopen an incident"),
                    ("close_incident", "Can close an incident"),
                    ("cancel_incident", "Can cancel an incident"),
                    ("lead_major", "Can promote and run a major incident"),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closes_at__isnull", False)),
                        fields=["closes_at"],
                        name="incident_closes",
                    ),
                    models.Index(
                        condition=models.Q(("wakes_at__isnull", False)),
                        fields=["wakes_at"],
                        name="incident_wakes",
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
                        name="incident_known_hold_reason",
                    )
                ],
            },
            bases=("tickets.ticket", models.Model),
        ),
        migrations.CreateModel(
            name="MajorIncident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="major_record",
                        to="incidents.incident",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("running", "running"),
                            ("over", "over"),
                            ("declined", "not a major incident"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("impact", models.TextField(verbose_name="who cannot do what")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("declared_at", models.DateTimeField(null=True)),
                ("over_at", models.DateTimeField(null=True)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "communications",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scribe",
                    models.ForeignKey(
                        blank=True,
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
                        condition=models.Q(("state", "running")), fields=["state"], name="major_running"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="incidents.incident",
                    ),
                ),
                (
                    "facilitator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="facilitator",
                    ),
                ),
                ("summary", models.TextField(verbose_name="what happened, in plain words")),
                ("helped", models.TextField(blank=True, verbose_name="what helped")),
                ("hindered", models.TextField(blank=True, verbose_name="what got in the way")),
                (
                    "communication",
                    models.TextField(
                        blank=True, verbose_name="did people hear the right thing at the right time"
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReviewAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="actions",
                        to="incidents.review",
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_actions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
    ]
