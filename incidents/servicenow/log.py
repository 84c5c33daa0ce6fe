"""The file: CSV, plain or gzipped, one row per update, the rows of one incident together, in the order things happened."""

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

MISSING = "?"
GZIP = b"\x1f\x8b"
NEEDED = ("number", "incident_state", "opened_at", "sys_updated_at")

# Columns that Baton keeps in fields of its own; every other column stays with the Event, under "servicenow".
KEPT = frozenset({
    "number", "incident_state", "caller_id", "opened_by", "opened_at", "contact_type", "location", "category",
    "subcategory", "impact", "urgency", "priority", "assignment_group", "assigned_to", "short_description", "description",
})  # fmt: skip
# Columns that say nothing the row's place in the log does not say, or that the Event says itself.
BOOKKEEPING = frozenset({"sys_mod_count", "sys_updated_at", "sys_updated_by", "active", "reopen_count"})
# Columns that carry their final value on every row: nobody may see them before the row in which they came true.
LEAKED = frozenset({"resolved_at", "resolved_by", "closed_at", "closed_code"})
TOLD = KEPT | BOOKKEEPING | LEAKED


class NotThisLog(Exception):
    """The file is not an audit log of incidents. `str(error)` says what is missing."""


class _Clean(dict[str, str]):
    """Text without double blanks, the sign for "missing" as nothing; each spelling is looked at once."""

    def __missing__(self, text: str) -> str:
        clean = " ".join(text.split())
        self[text] = "" if clean == MISSING else clean
        return self[text]


@dataclass(frozen=True, slots=True)
class Row:
    """One update. `n` counts from 1 and leaves the header out."""

    n: int
    fields: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.fields.get(column, "")

    @property
    def extras(self) -> dict[str, str]:
        """What ServiceNow knows and Baton has no field for."""
        return {name: value for name, value in self.fields.items() if value and name not in TOLD}


@dataclass(frozen=True, slots=True)
class Log:
    path: Path
    zone: ZoneInfo

    def open(self) -> IO[bytes]:
        with self.path.open("rb") as file:
            zipped = file.read(2) == GZIP
        return gzip.open(self.path) if zipped else self.path.open("rb")  # type: ignore[return-value]

    def digest(self) -> str:
        """Which log this is, zipped or not: the mark its Events carry."""
        with self.open() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]  # type: ignore[arg-type]

    def rows(self) -> Iterator[Row]:
        clean = _Clean()
        with self.open() as file, io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
            lines = csv.reader(text)
            header = [name.strip() for name in next(lines, [])]
            lost = [name for name in NEEDED if name not in header]
            if lost:
                raise NotThisLog(
                    f"{self.path.name} has no column {', '.join(lost)}. The first line must name the columns."
                )
            for n, line in enumerate(lines, start=1):
                yield Row(n, dict(zip(header, map(clean.__getitem__, line), strict=False)))

    def incidents(self) -> Iterator[tuple[str, list[Row]]]:
        return grouped(self.rows())

    def moment(self, text: str) -> datetime | None:
        """A time of the log in its own zone; None when it is missing or cannot be read."""
        return moment(text, self.zone)


def grouped(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    for number, group in groupby(rows, key=lambda row: row["number"]):
        yield number, list(group)


@cache
def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """`d/m/Y H:M` without leading zeros, as the audit log has it, or ISO, as ServiceNow's own export has it."""
    try:
        if "/" not in text:
            return datetime.fromisoformat(text).replace(tzinfo=zone) if text else None
        day, clock = text.split()
        (d, m, y), (hour, minute, *_seconds) = map(int, day.split("/")), map(int, clock.split(":"))
        return datetime(y, m, d, hour, minute, tzinfo=zone)
    except ValueError:
        return None
