"""The same desk of made-up tickets that dashboards are drawn from."""

from tests.insights.dashboards.conftest import as_reader, desk

__all__ = ["as_reader", "desk"]
