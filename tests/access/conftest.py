"""One small desk for each file: whatever a request does to it is undone at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.template.backends.django import Template
from pytest_django import DjangoDbBlocker

from tests.access.world import World


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), undone():
        yield World()


@pytest.fixture(autouse=True, scope="module")
def pages_stay_blank() -> Iterator[None]:
    """Who may come in is decided before a page is drawn. That each is drawn, the tests of pages and the walk in a browser show."""
    draw = Template.render

    def blank(template: Template, *about: Any, **more: Any) -> str:
        return "" if str(template.origin.name).endswith(".html") else draw(template, *about, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", blank)
        yield
