"""How long each step takes, held to hand-made courses; a yes that was never a no is proposed for removal."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.models import ApprovalStep
from changes.board import steps
from changes.models import Change
from itsm.tickets.models import Event

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def course(agent, service):
    """A change whose states began at these hours before now."""

    def course(*stays):
        first = NOW - stays[0][1] * HOUR
        made = Change.propose(by=agent, title="A change", service=service, now=first)
        for state, hours in stays[1:]:
            about = {"ticket_id": made.pk, "verb": "change.x", "at": NOW - hours * HOUR}
            Event.objects.create(**about, details={"status": ["", state]})
        Change.objects.filter(pk=made.pk).update(changed_at=NOW)

    return course


def test_the_median_of_each_state_is_that_of_the_courses(course):
    course(("draft", 50), ("assess", 40), ("authorise", 30))
    course(("draft", 20), ("assess", 16), ("authorise", 10))
    course(("draft", 9), ("assess", 3))  # still there
    found = {one.name: (one.n, one.median) for one in steps.stays(now=NOW)}
    assert found["Being prepared"] == (3, 6 * HOUR)  # 10, 4, 6
    assert found["Being assessed"] == (2, 8 * HOUR)  # 10, 6
    assert found["Waiting for authority"] == (0, None)


@pytest.mark.parametrize(("no", "n", "proposed"), [(0, 10, True), (1, 10, False), (0, 9, False)])
def test_a_yes_that_was_never_a_no_is_proposed_for_removal(course, no, n, proposed):
    course(("draft", 50), ("assess", 40))
    change = Change.objects.get()
    for number in range(n):
        ApprovalStep.objects.create(
            ticket=change, place=number + 1, name="The change manager authorises", digest=str(number), state="declined" if number < no else "approved",
            asked_at=NOW - (number + 2) * HOUR, decided_at=NOW - HOUR,
        )  # fmt: skip
    [step] = steps.answers(now=NOW)
    assert (step.n, step.declined, step.never_declined) == (n, no, proposed)
    assert step.median == timedelta(hours=(1 + n) / 2)


def test_the_page_says_so(course, as_agent):
    assert "How long each step takes" in as_agent.get("/changes/step-times/").content.decode()
