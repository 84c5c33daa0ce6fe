"""GitHub's own history of its outages, 2022 to 2024 (github.com/mrshu/github-statuses): each as an incident of its component."""

import gzip
import json
from datetime import datetime
from pathlib import Path

from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.models import Ticket

DATA = Path(__file__).resolve().parents[3] / "shared/data/outages/github_status_incidents_2022_2024.jsonl.gz"
# What is said of every outage in the same words says nothing of this one.
ENDS = {"Resolved", "Scheduled", "In progress", "Completed"}


def load(*, by: Person, team: Team) -> dict[int, str]:
    """Ticket → the number that the history has for it. Maintenance is no incident; what names no component has no service."""
    with gzip.open(DATA, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [row for row in rows if row["impact"] != "maintenance" and row.get("components")]
    names = sorted({row["components"][0] for row in rows})
    services = {name: Service.objects.create(name=f"{name}", team=team) for name in names}
    made = Ticket.objects.bulk_create(
        Ticket(
            number=f"INC-9{row['id']}", kind=Ticket.Kind.INCIDENT, title=row["title"][:200], status="closed", open=False,
            description="\n".join(update["message"] for update in row["updates"] if update["status"] not in ENDS),
            service=services[row["components"][0]], requester=by, opened_by=by, team=team,
            opened_at=datetime.fromisoformat(row["started_at"]),
        )
        for row in rows
    )  # fmt: skip
    return {ticket.pk: row["id"] for ticket, row in zip(made, rows, strict=True)}
