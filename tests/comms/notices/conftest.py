"""A mail outage that a few know of, and the words for it."""

from datetime import UTC, datetime, timedelta

import pytest

from comms.models import Notice
from comms.notices import telling
from tests.factories import PersonFactory

NOW = datetime(2026, 3, 11, 9, tzinfo=UTC)  # a Wednesday
SOON = NOW + timedelta(minutes=20)
WORDS = {
    "subject": "Mail is down",
    "what": "You cannot send or get mail.",
    "who": "Everyone at all sites.",
    "do": "Use the phone or chat.",
    "we": "We are looking for the cause.",
    "next": "",
}
TEXTS = {"colleagues": WORDS}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def readers(db) -> list:
    return [PersonFactory(name=f"Reader {number}") for number in range(3)]


@pytest.fixture
def outage(agent, service, readers) -> Notice:
    """A draft for three readers."""
    return telling.open_notice(
        kind="outage", title="Mail is down", by=agent, services=[service], aim={"people": readers}, now=NOW
    )


@pytest.fixture
def told(outage, agent) -> Notice:
    """The same, published."""
    telling.say(outage, "publish", by=agent, texts=TEXTS, next_update_at=SOON, now=NOW)
    return outage
