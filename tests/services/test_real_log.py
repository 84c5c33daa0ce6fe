"""An independent checksum: business minutes of 12,438 real incidents (data/uci/REFERENCE.md, U3, U8, U13, U14)."""

import csv
import gzip
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from itsm.services.calendars import business_seconds
from itsm.services.clockwork import Act, Entry, State, read
from tests.services.oracle import hours

ROOT = Path(__file__).resolve().parents[2]
NAME = "uci/incident_event_log_dev.csv.gz"
LOG = next(
    (path for path in (ROOT / "tests/data" / NAME, ROOT.parent / "shared/data" / NAME) if path.exists()), None
)
OFFICE = hours("UTC", "08:00-18:00")  # the log names no zone

pytestmark = pytest.mark.skipif(
    LOG is None, reason=f"The ServiceNow log is in neither tests/data nor ../shared/data: {NAME}"
)

Row = tuple[datetime, str]  # when it was written, its state


@cache
def instant(text: str) -> datetime:
    day, clock = text.split()
    (d, m, y), (hour, minute) = map(int, day.split("/")), map(int, clock.split(":"))
    return datetime(y, m, d, hour, minute, tzinfo=UTC)


@cache
def incidents() -> list[tuple[datetime, datetime, list[Row]]]:
    """Opened, resolved and rows of each incident that was resolved after it was opened."""
    return list(_incidents())


def _incidents() -> Iterator[tuple[datetime, datetime, list[Row]]]:
    assert LOG is not None
    with gzip.open(LOG, "rt") as lines:
        for _number, group in groupby(csv.DictReader(lines), key=lambda row: row["number"]):
            rows = list(group)
            if rows[0]["resolved_at"] == "?":
                continue
            opened, resolved = instant(rows[0]["opened_at"]), instant(rows[0]["resolved_at"])
            if resolved >= opened:
                yield (
                    opened,
                    resolved,
                    [(instant(row["sys_updated_at"]), row["incident_state"]) for row in rows],
                )


def ledger(opened: datetime, resolved: datetime, rows: list[Row]) -> list[Entry]:
    """Paused in rows whose state begins with Awaiting, until resolved; the first row begins at the opening."""
    entries, state, last = [Entry(opened, Act.START)], State.RUNNING, opened
    for n, (at, name) in enumerate(rows):
        at = opened if n == 0 else max(at, last)
        if at >= resolved:
            break
        wanted = State.PAUSED if name.startswith("Awaiting") else State.RUNNING
        if wanted is not state:
            entries.append(Entry(at, Act.PAUSE if wanted is State.PAUSED else Act.RESUME))
        state, last = wanted, at
    return [*entries, Entry(resolved, Act.STOP)]


def test_business_minutes_of_the_real_log_are_right_and_quick():
    spans = incidents()
    assert len(spans) == 11_664
    began = time.perf_counter()
    seconds = sum(business_seconds(opened, resolved, OFFICE) for opened, resolved, _rows in spans)
    assert time.perf_counter() - began < 1
    assert seconds == 37_510_732 * 60


def test_clocks_that_stand_still_while_waiting_add_up_to_the_net_sum():
    seconds = sum(read(ledger(*incident), OFFICE).worked for incident in incidents())
    assert seconds == 23_340_166 * 60
