"""The moment that all of it happens around: a Wednesday."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
