"""Small logs written by hand, and running them."""

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

from incidents.servicenow.importing import Import
from incidents.servicenow.log import Log

CUT = Path(__file__).parents[1] / "data/uci/cut.csv"
BLANK = {
    "number": "INC0000001",
    "incident_state": "New",
    "reassignment_count": "0",
    "made_sla": "true",
    "caller_id": "Caller 1",
    "opened_by": "Opened by  8",
    "opened_at": "1/3/2016 09:00",
    "sys_updated_by": "Updated by 2",
    "sys_updated_at": "1/3/2016 09:00",
    "contact_type": "Phone",
    "location": "Location 5",
    "category": "Category 9",
    "subcategory": "Subcategory 97",
    "u_symptom": "Symptom 450",
    "impact": "2 - Medium",
    "urgency": "2 - Medium",
    "priority": "3 - Moderate",
    "assignment_group": "Group 1",
    "assigned_to": "?",
    "knowledge": "false",
    "closed_code": "code 6",
    "resolved_by": "Resolved by 3",
    "resolved_at": "?",
    "closed_at": "?",
}


def log(folder: Path, *rows: dict[str, str], name: str = "log.csv", **everywhere: str) -> Log:
    """Each row says only what it changes; `everywhere` stands on every row, as the log's final values do."""
    path, so_far = folder / name, {**BLANK, **everywhere}
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, BLANK)
        out.writeheader()
        for row in rows:
            so_far = {**so_far, **row}
            out.writerow(so_far)
    return Log(path, ZoneInfo("UTC"))


def run(source: Log | Path, *, batches: int | None = None, **options: object) -> Import:
    importing = Import(source if isinstance(source, Log) else Log(source, ZoneInfo("UTC")), **options)
    for n, _rows in enumerate(importing.run(), start=1):
        if n == batches:
            break
    return importing
