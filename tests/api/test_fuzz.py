"""Schemathesis makes requests from the schema, sensible and not: every answer is one that the schema names, never a 500."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comms.drill import rehearsing
from comms.models import Room
from comms.notices import questions, telling
from itsm.frame.secrets import seal
from itsm.people import roles
from itsm.people.models import Person, Team, Token
from tests import factories
from tests.api import committed
from tests.catalog import kit

SCHEMA = schemathesis.openapi.from_dict(committed.schema())
SCHEMA.app = get_wsgi_application()
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# Few, and the same ones every time.
BOUNDS = settings(
    max_examples=2, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(autouse=True)
def one_connection():
    """As Django's own test client: a request's end does not close the connection that the test looks through."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(db, team):
    """Someone who may do everything, so that few requests end at the door."""
    team.become_first_line()
    person = factories.PersonFactory(roles=roles.GROUPS, teams=[team])
    _made, secret = Token.objects.issue(person, now=timezone.now(), name="fuzz", scopes=["read", "write"])
    return secret


@pytest.fixture
def notice(agent, colleague):
    """Told to a colleague, who asked about it."""
    now = timezone.now()
    made = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, aim={"people": [colleague]}, must_acknowledge=True, now=now
    )  # fmt: skip
    words = dict.fromkeys(("what", "who", "do", "we"), "Mail does not work.")
    until = now + timedelta(hours=1)
    telling.say(made, "publish", by=agent, texts={"colleagues": words}, next_update_at=until, now=now)
    return questions.ask(made, colleague, "When will it work?", "portal", now=now).notice


@pytest.fixture
def there(request, label) -> dict[str, str | int]:
    """What the names in an address stand for, so that there is something at it."""
    if "/notices/{number}/" in label:
        notice = request.getfixturevalue("notice")
        return {"number": notice.number, "id": notice.questions.get().pk}
    if "/drills/{id}/" in label:
        agent = request.getfixturevalue("agent")
        return {"id": rehearsing.start(story="mail", by=agent, now=timezone.now()).pk}
    if "/rooms/{id}/" in label:
        return {"id": Room.objects.create(name="Desk", server="other", address=seal("json://127.0.0.1")).pk}
    if any(place in label for place in ("/requests/{number}/", "/offerings/{key}/", "/shelves/{id}/")):
        return of_the_catalogue(
            **{name: request.getfixturevalue(name) for name in ("manager", "agent", "team")}
        )
    return {"number": request.getfixturevalue("incident").number} if "{number}" in label else {}


def of_the_catalogue(*, manager: Person, agent: Person, team: Team) -> dict[str, str | int]:
    """An offering with an edition in the making, and a request for it."""
    found = kit.offering(by=manager, team=team)
    found.take_up(by=agent)
    return {"key": found.key, "id": found.category_id, "number": kit.request(found, by=agent).number}


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_request_is_too_strange(label, token, there, settings):
    settings.API_RATE = 0
    operation = OPERATIONS[label]

    @BOUNDS
    @given(case=operation.as_strategy())
    def ask(case):
        case.path_parameters.update({name: there[name] for name in case.path_parameters if name in there})
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    ask()
