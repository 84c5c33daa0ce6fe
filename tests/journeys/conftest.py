"""The running product in front of a real browser: one server and one Chromium for all journeys, people of its own for each."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, BrowserType, expect, sync_playwright

from itsm import asgi
from itsm.bridge import Bridge
from itsm.frame import bundle
from itsm.people import roles
from itsm.people.models import Person, Team
from itsm.services.models import Service
from tests.factories import PersonFactory, ServiceFactory, TeamFactory
from tests.journeys.browser import ARGS, CHROMIUM, MISSING, Windows
from tests.tickets.browser import server

PASSWORD = "correct horse battery"
expect.set_options(
    timeout=15_000
)  # a busy machine is slow, not wrong; what must be fast is measured where it is claimed


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.django_db(transaction=True))  # the server sees only what is committed
            if item.path.stem != "test_every_page":  # it is long, and nothing in it is about time
                item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Where the product is served, in demo mode, from the tests' database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "DEMO", True)
        patch.setattr(django_settings, "WHITENOISE_USE_FINDERS", True, raising=False)  # nothing is collected
        patch.setattr(asgi, "pages", Bridge(get_wsgi_application()))
        bundle.urls.cache_clear()
        with server() as port:
            yield f"http://127.0.0.1:{port}"
    bundle.urls.cache_clear()


@pytest.fixture(scope="package")
def browsers() -> Iterator[BrowserType]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    # Playwright keeps an event loop in this thread; Django takes it for async code and would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as tool:
        yield tool.chromium
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def chromium(browsers: BrowserType) -> Iterator[Browser]:
    browser = browsers.launch(executable_path=CHROMIUM, args=ARGS)
    yield browser
    browser.close()


@pytest.fixture
def windows(chromium: Browser, transactional_db: None, address: str) -> Iterator[Windows]:
    """Open windows for people. At the end no page may have complained, nor asked a stranger for anything."""
    opened = Windows(chromium, address)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def desk(windows: Windows) -> Team:
    return TeamFactory(name="Service desk", first_line=True)


@pytest.fixture
def mail(desk: Team) -> Service:
    return ServiceFactory(name="Mail", team=desk)


@pytest.fixture
def ivo(desk: Team) -> Person:
    """The agent of the demo's one click."""
    return person("Ivo Lund", "ivo.lund@halden.example", roles=[roles.AGENT], teams=[desk])


@pytest.fixture
def mia(desk: Team) -> Person:
    """Another agent of the same team."""
    return person("Mia Berg", "mia.berg@halden.example", roles=[roles.AGENT], teams=[desk])


@pytest.fixture
def noor(windows: Windows) -> Person:
    network = TeamFactory(name="Network")
    return person("Noor Haddad", "noor.haddad@halden.example", roles=[roles.AGENT], teams=[network])


@pytest.fixture
def ana(windows: Windows) -> Person:
    """The colleague."""
    return person("Ana Reis", "ana.reis@halden.example")


def person(name: str, email: str, **fields: object) -> Person:
    made = PersonFactory(name=name, email=email, **fields)
    made.set_password(PASSWORD)
    made.save()
    return made
