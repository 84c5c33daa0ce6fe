"""A house with three services, of which Mail is public, and a status page with a folder of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from comms.models import ServiceOnStatus, StatusPage
from comms.status.keeping import keeper
from itsm.services.models import Service
from tests.factories import ServiceFactory

NOW = datetime(2026, 11, 18, 14, 20, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def new_process(settings, tmp_path) -> Iterator[None]:
    """Nothing is remembered from another test, in memory or in files."""
    settings.MEDIA_ROOT = tmp_path
    keeper.empty()
    yield
    keeper.empty()


@pytest.fixture
def mail(db) -> Service:
    service = ServiceFactory(name="Mail", criticality=1)
    ServiceOnStatus.objects.create(service=service, group="Working together", public=True)
    return service


@pytest.fixture
def files(db) -> Service:
    service = ServiceFactory(name="Shared files")
    ServiceOnStatus.objects.create(service=service, group="Working together")
    return service


@pytest.fixture
def vault(db) -> Service:
    """Nobody has placed it: shown to who is signed in, in no group."""
    return ServiceFactory(name="Drawing vault")


@pytest.fixture
def open_page(db) -> StatusPage:
    return StatusPage.objects.create(pk=StatusPage.ONLY, public=True, title="Halden Instruments")


@pytest.fixture
def database_away() -> Callable[[], object]:
    """Every statement fails as if the server had gone."""

    def refuse(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    @contextmanager
    def away() -> Iterator[None]:
        keeper.forget()  # what is kept is older than a few seconds
        with connection.execute_wrapper(refuse):
            yield
        keeper._asleep_until = 0.0

    return away
