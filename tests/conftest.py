"""The people every test knows, and a signed-in client for each."""

import gc
import math
from collections.abc import Callable

import pytest
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker

from comms.status.keeping import keeper
from itsm.frame import practices
from itsm.people import roles
from itsm.people.models import Person, Team
from itsm.services.models import Service
from tests import emptying
from tests.factories import PersonFactory, ServiceFactory, TeamFactory

SignIn = Callable[[Person], Client]
LONGEST = [
    "test_every_page", "test_access", "test_corpora", "test_servicenow_reference", "test_fanout_kill", "test_run",
    "test_fuzz", "test_engines", "test_compose", "test_clock_properties", "test_hostile", "test_kill",
    "test_style_journey", "test_a_notice", "test_an_incident_by_keyboard",
]  # fmt: skip


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that both cores are done at the same time."""
    order = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.stem, len(order)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it again and again is a tenth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    practices.KEPT = math.inf  # nobody switches but who says so: no page of a test pays for looking
    with django_db_blocker.unblock():
        emptying.keep()
        practices.kinds_off()
    TransactionTestCase._fixture_teardown = emptying.empty


@pytest.fixture(autouse=True)
def status_page_of_now() -> None:
    """What it kept in memory is of a test that was rolled back."""
    keeper.empty()


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
