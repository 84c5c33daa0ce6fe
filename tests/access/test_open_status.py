"""The same addresses once an administrator has opened the status page to everybody."""

import pytest

from comms.models import ServiceOnStatus, StatusPage
from tests.access.routes import routes
from tests.access.test_access import EXPECTED, ask, sign_in
from tests.access.world import ROLES, World

OPENED = {"page", "history", "day", "feed", "maintenance", "one_maintenance", "shape", "ask"}


@pytest.fixture
def world(db) -> World:
    made = World()
    StatusPage.objects.create(pk=StatusPage.ONLY, public=True)
    ServiceOnStatus.objects.create(service=made.service, public=True)
    return made


@pytest.mark.parametrize("role", ROLES)
def test_reading_is_for_everybody_and_nothing_else_has_changed(role, world):
    client, wrong = sign_in(world.people[role]), []
    for route in routes():
        space, _colon, name = route.name.partition(":")
        if space == "status" and f"GET {route.key}" in EXPECTED:
            expected = "200" if name in OPENED else EXPECTED[f"GET {route.key}"][role]
            told = ask(client, world, route, "GET")
            if told != expected:
                wrong.append(f"{route.key}: {told}, not {expected}")
    assert wrong == []
