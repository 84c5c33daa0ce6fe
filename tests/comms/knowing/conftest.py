"""A replayed outage."""

from datetime import UTC, datetime, timedelta

import pytest

from comms.models import Addressee, Notice, Question, Text, Update
from incidents.models import MajorIncident
from tests.factories import PersonFactory, incident

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
PHASES = ((10, "investigating"), (38, "identified"), (60, "monitoring"), (75, "resolved"))


def at(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def outage(colleague, agent, service):
    """Reported at noon, declared after 6 minutes, cause found after 30, works again after 70; told after 10, 38, 60 and 75."""
    ticket = incident(by=colleague, service=service, now=NOON)
    MajorIncident.propose(ticket, impact="Nobody can write", by=agent, now=at(5)).promote(
        lead=agent, communications=agent, by=agent, now=at(6)
    )
    with ticket.act("find_cause", by=agent, now=at(30), comment="A disk is full."):
        pass
    notice = Notice.objects.create(
        kind="outage",
        phase="resolved",
        title="Mail is down",
        ticket=ticket,
        opened_by=agent,
        opened_at=at(8),
        open=False,
    )
    for minutes, phase in PHASES:
        update = Update.objects.create(notice=notice, verb="update", phase=phase, by=agent, at=at(minutes))
        for audience in ("colleagues", "managers"):
            Text.objects.create(update=update, audience=audience, subject=phase, what="It is so")
    for n in range(5):
        seen, confirmed = (at(12 + n), at(20 + n)) if n < 3 else (None, None)
        Addressee.objects.create(
            notice=notice,
            person=PersonFactory(),
            why="everyone",
            addressed_at=at(10),
            seen_at=seen,
            acknowledged_at=confirmed,
        )
    Question.objects.create(
        notice=notice,
        by=colleague,
        at=at(15),
        words="Is my calendar lost?",
        channel="portal",
        answer="No.",
        answered_by=agent,
        answered_at=at(25),
    )
    ticket.log("I told her at the stairs.", by=agent, channel="in_person", now=at(40))
    ticket.resolve(resolution="fixed", words="The disk is larger now.", by=agent, now=at(70))
    return ticket
