"""Halden, loaded once for all that is said of it."""

import os
from datetime import UTC, datetime

import pytest

from demo.load import load

NOW = datetime(2026, 11, 18, 14, 20, tzinfo=UTC)  # a Wednesday afternoon
SCALE = float(os.environ.get("HALDEN") or 0.03)


@pytest.fixture(scope="package")
def halden(all_undone):
    with all_undone():
        yield load(now=NOW, scale=SCALE)
