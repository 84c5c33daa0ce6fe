"""The figures as a table for people and as JSON for machines."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from demo.bench.databases import ROOT
from demo.bench.measure import Row

FOLDER = ROOT / "bench-results"
MOST = 1.3  # times slower on the largest than on the smallest
VERDICT = {True: "met", False: "NOT MET", None: ""}


def table(title: str, rows: Sequence[Row]) -> str:
    wide = max(len(row.name) for row in rows)
    told = max(len(row.told) for row in rows)
    lines = [title, "-" * len(title)]
    lines += [
        f"{row.name:<{wide}}  {row.told:<{told}}  {row.target:<22}  {VERDICT[row.met]}".rstrip()
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def growth(small: Sequence[Row], large: Sequence[Row]) -> list[Row]:
    """Each timed work on the large desk against the small one, both in R of their own run."""
    before = {row.name: row.value for row in small}
    rows = []
    for row in large:
        if row.target.endswith(" R") and row.value and (was := before[row.name]):
            times = row.value / was
            rows.append(Row(row.name, f"{times:.2f} ×", f"≤ {MOST} ×", times, times <= MOST))
    return rows


def keep(found: Mapping[str, Sequence[Row]]) -> Path:
    FOLDER.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    about: dict[str, Any] = {
        "at": now.isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg(),
    }
    path = FOLDER / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(
        json.dumps(
            about | {"sizes": {size: [asdict(row) for row in rows] for size, rows in found.items()}},
            indent=2,
            ensure_ascii=False,
        )
    )
    return path
