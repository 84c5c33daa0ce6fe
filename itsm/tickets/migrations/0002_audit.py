"""What the ORM cannot say: an Event is written once, and numbers come from sequences."""

from django.db import migrations

EVENTS_STAY = """
CREATE FUNCTION tickets_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Events are the audit: they are never changed or deleted.';
END $$;
CREATE TRIGGER tickets_event_stays BEFORE UPDATE OR DELETE ON tickets_event
    FOR EACH ROW EXECUTE FUNCTION tickets_event_stays();
"""
EVENTS_MAY_GO = """
DROP TRIGGER tickets_event_stays ON tickets_event;
DROP FUNCTION tickets_event_stays;
"""
KINDS = ("incident", "request", "problem", "change")


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [
        migrations.RunSQL(EVENTS_STAY, EVENTS_MAY_GO),
        *[
            migrations.RunSQL(
                f"CREATE SEQUENCE tickets_{kind}_number START 1001", f"DROP SEQUENCE tickets_{kind}_number"
            )
            for kind in KINDS
        ],
    ]
