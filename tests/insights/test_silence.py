"""Silence as a figure, on twenty tickets of which every hour was counted by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from incidents.models import Incident, MajorIncident
from itsm.insights.measures import Filter, one, promises
from itsm.insights.measures.silence import silence
from itsm.tickets import sweep
from itsm.tickets.models import Participant
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)  # a Wednesday
HOUR = timedelta(hours=1)
ALL = Filter(since=NOW - timedelta(weeks=1), until=NOW)


@pytest.fixture
def twenty(colleague, team):
    """Silent for 1, 2, … 20 hours; the first four are P1 (limit 30 minutes), the others P4 (20 office hours, so none is over)."""
    for hours in range(1, 21):
        priority = 1 if hours <= 4 else 4
        Incident.report(by=colleague, title=f"{hours}", team=team, priority=priority, now=NOW - hours * HOUR)
    return {int(ticket.title): ticket for ticket in Incident.objects.all()}


def sweep_all(now):
    while sweep.sweep(now=now):
        pass


def test_half_a_tenth_and_the_share_over_the_limit(twenty):
    """And three more who wait: in copy on the oldest for 2 hours, watching the tenth from its beginning, who is also affected
    by it and counts once. 22 silences: 1, 2, 2, 3 … 10, 10, 11 … 20."""
    twenty[20].participants.create(person=PersonFactory(), part=Participant.Part.CC, since=NOW - 2 * HOUR)
    watcher = PersonFactory()
    for part in (Participant.Part.WATCHER, Participant.Part.AFFECTED):
        twenty[10].participants.create(person=watcher, part=part, since=NOW - 10 * HOUR)
    twenty[20].participants.create(
        person=watcher, part=Participant.Part.NAMED, since=NOW
    )  # may see it, waits for nothing
    found = silence(ALL, NOW)
    assert found["silence_median"].n == 22
    assert found["silence_median"].value == pytest.approx(10)
    assert found["silence_p90"].value == pytest.approx(17.9)
    assert found["silence_over"].value == pytest.approx(100 * 4 / 22)


def test_nineteen_who_wait_are_too_few(twenty, agent):
    twenty[3].resolve(resolution="fixed", words="It works again since noon.", by=agent, now=NOW)
    assert silence(ALL, NOW)["silence_over"].too_few


def test_a_promise_that_broke_counts_from_then_on_whether_or_not_somebody_has_spoken(colleague, agent, team):
    ticket = Incident.report(by=colleague, title="Mail", team=team, now=NOW - 4 * HOUR)
    ticket.promise(NOW - 3 * HOUR, by=agent, now=NOW - 4 * HOUR)
    sweep_all(NOW - 3 * HOUR + timedelta(minutes=1))
    on_time = Filter(since=NOW - 4 * HOUR, until=NOW - 2 * HOUR)
    after = Filter(since=NOW - 2 * HOUR, until=NOW + HOUR)
    for _spoken in range(2):
        assert one(promises.promises_broken, on_time).value == 1
        assert one(promises.promises_broken, after).value == 0
        assert one(promises.promises_kept, on_time).n == 1
        ticket.reply("We look at the switch in your room.", by=agent, now=NOW)


def test_declaring_a_major_incident_is_no_word_and_keeps_no_promise(colleague, agent, team):
    ticket = Incident.report(by=colleague, title="Mail", team=team, now=NOW - HOUR)
    ticket.promise(NOW + 3 * HOUR, by=agent, now=NOW - HOUR)
    proposed = MajorIncident.propose(ticket, impact="Nobody has mail", by=agent, now=NOW)
    proposed.promote(lead=agent, communications=agent, by=agent, now=NOW)
    week = replace(ALL, until=NOW + timedelta(weeks=1))
    assert one(promises.promises_kept, week).n == 0


def test_the_list_behind_promises_says_which_broke_and_when_somebody_spoke(
    colleague, agent, team, as_manager
):
    ticket = Incident.report(by=colleague, title="Mail", team=team, now=NOW - 4 * HOUR)
    ticket.promise(NOW - 3 * HOUR, by=agent, now=NOW - 4 * HOUR)
    sweep_all(NOW - 2 * HOUR)
    (record,) = promises.records(promises.promises_kept, ALL, agent)
    assert (record.tone, "nothing said yet" in record.said) == ("broken", True)
    ticket.reply("We look at the switch in your room.", by=agent, now=NOW - HOUR)
    ticket.reply("The switch in your room is new.", by=agent, now=NOW - HOUR / 2)
    assert one(promises.promises_kept, ALL).n == 1  # what was kept before it was due is not due yet
    soon = replace(ALL, until=NOW + timedelta(weeks=1))
    tones = [record.tone for record in promises.records(promises.promises_kept, soon, agent)]
    assert tones == ["broken", "kept"]
