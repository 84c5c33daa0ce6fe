"""Programs that talk to the API: one for each person, by JSON."""

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from incidents.models import Incident
from itsm.people.models import Person, Team
from tests import factories

As = Callable[[Person], APIClient]


@pytest.fixture
def as_() -> As:
    def sign_in(person: Person) -> APIClient:
        client = APIClient()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def api(as_: As, agent: Person) -> APIClient:
    """The agent's program."""
    return as_(agent)


@pytest.fixture
def mine(as_: As, colleague: Person) -> APIClient:
    """The colleague's program."""
    return as_(colleague)


@pytest.fixture
def incident(colleague: Person, team: Team) -> Incident:
    """The colleague's, with the agent's team."""
    return factories.incident(by=colleague, team=team)
