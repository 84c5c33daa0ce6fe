import pytest

from changes.models import ChangeModel, Pipeline
from tests.changes.pipelines import kit


@pytest.fixture
def model(change_manager, service) -> ChangeModel:
    return kit.change_model(change_manager, service)


@pytest.fixture
def portal(agent, model) -> Pipeline:
    return kit.pipeline(agent, model)
