"""An organisation at its beginning."""

import pytest

from itsm.frame import practices


@pytest.fixture
def as_it_was():
    """What the process knows of practices, once this test's rows are gone."""
    kept = practices._kept
    yield
    practices._kept = kept


@pytest.fixture
def fresh(db, settings, as_it_was):
    """As after the first start: nobody has switched anything yet."""
    settings.PRACTICES = []
    practices.forget()
