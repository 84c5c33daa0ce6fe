"""Daily roll-ups, and the triggers that note for whose days they have to be counted anew."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

# A trigger and not a receiver: it is in the Event's own transaction, so a mark is neither lost nor early, and it sees rows
# that came in by the thousand. One small row without any key to check: whoever writes an Event waits for nobody.
TOUCH = """
CREATE FUNCTION insights_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO insights_touched (ticket_id) SELECT DISTINCT ticket_id FROM news WHERE ticket_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER insights_touch AFTER INSERT ON tickets_event
    REFERENCING NEW TABLE AS news FOR EACH STATEMENT EXECUTE FUNCTION insights_touch();
CREATE TRIGGER insights_touch AFTER UPDATE ON knowledge_suggestion
    REFERENCING NEW TABLE AS news FOR EACH STATEMENT EXECUTE FUNCTION insights_touch();
ALTER TABLE insights_rollup SET (toast_tuple_target = 8160);
ALTER TABLE insights_spread ALTER values SET STORAGE EXTERNAL;
"""
UNTOUCH = """
DROP TRIGGER insights_touch ON tickets_event;
DROP TRIGGER insights_touch ON knowledge_suggestion;
DROP FUNCTION insights_touch();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("insights", "0003_own_dashboards"),
        ("knowledge", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Day",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=16)),
                ("stale", models.BooleanField(default=False)),
                ("rolled_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Touched",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Rollup",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dimension",
                        "value",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("dimension", models.CharField(max_length=8)),
                ("value", models.CharField(max_length=20)),
                ("day", models.DateField()),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day"], name="rollup_day")],
            },
        ),
        migrations.CreateModel(
            name="Spread",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "name",
                        "dimension",
                        "value",
                        "day",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("dimension", models.CharField(max_length=8)),
                ("value", models.CharField(max_length=20)),
                ("day", models.DateField()),
                (
                    "values",
                    django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None),
                ),
                (
                    "ranks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), null=True, size=None
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["day"], name="spread_day")],
            },
        ),
        migrations.RunSQL(TOUCH, UNTOUCH),
    ]
