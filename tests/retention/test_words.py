"""Words of tickets closed long ago go; who did what when stays, no figure changes, and nothing else passes the trigger."""

from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from catalog.models import ServiceRequest, Task
from comms.models import Held, Incoming, Notification
from incidents.models import Incident
from itsm.frame.models import RetentionRule, RetentionRun
from itsm.frame.retention import keeping, kinds
from itsm.insights.measures import Filter, ask, measures
from itsm.services.models import Outage
from itsm.tickets.models import Event
from itsm.tickets.words import GONE
from tests.catalog.kit import offering, request
from tests.factories import incident

pytestmark = pytest.mark.django_db
NOW = timezone.now()
KIND = "incident-words"


def ago(days):
    return NOW - timedelta(days=days)


def rule(days=100):
    RetentionRule.objects.create(kind=KIND, days=days, at=NOW)


@pytest.fixture
def old(colleague, agent, service):
    """Closed 150 days ago, with words everywhere."""
    made = incident(
        by=colleague, service=service, title="My payslip", description="It lacks nine hours", now=ago(160)
    )
    made.take(by=agent, now=ago(159))
    made.reply("We look at your payslip.", by=agent, now=ago(158))
    made.note("Ana was ill that week.", by=agent, now=ago(158))
    made.resolve(by=agent, resolution="fixed", words="The nine hours are paid.", now=ago(157))
    made.close(by=colleague, now=ago(150))
    Outage.objects.create(
        service=service, began_at=ago(160), ended_at=ago(157), words="My payslip", source=made.number
    )
    event = made.events.first()
    Incoming.objects.create(
        digest="d",
        raw=b"x",
        text="payslip",
        subject="My payslip",
        entrance="smtp",
        received_at=ago(160),
        state="done",
        ticket=made,
    )
    Notification.objects.create(
        event=event, person=agent, ticket=made, title="My payslip", at=ago(160), reason="requester"
    )
    about = {"event": event, "reason": "requester", "line": "My payslip"}
    Held.objects.create(**about, person=agent, cause="event:1", url="/", at=ago(160), due_at=ago(160))
    return made


def told(ticket):
    return list(ticket.events.order_by("pk").values_list("verb", "actor", "at", "audience", "channel"))


def test_all_words_go_and_who_did_what_when_stays(old):
    rule()
    before = told(old)
    assert keeping.forget_old(kinds.named(KIND), now=NOW) == (1, True)
    assert keeping.forget_old(kinds.named(KIND), now=NOW) == (0, True)
    found = Incident.objects.get(pk=old.pk)
    assert (found.title, found.description, found.number) == (GONE, GONE, old.number)
    assert told(old) == before
    assert {comment for comment in old.events.values_list("comment", flat=True) if comment} == {GONE}
    mail = Incoming.objects.get()
    assert (bytes(mail.raw), mail.text, mail.subject) == (b"", "", GONE)
    assert Notification.objects.get().title == GONE
    assert (Held.objects.get().line, Outage.objects.get().words) == (GONE, GONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tickets_event WHERE details::text ~* 'payslip|nine hours'")
        assert cursor.fetchone() == (0,)


def test_nothing_of_it_is_found_any_more(old, as_agent):
    rule()
    assert old.number in as_agent.get("/desk/?view=all&q=payslip").text
    keeping.forget_old(kinds.named(KIND), now=NOW)
    assert old.number not in as_agent.get("/desk/?view=all&q=payslip").text
    assert as_agent.get(old.get_absolute_url()).status_code == 200


def test_no_figure_changes(old):
    rule()
    year = Filter(since=ago(365), until=NOW)
    before = ask(measures(), year)
    keeping.forget_old(kinds.named(KIND), now=NOW)
    assert ask(measures(), year) == before
    assert before["opened"][None].n == 1


@pytest.mark.parametrize("days", [None, 151])
def test_for_ever_and_not_yet_are_kept(old, days):
    rule(days)
    assert keeping.forget_old(kinds.named(KIND), now=NOW) == (0, True)
    assert Incident.objects.get().title == "My payslip"
    assert not RetentionRun.objects.exists()


def test_words_of_a_request_go_by_a_rule_of_their_own(colleague, agent, team):
    asked = request(offering(by=agent, team=team), by=colleague, status="closed")
    ServiceRequest.objects.update(closed_at=ago(150))
    about = {"key": "set-up", "title": "Set it up", "state": Task.State.DONE}
    Task.objects.create(**about, ticket=asked, place=1, team=team, words="It lies in the drawer of Ana.")
    rule()
    assert keeping.forget_old(kinds.named("request-words"), now=NOW) == (0, True)
    RetentionRule.objects.create(kind="request-words", days=100, at=NOW)
    assert keeping.forget_old(kinds.named("request-words"), now=NOW) == (1, True)
    found = ServiceRequest.objects.get(pk=asked.pk)
    assert (found.title, found.answers, found.tasks.get().words) == (GONE, {}, GONE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tickets_event WHERE (comment || details::text) LIKE '%Light%'")
        assert cursor.fetchone() == (0,)


def test_what_was_cancelled_long_ago_ages_too(colleague, agent, service):
    made = incident(by=colleague, service=service, title="My payslip", now=ago(160))
    made.cancel(by=agent, reason="Told us that it is there.", now=ago(150))
    rule()
    assert keeping.forget_old(kinds.named(KIND), now=NOW) == (1, True)
    assert {words for words in made.events.values_list("comment", flat=True) if words} == {GONE}


def changed(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tickets_event SET {sql}")


WORDLESS = "comment = tickets_words_gone(comment), details = tickets_details_gone(details)"


@pytest.mark.parametrize(
    "sql",
    [
        "comment = 'I never said that'",
        "comment = 'Removed.'",
        f"{WORDLESS}, actor_id = NULL",
        f"{WORDLESS}, at = now()",
        f"{WORDLESS}, audience = 'public', verb = 'ticket.reply'",
        "comment = tickets_words_gone(comment), details = '{}'",
        "comment = tickets_words_gone(comment), details = NULL",
    ],
)
def test_nothing_else_passes_even_where_the_rule_holds(old, sql):
    rule()
    with pytest.raises(InternalError, match="audit"):
        changed(sql)


@pytest.mark.parametrize("days", [None, 151])
def test_the_trigger_looks_at_the_rule_itself(old, days):
    rule(1)
    rule(days)
    with pytest.raises(InternalError, match="audit"):
        changed(WORDLESS)


def test_without_a_rule_and_while_it_is_open_nothing_passes(old):
    with pytest.raises(InternalError, match="audit"):
        changed(WORDLESS)
    rule()
    Incident.objects.update(open=True)
    with pytest.raises(InternalError, match="audit"):
        changed(WORDLESS)


def test_an_event_is_never_deleted(old):
    rule()
    with pytest.raises(InternalError, match="audit"), transaction.atomic():
        Event.objects.filter(ticket=old.pk)._raw_delete("default")


def test_a_new_column_of_events_is_guarded_by_its_name():
    """Both ways through the trigger name what may not change: whoever adds a column adds it there."""
    kept = {"id", "ticket_id", "verb", "actor_id", "at", "audience", "channel"}
    assert {field.column for field in Event._meta.concrete_fields} == {*kept, "comment", "details", "search"}
