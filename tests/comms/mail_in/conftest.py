"""A desk that mail can come to: a first line, and nothing in between that has to run."""

import pytest

from itsm.people.models import Team
from tests.factories import TeamFactory


@pytest.fixture
def team(db) -> Team:
    return TeamFactory(name="Service desk", first_line=True, mailbox="helpdesk@halden.example")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
