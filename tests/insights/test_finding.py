"""Whether people find what they look for, and whether what Baton suggests is of use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from itsm.insights.measures import Filter, measure, one
from itsm.insights.measures.registry import TOO_FEW
from itsm.knowledge.models import Asked, Suggestion
from tests.factories import incident


@pytest.fixture
def lately():
    now = timezone.now()
    return Filter(since=now - timedelta(days=1), until=now + timedelta(hours=1))


def test_searches_without_result(agent, lately):
    Asked.objects.bulk_create(
        Asked(words=f"words {n}", place="desk", by=agent, hits=n % 4) for n in range(TOO_FEW)
    )
    figure = one(measure("found_nothing"), lately)
    assert (figure.value, figure.n) == (25.0, TOO_FEW)
    lines = measure("found_nothing").records(measure("found_nothing"), lately, agent)
    assert {line.name for line in lines} == {f"words {n}" for n in range(0, TOO_FEW, 4)}


def test_suggestions_taken_of_those_decided(agent, team, lately):
    team.become_first_line()
    ticket, now = incident(by=agent).ticket_ptr, timezone.now()
    states = ["taken"] * 15 + ["dismissed"] * 5 + ["open"] * 9
    Suggestion.objects.bulk_create(
        Suggestion(
            ticket=ticket, what="article", value=str(n), label="x", score=1, state=state,
            decided_at=None if state == "open" else now,
        )
        for n, state in enumerate(states)
    )  # fmt: skip
    figure = one(measure("suggestions_taken"), lately)
    assert (figure.value, figure.n) == (75.0, 20)
    (line,) = measure("suggestions_taken").records(measure("suggestions_taken"), lately, agent)
    assert line.said == "15 of 20 taken"
