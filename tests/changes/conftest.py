"""What every test of changes knows: the change managers have someone beside them who may authorise, too."""

import pytest

from itsm.people import roles
from itsm.people.models import Person
from tests.factories import PersonFactory


@pytest.fixture
def owner(db: None, service) -> Person:
    """Owns the service that is changed."""
    service.owner = PersonFactory(name="Otto Beck", email="otto.beck@halden.example")
    service.save()
    return service.owner


@pytest.fixture
def second_manager(db: None) -> Person:
    return PersonFactory(name="Lea Kolb", email="lea.kolb@halden.example", roles=[roles.CHANGE_MANAGER])
