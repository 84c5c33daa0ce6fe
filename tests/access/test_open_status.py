"""The same addresses once an administrator has opened the status page to everybody."""

import pytest

from comms.models import ServiceOnStatus, StatusPage
from tests.access.routes import routes
from tests.access.test_access import EXPECTED, ask, sign_in
from tests.access.world import ROLES, World

pytestmark = pytest.mark.django_db

OPENED = {"page", "history", "day", "feed", "maintenance", "one_maintenance", "shape", "ask"}


@pytest.fixture(scope="module")
def opened(world: World) -> World:
    StatusPage.objects.create(pk=StatusPage.ONLY, public=True)
    ServiceOnStatus.objects.create(service=world.service, public=True)
    return world


@pytest.mark.parametrize("role", ROLES)
def test_reading_is_for_everybody_and_nothing_else_has_changed(role, opened):
    client, wrong = sign_in(opened.people[role]), []
    for route in routes():
        space, _colon, name = route.name.partition(":")
        if space == "status" and f"GET {route.key}" in EXPECTED:
            expected = "200" if name in OPENED else EXPECTED[f"GET {route.key}"][role]
            told = ask(client, opened, route, "GET")
            if told != expected:
                wrong.append(f"{route.key}: {told}, not {expected}")
    assert wrong == []
