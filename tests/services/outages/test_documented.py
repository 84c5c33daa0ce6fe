"""Outages as a provider's public status page told them, and what availability they make."""

from datetime import UTC, datetime, timedelta

import pytest

from itsm.services.calendars import ALWAYS
from itsm.services.outages.downtime import measure

# GitHub Codespaces in May 2023, from githubstatus.com: when each began, and its minutes.
TOLD = (
    ("2023-05-04T15:55", 28),
    ("2023-05-09T11:32", 582),
    ("2023-05-10T13:00", 694),
    ("2023-05-11T13:33", 327),
    ("2023-05-16T21:14", 18),
    ("2023-05-17T07:36", 142),
)
MAY = datetime(2023, 5, 1, tzinfo=UTC), datetime(2023, 6, 1, tzinfo=UTC)


def test_a_documented_month_by_hand():
    """1791 of 44,640 minutes in six outages: 95.988 %; MTRS 4.975 h, MTBSI 744 ÷ 6 = 124 h."""
    began = [datetime.fromisoformat(f"{at}:00+00:00") for at, _minutes in TOLD]
    spans = [(at, at + timedelta(minutes=minutes)) for at, (_at, minutes) in zip(began, TOLD, strict=True)]
    found = measure(spans, [], ALWAYS, *MAY)
    assert (found.down, found.outages) == (1791 * 60, 6)
    assert found.availability == pytest.approx(95.98790, abs=1e-5)
    assert found.to_restore == pytest.approx(4.975)
    assert found.between_incidents == pytest.approx(124)
    assert found.between_failures == pytest.approx(119.025)
