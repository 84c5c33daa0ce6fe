"""The people every test knows, and a signed-in client for each."""

import gc
import math
from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadFileScheduling

from comms.chat.tasks import LISTENING
from comms.notices.mine import BROKEN, STANDING
from comms.status.keeping import keeper
from itsm.frame import practices
from itsm.people import roles
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets import hints
from tests import databases, emptying
from tests.factories import PersonFactory, ServiceFactory, TeamFactory

SignIn = Callable[[Person], Client]
ONE_WORLD = ["tests/demo/halden/"]
LONGEST = [
    "test_every_page", "test_access", "test_corpora", "test_servicenow_reference", "test_fanout_kill", "test_run",
    "test_fuzz", "test_engines", "test_compose", "test_clock_properties", "test_hostile", "test_kill",
    "test_demo", "test_style_journey", "test_a_notice", "test_an_incident_by_keyboard",
]  # fmt: skip


class WithItsWorld(LoadFileScheduling):
    """A file is one worker's; so is a folder whose files share a world that takes seconds to load."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return next((folder for folder in ONE_WORLD if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WithItsWorld:
    return WithItsWorld(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that both cores are done at the same time."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again is a tenth of the tests' time, and looking for what is
    left over after every few hundred rows another twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Who leads the workers makes the tables while they collect; without workers the first test that needs them does."""
    config = session.config
    if config.option.create_db and not hasattr(config, "workerinput"):
        with config.stash[blocking_manager_key].unblock():
            databases.forget()
    if getattr(config.option, "numprocesses", None):
        Thread(target=make_tables, args=[config]).start()


def make_tables(config: pytest.Config) -> None:
    with config.stash[blocking_manager_key].unblock(), databases.alone():
        databases.make_template()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Instead of pytest-django's: see tests.databases."""
    practices.KEPT = math.inf  # nobody switches but who says so: no page of a test pays for looking
    with django_db_blocker.unblock():
        databases.take_one()
        practices.kinds_off()
    TransactionTestCase._fixture_teardown = emptying.empty
    Client._login = come_in


def come_in(client: Client, person: Person, backend: str | None = None) -> None:
    """The session that signing in leaves behind. What else signing in does, the tests of it show by the page."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = backend or settings.AUTHENTICATION_BACKENDS[0]
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What is kept for a moment, in memory or in Valkey, is of a test that was rolled back."""
    keeper.empty()
    hints.forget(LISTENING, STANDING, BROKEN)


@pytest.fixture
def team(db) -> Team:
    return TeamFactory(name="Service desk")


@pytest.fixture
def service(team) -> Service:
    return ServiceFactory(name="Mail", team=team)


@pytest.fixture
def colleague(db) -> Person:
    """Someone who asks for help: no role, no team."""
    return PersonFactory(name="Ana Reis", email="ana.reis@halden.example")


@pytest.fixture
def agent(team) -> Person:
    """Works tickets, in `team`."""
    return PersonFactory(name="Ivo Lund", email="ivo.lund@halden.example", roles=[roles.AGENT], teams=[team])


@pytest.fixture
def outsider(db) -> Person:
    """An agent of another team: ordinary tickets are theirs to see, restricted ones are not."""
    network = TeamFactory(name="Network")
    return PersonFactory(
        name="Noor Haddad", email="noor.haddad@halden.example", roles=[roles.AGENT], teams=[network]
    )


@pytest.fixture
def manager(db) -> Person:
    return PersonFactory(name="Marit Sand", email="marit.sand@halden.example", roles=[roles.MANAGER])


@pytest.fixture
def change_manager(db) -> Person:
    return PersonFactory(name="Jonas Weil", email="jonas.weil@halden.example", roles=[roles.CHANGE_MANAGER])


@pytest.fixture
def administrator(db) -> Person:
    return PersonFactory(name="Tess Okoro", email="tess.okoro@halden.example", roles=[roles.ADMINISTRATOR])


@pytest.fixture
def signed_in() -> SignIn:
    """A new client for anybody: `signed_in(PersonFactory()).get(…)`."""

    def sign_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def as_colleague(signed_in: SignIn, colleague: Person) -> Client:
    return signed_in(colleague)


@pytest.fixture
def as_agent(signed_in: SignIn, agent: Person) -> Client:
    return signed_in(agent)


@pytest.fixture
def as_outsider(signed_in: SignIn, outsider: Person) -> Client:
    return signed_in(outsider)


@pytest.fixture
def as_manager(signed_in: SignIn, manager: Person) -> Client:
    return signed_in(manager)


@pytest.fixture
def as_change_manager(signed_in: SignIn, change_manager: Person) -> Client:
    return signed_in(change_manager)


@pytest.fixture
def as_administrator(signed_in: SignIn, administrator: Person) -> Client:
    return signed_in(administrator)
