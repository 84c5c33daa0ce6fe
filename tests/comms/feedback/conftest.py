"""Words that were heard, and news of them without workers."""

import pytest

from comms.feedback import hear, telling
from comms.models import FeedbackStep
from tests.comms.feedback.moments import NOON


@pytest.fixture
def lead(team, agent):
    """Ivo leads the team: what colleagues say about its services is his to answer."""
    team.lead, team.first_line = agent, True
    team.save()
    return agent


@pytest.fixture
def heard(lead, service, colleague):
    return hear(source="page", words="The printer on floor 2 prints blank pages.", author=colleague, service=service, now=NOON)  # fmt: skip


@pytest.fixture
def idea(lead, colleague):
    return hear(source="page", kind="idea", title="Reset a password by phone", words="At night nobody answers.", author=colleague, now=NOON)  # fmt: skip


@pytest.fixture
def told(db):
    """Everything that was said is told, as the worker would."""

    def tell(now=NOON):
        for pk in FeedbackStep.objects.filter(told_at=None).values_list("pk", flat=True):
            telling.tell(pk, now=now)

    return tell
