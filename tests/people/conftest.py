import pytest
from django.core.cache import cache

from itsm.celery import app


@pytest.fixture(autouse=True)
def fresh_limits():
    """Tries are counted in the cache; each test begins with none."""
    cache.clear()


@pytest.fixture
def worker():
    """Tasks run where they are enqueued."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False
