import pytest

from problems.models import KnownError
from tests.problems.known_errors import kit


@pytest.fixture
def draft(agent, problem) -> KnownError:
    return KnownError.write(by=agent, problem=problem, **kit.ABOUT)


@pytest.fixture
def known(draft, agent) -> KnownError:
    """Published for everybody."""
    draft.publish(by=agent)
    return draft
