"""Loading takes seconds, so it is done once for a file or a folder and rolled back after its last test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction


@pytest.fixture(scope="session")
def all_undone(django_db_setup, django_db_blocker) -> Callable[[], AbstractContextManager[None]]:
    """A transaction around all tests of a file or a folder; each test has its own savepoint within."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return block
