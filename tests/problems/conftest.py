import pytest

from problems.models import Problem
from tests import factories


@pytest.fixture
def problem(agent, team):
    return Problem.raise_(by=agent, title="Mail stops every night", team=team)


@pytest.fixture
def other(agent, team):
    return Problem.raise_(by=agent, title="The directory rejects everyone", team=team)


@pytest.fixture
def incident(colleague, team):
    return factories.incident(by=colleague, team=team)
