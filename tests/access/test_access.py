"""The walk: every address, by every method, as everybody, against the table. A new route fails here until it stands there."""

import pytest
from django.test import Client

from itsm.people.models import Person
from itsm.tickets.models import Ticket
from tests.access.conftest import undone
from tests.access.routes import Route, routes
from tests.access.table import TABLE
from tests.access.world import KEPT_OUT, ROLES, World

pytestmark = pytest.mark.django_db

EXPECTED = {
    key: dict(zip(ROLES, row.split(), strict=True)) for rows in TABLE.values() for key, row in rows.items()
}
# Another colleague, another team's agent: they differ from the first only where an address names a thing.
OTHERS = {"stranger", "outsider"}
ENDS_SESSIONS = {"account_logout", "account_set_password", "account_change_password", "people:demo"}
FORM = "application/x-www-form-urlencoded"


def sign_in(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def ask(client: Client, world: World, route: Route, method: str) -> str:
    """The status; whatever the request did is undone."""
    json = route.name.startswith("api:")
    about = {"content_type": "application/json"} if json else {"content_type": FORM, "data": "nothing=useful"}
    with undone():
        answer = client.generic(method, world.address(route), **about)
        if answer.streaming:
            b"".join(answer.streaming_content)  # to its end, which closes the file
    return str(answer.status_code)


@pytest.fixture(scope="module")
def addresses(world: World) -> list[tuple[Route, str]]:
    """Every route with every method it takes."""
    client = sign_in(world.everyone)
    with undone():
        return [(route, method) for route in routes() for method in route.methods(client, world)]


def compare(world: World, role: str, found: list[tuple[Route, str]], *, but: str = "") -> None:
    wrong, client = [], sign_in(world.people[role])
    for route, method in found:
        expected = but or EXPECTED.get(f"{method} {route.key}", {}).get(role, "")
        told = ask(client, world, route, method)
        if route.name in ENDS_SESSIONS:
            client = sign_in(world.people[role])
        if expected and told not in expected.split("/"):
            wrong.append(f"{method} {route.key}: {told}, not {expected}")
    assert not wrong, f"As {role}:\n" + "\n".join(wrong)


def test_no_route_is_missing_from_the_table(world, addresses):
    missing = []
    for route, method in addresses:
        if f"{method} {route.key}" not in EXPECTED:
            row = [ask(sign_in(person), world, route, method) for person in world.people.values()]
            missing.append(f'        "{method} {route.key}": "{" ".join(row)}",')
    lines = "\n".join(missing)
    assert not missing, (
        f"Not in tests/access/table.py (or table_api.py). This is what they answer now; is it what they should?\n{lines}"
    )


def test_the_table_names_no_route_that_is_gone(addresses):
    known = {f"{method} {route.key}" for route, method in addresses}
    assert set(EXPECTED) - known == set()


@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_table_says(role, world, addresses):
    compare(world, role, [each for each in addresses if role not in OTHERS or each[0].names])


@pytest.mark.parametrize("role", [*KEPT_OUT, "agent"])
def test_a_restricted_ticket_does_not_exist_for_who_is_kept_out(role, world, addresses):
    found = [(route, method) for route, method in addresses if route.is_about_a_ticket()]
    assert len(found) > 100
    # What does not exist for them even while it is open to all is not asked twice.
    found = [each for each in found if EXPECTED.get(f"{each[1]} {each[0].key}", {}).get(role) != "404"]
    with undone():
        theirs = (world.ticket, world.request, world.problem, world.change, world.moving)
        Ticket.objects.filter(pk__in=[ticket.pk for ticket in theirs]).update(restricted=True)
        compare(world, role, found, but="404" if role in KEPT_OUT else "")
