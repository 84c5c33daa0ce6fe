"""What the desk costs; and two indexes for figures of moments that are neither a ticket’s nor a clock’s."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Each time something was said to be done (by the practices that can take it up again), and each taking by a person.
INDEXES = {
    "insights_said_done": "tickets_event (at) INCLUDE (ticket_id) WHERE verb IN ('incident.resolve', 'request.fulfil')",
    "insights_taken": "tickets_hold (since) INCLUDE (ticket_id) WHERE holder = 'agent'",
}
# What follows a ticket counts against its first contact, and is an Event of the other one only.
TOUCH = """
CREATE FUNCTION insights_touch_followed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insights_touched (ticket_id) SELECT DISTINCT target_id FROM news;
    RETURN NULL;
END $$;
CREATE TRIGGER insights_touch_followed AFTER INSERT ON tickets_link
    REFERENCING NEW TABLE AS news FOR EACH STATEMENT EXECUTE FUNCTION insights_touch_followed();
"""
UNTOUCH = "DROP TRIGGER insights_touch_followed ON tickets_link; DROP FUNCTION insights_touch_followed();"


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0004_rollups"),
        ("tickets", "0004_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskCost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(unique=True, verbose_name="from this month on")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Everything: salaries, licences, rooms. In your own currency, the same for every month.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="cost of a month",
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("since__day", 1)), name="cost_from_the_first"),
                    models.CheckConstraint(condition=models.Q(("amount__gte", 0)), name="cost_not_negative"),
                ],
            },
        ),
        *(
            migrations.RunSQL(f"CREATE INDEX {name} ON {columns}", f"DROP INDEX {name}")
            for name, columns in INDEXES.items()
        ),
        migrations.RunSQL(TOUCH, UNTOUCH),
    ]
