"""Schemathesis makes requests from the schema, sensible and not: every answer is one that the schema names, never a 500."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from pytest_django import DjangoDbBlocker
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from comms.drill import rehearsing
from comms.models import Notice, Room
from comms.notices import questions, telling
from itsm.frame.secrets import seal
from itsm.people import roles
from itsm.people.models import Token
from tests import factories
from tests.api import committed
from tests.catalog import kit

SCHEMA = schemathesis.openapi.from_dict(committed.schema())
SCHEMA.app = get_wsgi_application()
SCHEMA.config.analysis.constants.enabled = (
    False  # words of our source, where the schema names the words that count
)
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


class World:
    """Something at every address that names a thing, and the token of a person who may do everything, so that few requests end
    at the door.
    """

    def __init__(self) -> None:
        self.now = timezone.now()
        self.team = factories.TeamFactory(name="Service desk")
        self.team.become_first_line()
        self.person = factories.PersonFactory(roles=roles.GROUPS, teams=[self.team])
        self.colleague = factories.PersonFactory(name="Ana Reis")
        self.agent = factories.PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[self.team])
        scopes = ["read", "write"]
        made, self.token = Token.objects.issue(self.person, now=self.now, name="fuzz", scopes=scopes)
        made.note_use(now=self.now)  # once: each request is undone, and would note it again
        self.incident = factories.incident(by=self.colleague, team=self.team)
        self.notice = self.make_notice()
        self.offering = kit.offering(by=self.agent, team=self.team)
        self.offering.take_up(by=self.agent)  # with an edition in the making
        self.request = kit.request(self.offering, by=self.agent)

    def make_notice(self) -> Notice:
        """Told to a colleague, who asked about it."""
        made = telling.open_notice(
            kind="outage", title="Mail is down", by=self.agent, aim={"people": [self.colleague]},
            must_acknowledge=True, now=self.now,
        )  # fmt: skip
        words = dict.fromkeys(("what", "who", "do", "we"), "Mail does not work.")
        until = self.now + timedelta(hours=1)
        telling.say(
            made, "publish", by=self.agent, texts={"colleagues": words}, next_update_at=until, now=self.now
        )
        return questions.ask(made, self.colleague, "When will it work?", "portal", now=self.now).notice

    def named(self, label: str) -> dict[str, str | int]:
        """What the names in an address stand for."""
        if "/notices/{number}/" in label:
            return {"number": self.notice.number, "id": self.notice.questions.get().pk}
        if "/drills/{id}/" in label:
            return {"id": rehearsing.start(story="mail", by=self.agent, now=self.now).pk}
        if "/rooms/{id}/" in label:
            return {
                "id": Room.objects.create(name="Desk", server="other", address=seal("json://127.0.0.1")).pk
            }
        if any(place in label for place in ("/requests/{number}/", "/offerings/{key}/", "/shelves/{id}/")):
            found = self.offering
            return {"key": found.key, "id": found.category_id, "number": self.request.number}
        return {"number": self.incident.number} if "{number}" in label else {}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        yield World()


@pytest.mark.django_db
@pytest.mark.parametrize("label", OPERATIONS)
def test_no_request_is_too_strange(label, world, settings):
    settings.API_RATE = 0
    operation = OPERATIONS[label]
    there = world.named(label)

    @BOUNDS
    @given(case=operation.as_strategy())
    def ask(case):
        case.path_parameters.update({name: there[name] for name in case.path_parameters if name in there})
        with undone():
            answer = case.call(headers={"Authorization": f"Bearer {world.token}"})
        case.validate_response(answer, checks=CHECKS)

    ask()
