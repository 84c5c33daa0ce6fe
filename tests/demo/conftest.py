"""Loading takes seconds, so it is done once for a file and rolled back after its last test."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def for_this_file(django_db_setup, django_db_blocker) -> Callable[[], AbstractContextManager[None]]:
    """A transaction around all tests of the file; each test has its own savepoint within."""

    @contextmanager
    def block() -> Iterator[None]:
        with django_db_blocker.unblock():
            transaction.set_autocommit(False)
            try:
                yield
            finally:
                transaction.rollback()
                transaction.set_autocommit(True)

    return block
