"""The cadence of a major incident, and when it is time to talk, by API."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from comms.notices import telling
from incidents.models import MajorIncident
from tests.comms.notices.conftest import TEXTS
from tests.factories import incident

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def ticket(colleague, agent, service):
    return incident(by=colleague, service=service, now=NOON)


@pytest.fixture
def address(ticket):
    return f"/api/v1/incidents/{ticket.number}/"


def test_it_tells_which_words_were_due_and_which_came(ticket, address, agent, as_agent, as_colleague):
    assert as_agent.get(f"{address}cadence/").status_code == 404
    proposed = MajorIncident.propose(ticket, impact="Nobody can write", by=agent, now=NOON)
    assert as_agent.get(f"{address}cadence/").status_code == 404
    proposed.promote(lead=agent, communications=agent, by=agent, now=NOON)
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, ticket=ticket, aim={"people": [agent]}, now=at(2)
    )
    telling.say(notice, "publish", by=agent, texts=TEXTS, next_update_at=at(20), now=at(3))
    with time_machine.travel(at(30), tick=False):
        told = as_agent.get(f"{address}cadence/").json()
    first, scope = told["steps"]
    assert (first["name"], first["state"], first["promised_at"]) == ("first", "kept", "2026-03-04T12:20:00Z")
    assert (scope["name"], scope["state"], scope["said_at"]) == ("scope", "missed", None)
    assert (told["kept"], told["over"], told["notice"], told["next"]) == (1, 2, notice.number, scope)
    assert told["draft_next"].endswith(f"{notice.number}/update/")
    assert as_colleague.get(f"{address}cadence/").status_code == 404


def test_after_the_fourth_round_it_is_time_to_talk(ticket, address, agent, colleague, as_agent, as_colleague):
    for n in range(4):
        assert as_agent.get(f"{address}rounds/").json()["time_to_talk"] is False
        ticket.reply("Which printer?", by=agent, now=at(10 * n + 1))
        ticket.reply("The one at the door.", by=colleague, now=at(10 * n + 2))
    assert as_agent.get(f"{address}rounds/").json() == {"rounds": 4, "time_to_talk": True}
    ticket.log("I was there.", by=agent, channel="in_person", now=at(90))
    assert as_agent.get(f"{address}rounds/").json() == {"rounds": 0, "time_to_talk": False}
    assert as_colleague.get(f"{address}rounds/").status_code == 404
