"""A narrow way through the trigger that keeps Events as they are: words of incidents and requests whose days are over.

The trigger takes nobody's word for it. A row passes only where the newest rule of that kind of ticket has a number of days, the
ticket was closed (or withdrawn) longer ago than that, and what would be written is what was there without its words. Who wrote it, when
and what it was stays.
"""

from django.db import migrations

WORDS_GROW_OLD = """
CREATE FUNCTION tickets_words_gone(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN words = '' THEN '' ELSE 'Removed.' END
$$;
CREATE FUNCTION tickets_details_gone(details jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT details || coalesce(jsonb_object_agg(key, CASE jsonb_typeof(value)
        WHEN 'array' THEN '["Removed.", "Removed."]'::jsonb ELSE '"Removed."'::jsonb END), '{}'::jsonb)
    FROM jsonb_each(details) WHERE key IN ('title', 'description', 'answers', 'words')
$$;
CREATE FUNCTION tickets_words_are_old(
    ticket_id bigint, was text, was_details jsonb, becomes text, becomes_details jsonb
) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        becomes = tickets_words_gone(was) AND becomes_details = tickets_details_gone(was_details)
        AND EXISTS (
            SELECT 1 FROM tickets_ticket AS ticket, LATERAL (
                SELECT days FROM frame_retentionrule WHERE kind = ticket.kind || '-words' ORDER BY id DESC LIMIT 1
            ) AS rule
            WHERE ticket.id = $1 AND ticket.kind IN ('incident', 'request') AND NOT ticket.open
                AND coalesce(ticket.closed_at, ticket.changed_at) < now() - rule.days * interval '1 day'
        ), false)
$$;
DROP TRIGGER tickets_event_stays ON tickets_event;
CREATE TRIGGER tickets_event_stays BEFORE UPDATE ON tickets_event
    FOR EACH ROW WHEN (NOT (
        (NEW.id, NEW.ticket_id, NEW.verb, NEW.actor_id, NEW.at, NEW.audience, NEW.channel)
            IS NOT DISTINCT FROM (OLD.id, OLD.ticket_id, OLD.verb, OLD.actor_id, OLD.at, OLD.audience, OLD.channel)
        AND tickets_words_are_old(OLD.ticket_id, OLD.comment, OLD.details, NEW.comment, NEW.details)
    )) EXECUTE FUNCTION tickets_event_stays();
CREATE TRIGGER tickets_event_never_goes BEFORE DELETE ON tickets_event
    FOR EACH ROW EXECUTE FUNCTION tickets_event_stays();
"""
WORDS_STAY = """
DROP TRIGGER tickets_event_never_goes ON tickets_event;
DROP TRIGGER tickets_event_stays ON tickets_event;
CREATE TRIGGER tickets_event_stays BEFORE UPDATE OR DELETE ON tickets_event
    FOR EACH ROW EXECUTE FUNCTION tickets_event_stays();
DROP FUNCTION tickets_words_are_old(bigint, text, jsonb, text, jsonb);
DROP FUNCTION tickets_details_gone(jsonb);
DROP FUNCTION tickets_words_gone(text);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_figures"), ("tickets", "0006_reads"), ("frame", "0004_retention")]
    operations = [migrations.RunSQL(WORDS_GROW_OLD, WORDS_STAY)]
