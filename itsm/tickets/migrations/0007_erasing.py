"""The one way through to an Event that is written: somebody is erased. Nothing else may change, and nobody else's words.

`tickets_forget(erasure)` is that way. The trigger does not take its word for it: while an erasure is under way it lets a row pass
only if it holds exactly what erasing that person makes of it.
"""

from django.db import migrations

ERASED = "Erased."  # as `itsm.people.privacy.holdings` writes it

# Their own words go: all that a colleague wrote, and what somebody of the desk wrote on tickets of their own. What the desk told
# others stays. On their tickets every part of their name is taken out, elsewhere what can only be them.
FORGETTING = f"""
CREATE FUNCTION tickets_event_is_theirs(actor bigint, ticket bigint, who bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT actor = who AND (
        EXISTS (SELECT 1 FROM tickets_ticket WHERE id = ticket AND requester_id = who)
        OR NOT EXISTS (SELECT 1 FROM people_person_groups WHERE person_id = who)
    )
$$;
CREATE FUNCTION tickets_event_is_near(ticket bigint, who bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM tickets_ticket WHERE id = ticket AND requester_id = who)
$$;
CREATE FUNCTION tickets_event_words(words text, actor bigint, ticket bigint, who bigint, stand_in text)
RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN words = '' THEN ''
        WHEN tickets_event_is_theirs(actor, ticket, who) THEN '{ERASED}'
        ELSE people_without(words, who, tickets_event_is_near(ticket, who), stand_in)
    END
$$;
CREATE FUNCTION tickets_event_details(details jsonb, actor bigint, ticket bigint, who bigint, stand_in text)
RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT people_without_in(
        details || CASE WHEN tickets_event_is_theirs(actor, ticket, who) OR tickets_event_is_near(ticket, who)
            THEN (SELECT coalesce(jsonb_object_agg(key, CASE jsonb_typeof(value)
                    WHEN 'array' THEN '["{ERASED}", "{ERASED}"]'::jsonb ELSE '"{ERASED}"'::jsonb END), '{{}}'::jsonb)
                FROM jsonb_each(details) WHERE key IN ('title', 'description', 'answers', 'words'))
            ELSE '{{}}'::jsonb END,
        who, tickets_event_is_near(ticket, who), stand_in)
$$;
CREATE FUNCTION tickets_forget(erasure bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    person bigint;
    stand_in text := 'Erased colleague ' || erasure;
    traces text;
    changed bigint;
BEGIN
    SELECT person_id INTO STRICT person FROM people_erasure WHERE id = erasure AND done_at IS NULL;
    traces := people_traces(person, false);
    PERFORM set_config('baton.erasure', erasure::text, true);
    UPDATE tickets_event SET
        comment = tickets_event_words(comment, actor_id, ticket_id, person, stand_in),
        details = tickets_event_details(details, actor_id, ticket_id, person, stand_in)
    WHERE comment ~* traces OR details::text ~* traces
        OR actor_id = person AND NOT EXISTS (SELECT 1 FROM people_person_groups WHERE person_id = person)
        OR ticket_id IN (SELECT id FROM tickets_ticket WHERE requester_id = person);
    GET DIAGNOSTICS changed = ROW_COUNT;
    PERFORM set_config('baton.erasure', '', true);
    RETURN changed;
END $$;
CREATE OR REPLACE FUNCTION tickets_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    erasing people_erasure;
    stand_in text;
BEGIN
    IF TG_OP = 'UPDATE' AND coalesce(current_setting('baton.erasure', true), '') <> '' THEN
        SELECT * INTO erasing FROM people_erasure
        WHERE id = current_setting('baton.erasure')::bigint AND done_at IS NULL;
        stand_in := 'Erased colleague ' || erasing.id;
        IF erasing.id IS NOT NULL
            AND (NEW.id, NEW.ticket_id, NEW.verb, NEW.actor_id, NEW.at, NEW.audience, NEW.channel)
                IS NOT DISTINCT FROM (OLD.id, OLD.ticket_id, OLD.verb, OLD.actor_id, OLD.at, OLD.audience, OLD.channel)
            AND NEW.comment = tickets_event_words(
                OLD.comment, OLD.actor_id, OLD.ticket_id, erasing.person_id, stand_in)
            AND NEW.details = tickets_event_details(
                OLD.details, OLD.actor_id, OLD.ticket_id, erasing.person_id, stand_in)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Events are the audit: they are never changed or deleted.';
END $$;
"""  # noqa: S608 - our own words
STAYING = """
CREATE OR REPLACE FUNCTION tickets_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Events are the audit: they are never changed or deleted.';
END $$;
DROP FUNCTION tickets_forget(bigint);
DROP FUNCTION tickets_event_details(jsonb, bigint, bigint, bigint, text);
DROP FUNCTION tickets_event_words(text, bigint, bigint, bigint, text);
DROP FUNCTION tickets_event_is_near(bigint, bigint);
DROP FUNCTION tickets_event_is_theirs(bigint, bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_reads"), ("people", "0004_privacy")]
    operations = [migrations.RunSQL(FORGETTING, STAYING)]
