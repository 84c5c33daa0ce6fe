import datetime
import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import itsm.people.models.person
import itsm.services.models.agreements


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1)),
                ("edition", models.UUIDField(default=uuid.uuid4)),
            ],
        ),
        migrations.CreateModel(
            name="SupportCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        help_text="Such as Europe/Lisbon.",
                        max_length=64,
                        validators=[itsm.people.models.person.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        help_text="Two letters, as in PT or DE. Empty: open on public holidays.",
                        max_length=3,
                        verbose_name="public holidays of",
                    ),
                ),
                (
                    "subdivision",
                    models.CharField(
                        blank=True,
                        help_text="As in BY for Bavaria, where it has holidays of its own.",
                        max_length=12,
                        verbose_name="part of the country",
                    ),
                ),
            ],
            options={
                "verbose_name": "support calendar",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="services.supportcalendar",
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ]
                    ),
                ),
                ("opens", models.TimeField()),
                ("closes", models.TimeField()),
            ],
            options={
                "ordering": ["weekday", "opens"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lt", 7)), name="weekday_exists"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes__gt", models.F("opens")),
                            ("closes", datetime.time(0, 0)),
                            _connector="OR",
                        ),
                        name="closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closing_days",
                        to="services.supportcalendar",
                    ),
                ),
                ("date", models.DateField()),
                ("reason", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["date"],
                "constraints": [
                    models.UniqueConstraint(fields=("calendar", "date"), name="closing_day_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "is_default",
                    models.BooleanField(default=False, verbose_name="for every service that names no other"),
                ),
                (
                    "calendar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="services.supportcalendar",
                        verbose_name="support calendar",
                    ),
                ),
                (
                    "pauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("colleague", "an answer of the colleague"),
                                ("supplier", "a supplier"),
                                ("change", "a change"),
                                ("problem", "a problem being solved"),
                                ("scheduled", "an agreed time"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=itsm.services.models.agreements.default_pauses,
                        size=None,
                        verbose_name="clocks pause while waiting for",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("is_default",),
                        name="one_default_agreement",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="services.agreement",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("incident", "Incidents"),
                            ("request", "Requests"),
                            ("problem", "Problems"),
                            ("change", "Changes"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "P1 critical"), (2, "P2 high"), (3, "P3 normal"), (4, "P4 low")]
                    ),
                ),
                (
                    "first_response",
                    models.DurationField(blank=True, null=True, verbose_name="first response"),
                ),
                ("next_update", models.DurationField(blank=True, null=True, verbose_name="next update")),
                ("resolution", models.DurationField(blank=True, null=True, verbose_name="resolution")),
                ("handover", models.DurationField(blank=True, null=True, verbose_name="hand-over")),
                (
                    "calendar",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="services.supportcalendar",
                    ),
                ),
            ],
            options={
                "ordering": ["agreement", "kind", "priority"],
                "constraints": [
                    models.UniqueConstraint(fields=("agreement", "kind", "priority"), name="target_once"),
                    models.CheckConstraint(
                        condition=models.Q(("priority__range", (1, 4))), name="target_priority_exists"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="services.agreement",
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[
                            ("first_response", "First response"),
                            ("next_update", "Next update"),
                            ("resolution", "Resolution"),
                            ("handover", "Hand-over"),
                        ],
                        max_length=20,
                        verbose_name="clock",
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(verbose_name="at % of the target")),
                (
                    "tells",
                    models.CharField(
                        choices=[
                            ("holder", "who holds the baton"),
                            ("team_lead", "the team's lead"),
                            ("leads_manager", "the lead's manager"),
                            ("team", "another team"),
                        ],
                        max_length=20,
                        verbose_name="tells",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="which team",
                    ),
                ),
            ],
            options={
                "ordering": ["clock", "percent", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agreement", "clock", "percent", "tells", "team"),
                        name="step_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__range", (1, 1000))),
                        name="percent_in_range",
                        violation_error_message="Between 1 and 1000 %.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("team__isnull", False), ("tells", "team")),
                            models.Q(models.Q(("tells", "team"), _negated=True), ("team", None)),
                            _connector="OR",
                        ),
                        name="team_told_is_named",
                        violation_error_message="Name the team to tell, and only with “another team”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "impact",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Many colleagues"), (2, "A group"), (3, "One person")]
                    ),
                ),
                (
                    "urgency",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Critical"), (2, "High"), (3, "Medium"), (4, "Low")]
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "P1 critical"), (2, "P2 high"), (3, "P3 normal"), (4, "P4 low")]
                    ),
                ),
            ],
            options={
                "ordering": ["impact", "urgency"],
                "constraints": [
                    models.UniqueConstraint(fields=("impact", "urgency"), name="matrix_cell_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        help_text="What colleagues do with it, in their words: one sentence.",
                        max_length=240,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owned_services",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="people.team",
                        verbose_name="support team",
                    ),
                ),
                (
                    "criticality",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Business critical"), (2, "Important"), (3, "Useful"), (4, "Minor")],
                        default=3,
                        verbose_name="criticality",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="services.agreement",
                        verbose_name="agreement",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="offered")),
                (
                    "sites",
                    models.ManyToManyField(
                        blank=True,
                        help_text="None chosen: all sites.",
                        related_name="services",
                        to="people.site",
                        verbose_name="sites",
                    ),
                ),
                (
                    "depends_on",
                    models.ManyToManyField(
                        blank=True, related_name="needed_by", to="services.service", verbose_name="depends on"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("criticality__range", (1, 4))), name="criticality_exists"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SilenceLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "P1 critical"), (2, "P2 high"), (3, "P3 normal"), (4, "P4 low")],
                        unique=True,
                    ),
                ),
                ("length", models.DurationField(verbose_name="longest silence")),
                ("always", models.BooleanField(default=False, verbose_name="round the clock")),
            ],
            options={
                "ordering": ["priority"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("priority__range", (1, 4))), name="silence_priority_exists"
                    )
                ],
            },
        ),
    ]
