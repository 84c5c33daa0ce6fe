"""What time does to clocks, each step once, however many workers look at the same moment."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from itsm.services.models import EscalationStep, OpeningHours, SupportCalendar, Target
from itsm.services.policy import current_policy
from itsm.tickets import retarget, tasks
from itsm.tickets.models import Clock, Event, Outbox, Ticket
from itsm.tickets.sweep import sweep
from tests.factories import PersonFactory, TeamFactory, incident

MONDAY = datetime(2026, 6, 8, 8, tzinfo=UTC)
LATER = MONDAY + timedelta(days=60)


def verbs(ticket: Ticket | None = None) -> Counter[str]:
    events = Event.objects.exclude(verb="incident.open")
    found = events.filter(ticket=ticket) if ticket else events
    return Counter(found.values_list("verb", flat=True))


@pytest.mark.django_db
def test_a_clock_warns_breaches_and_escalates_once_each(colleague, service):
    ticket = incident(by=colleague, service=service, now=MONDAY)
    clock = ticket.clocks.get(kind="resolution")
    for share, expected in [(0.5, 0), (0.81, 1), (0.95, 1), (1.01, 2), (1.4, 2), (1.51, 3), (3, 3)]:
        now = reached(clock, share)
        sweep(now=now)
        sweep(now=now)
        events = Event.objects.filter(ticket=ticket, details__clock="resolution").order_by("pk")
        assert len(events) == expected, share
    assert [event.verb for event in events] == ["ticket.warn", "ticket.breach", "ticket.escalate"]
    assert events[1].details["tells"] == [["holder", None], ["team_lead", None]]
    ticket.refresh_from_db()
    assert (ticket.breached, ticket.escalation, ticket.last_event) == (True, sum_of("escalate"), last_event())


def reached(clock: Clock, share: float) -> datetime:
    """A moment when so much of the target is worked."""
    hours = current_policy().hours(clock.calendar_id)
    return clock.reading().reaches(round(clock.target * share), hours) + timedelta(seconds=1)


def sum_of(verb: str) -> int:
    return Event.objects.filter(verb=f"ticket.{verb}").count()


def last_event() -> int:
    return Event.objects.latest("pk").pk


@pytest.mark.django_db(transaction=True)
def test_four_workers_sweeping_at_once_alert_once():
    team, colleague = TeamFactory(first_line=True), PersonFactory()
    tickets = [incident(by=colleague, team=team, now=MONDAY) for _number in range(6)]
    claimed = together(4, lambda: sweep(now=LATER))
    while sweep(now=LATER):
        pass
    once = {
        "ticket.warn": 4,
        "ticket.breach": 2,
        "ticket.break_promise": 1,
        "ticket.drop": 1,
        "ticket.escalate": 4,
    }
    for ticket in tickets:
        assert verbs(ticket) == once
    assert sum(claimed) <= sum(verbs().values())
    events = Event.objects.filter(verb="ticket.warn")
    assert events.count() == events.values("ticket", "details__clock").distinct().count()
    assert Outbox.objects.filter(consumer="comms", event__verb="ticket.breach").count() == 2 * len(tickets)


@pytest.mark.django_db(transaction=True)
def test_four_workers_running_the_task_itself_alert_once():
    ticket = incident(
        by=PersonFactory(), team=TeamFactory(first_line=True), now=timezone.now() - timedelta(days=90)
    )
    together(4, tasks.sweep)
    tasks.sweep()
    assert verbs(ticket)["ticket.breach"] == 2
    assert verbs(ticket)["ticket.escalate"] == 4


@pytest.mark.django_db(transaction=True)
def test_the_sweep_never_waits_for_a_ticket_somebody_works_on():
    """Acts lock the ticket, then its clocks; a sweep that locked them the other way round would end in a deadlock."""
    agent, team = PersonFactory(), TeamFactory(first_line=True)
    ticket = incident(by=agent, team=team, now=MONDAY)
    with ticket.act("note", by=agent, now=MONDAY):
        assert together(1, lambda: sweep(now=LATER)) == [0]
    assert sweep(now=LATER) > 0


@pytest.mark.django_db
def test_with_nothing_due_the_sweep_is_one_question(colleague, service):
    incident(by=colleague, service=service, now=MONDAY)
    with CaptureQueriesContext(connection) as queries:
        assert sweep(now=MONDAY) == 0
    assert len(queries) == 1


@pytest.mark.django_db
def test_one_clock_that_cannot_be_read_stops_no_other(colleague, service, caplog):
    broken, whole = (incident(by=colleague, service=service, now=MONDAY) for _number in range(2))
    Clock.objects.filter(ticket=broken).update(ledger=[["nonsense"]])
    sweep(now=LATER)
    assert verbs(whole)["ticket.warn"] == 4
    assert "cannot be swept" in caplog.text


@pytest.mark.django_db
def test_a_paused_clock_is_left_alone(colleague, agent, service):
    ticket = incident(by=colleague, service=service, now=MONDAY)
    ticket.take(by=agent, now=MONDAY)
    ticket.hold(reason="colleague", question="Which of the two is it?", by=agent, now=MONDAY)
    assert sweep(now=LATER) == 0


# Policy edits -------------------------------------------------------------------------------------------------------


def run_retarget(edited_at: datetime, before: dict | None = None) -> None:
    retarget.retarget_all(before=before or {}, edited_at=edited_at, now=edited_at)


@pytest.mark.django_db
def test_running_clocks_get_an_edited_target_with_old_and_new_in_the_ledger(colleague, service):
    ticket = incident(by=colleague, service=service, now=MONDAY)
    clock = ticket.clocks.get(kind="resolution")
    target = Target.objects.get(agreement__is_default=True, kind="incident", priority=ticket.priority)
    target.resolution = timedelta(seconds=clock.target * 2)
    target.save()
    run_retarget(MONDAY + timedelta(hours=1))
    run_retarget(MONDAY + timedelta(hours=2))
    after = ticket.clocks.get(kind="resolution")
    assert [line[1:3] for line in after.ledger] == [["start", clock.target], ["retarget", clock.target * 2]]
    assert after.started_at == clock.started_at
    assert after.due_at > clock.due_at
    event = Event.objects.get(ticket=ticket, verb="ticket.retarget")
    assert event.actor is None
    assert event.details["targets"] == {"resolution": [clock.target, clock.target * 2]}
    ticket.refresh_from_db()
    assert ticket.due_at == ticket.clocks.get(kind="first_response").due_at


@pytest.mark.django_db
def test_an_edit_of_something_else_writes_no_event(colleague, service, django_assert_max_num_queries):
    incident(by=colleague, service=service, now=MONDAY)
    EscalationStep.objects.filter(clock="handover").delete()
    with django_assert_max_num_queries(12):
        run_retarget(MONDAY)
    assert not Event.objects.filter(verb="ticket.retarget").exists()


@pytest.mark.django_db
def test_an_edited_calendar_draws_a_line_and_rewrites_no_history(colleague, agent, service):
    """Ten hours a day until Monday noon, then the calendar closes at noon: Monday's morning stays as it was counted."""
    running = incident(by=colleague, service=service, now=MONDAY)
    resolved = incident(by=colleague, service=service, now=MONDAY)
    resolved.resolve(
        resolution="fixed", words="It is back, sign in again.", by=agent, now=MONDAY + timedelta(hours=2)
    )
    calendar = SupportCalendar.objects.get(pk=running.clocks.get(kind="resolution").calendar_id)
    before, noon = {calendar.pk: current_policy().hours(calendar.pk)}, MONDAY + timedelta(hours=4)
    worked = running.clocks.get(kind="resolution").reading().worked_at(noon, before[calendar.pk])
    was_due = running.clocks.get(kind="resolution").due_at
    OpeningHours.objects.filter(calendar=calendar).update(closes="12:00")
    for _twice in range(2):
        run_retarget(noon, retarget.edited(before, current_policy().calendars))
    clock = running.clocks.get(kind="resolution")
    assert [line[1] for line in clock.ledger] == ["start", "carry"]
    assert clock.reading().worked == worked
    assert clock.due_at > was_due
    assert Event.objects.filter(ticket=running, verb="ticket.retarget").count() == 1
    stopped = resolved.clocks.get(kind="resolution")
    assert [line[1] for line in stopped.ledger] == ["start", "stop", "carry"]
    assert stopped.reading().worked == stopped.worked


@pytest.mark.django_db
def test_hours_travel_as_json_and_come_back_the_same():
    for hours in SupportCalendar.objects.hours_by_id().values():
        assert retarget.hours_from_json(retarget.hours_to_json(hours)) == hours


@pytest.mark.django_db
def test_many_tickets_are_found_page_by_page(colleague, service, monkeypatch):
    monkeypatch.setattr(retarget, "CHUNK", 4)
    tickets = [incident(by=colleague, service=service, now=MONDAY) for _number in range(5)]
    Target.objects.filter(kind="incident").update(resolution=timedelta(days=3))
    run_retarget(MONDAY + timedelta(hours=1))
    assert Event.objects.filter(verb="ticket.retarget").count() == len(tickets)


def together(count: int, work) -> list:
    """The same work in threads at once, each with a connection of its own."""
    barrier, answers = Barrier(count), []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(work())
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
