"""What a row says, in our words: fields, times, states. What it does not say, or says in a way nobody knows, is noted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incidents.models import Incident
from incidents.servicenow.cast import Cast
from incidents.servicenow.log import Log, Row
from incidents.servicenow.report import Report
from incidents.servicenow.words import CHANNELS, IMPACTS, NEW, PRIORITIES, STATES, URGENCIES, State, figure
from itsm.tickets.models import Channel, Ticket

WORDS = ("category", "subcategory", "u_symptom")  # what a title is made of when the log has no text
# Columns whose change is a change of one of our fields.
EDITED = ("caller_id", "location", "category", "subcategory", "impact", "urgency", "priority")


class Reading:
    """The rows of one incident."""

    def __init__(
        self, log: Log, cast: Cast, report: Report, rows: Sequence[Row], opened_at: datetime
    ) -> None:
        self.log, self.cast, self.report = log, cast, report
        self.rows, self.opened_at = rows, opened_at
        self.times = self.read_times()
        self.resolved_at, self.closed_at = self.read_ends()

    def newborn(self, row: Row, *, pk: int) -> Incident:
        cast, person = self.cast, self.cast.person(row["assigned_to"])
        requester = cast.person(row["caller_id"]) or self.note("missing caller", row) or cast.stranger
        opener = cast.person(row["opened_by"]) or self.note("missing opener", row) or cast.stranger
        if not row["assignment_group"]:
            self.note("missing group", row)
        fields = {name: value for column in EDITED[1:] for name, value in [self.field(column, row)]}
        return Incident(
            pk=pk,
            id=pk,
            kind=Incident.KIND,
            number=row["number"][:20],
            title=(
                row["short_description"]
                or ", ".join(filter(None, map(row.__getitem__, WORDS)))
                or row["number"]
            )[:200],
            description=row["description"],
            status=Incident.Status.NEW,
            requester=requester,
            opened_by=opener,
            team=cast.team(row["assignment_group"]),
            assignee=person,
            channel=CHANNELS.get(row["contact_type"].lower())
            or self.note("unknown channel", row)
            or Channel.DESK,
            opened_at=self.opened_at,
            changed_at=self.opened_at,
            held_since=self.opened_at,
            **fields,
        )

    def field(self, column: str, row: Row) -> tuple[str, Any]:
        """Our field of that column and its value in this row."""
        text = row[column]
        match column:
            case "caller_id":
                return "requester", self.cast.person(text) or self.cast.stranger
            case "location":
                return "site", self.cast.sites.get(text)
            case "category":
                return "service", self.cast.services.get(text) or self.note("missing category", row)
            case "subcategory":
                return "category", self.cast.categories.get(text)
            case "impact":
                return column, IMPACTS.get(figure(text)) or self.note(
                    "unknown impact", row
                ) or Ticket.Impact.ONE
            case "urgency":
                return column, URGENCIES.get(figure(text)) or self.note(
                    "unknown urgency", row
                ) or Ticket.Urgency.MEDIUM
        return column, PRIORITIES.get(figure(text)) or self.note(
            "unknown priority", row
        ) or Ticket.Priority.NORMAL

    def state_of(self, row: Row, *, before: State) -> State:
        state = STATES.get(row["incident_state"].lower())
        if state is None:
            self.note("unknown state", row)
        return state or before

    def changed_extras(self, row: Row, before: Row, *, was: State, state: State) -> dict[str, Any]:
        now, then = row.extras, before.extras
        changes: dict[str, Any] = {
            name: [then.get(name), now.get(name)]
            for name in sorted(now.keys() | then.keys())
            if then.get(name) != now.get(name)
        }
        if row["incident_state"] != before["incident_state"] and state == was:
            changes["incident_state"] = [before["incident_state"], row["incident_state"]]
        return changes

    def read_times(self) -> list[datetime]:
        """When each row was written, never before the one it follows: a ledger does not run backwards."""
        times, last = [], self.opened_at
        for n, row in enumerate(self.rows):
            at = self.log.moment(row["sys_updated_at"])
            if at is None:
                self.note("unreadable time", row)
            elif at < last:
                self.note("time runs backwards" if n else "before it was opened", row)
            last = max(at or last, last)
            times.append(last)
        return times

    def read_ends(self) -> tuple[datetime | None, datetime | None]:
        """The final times, as every row carries them. Nothing here is told before its row has come."""
        row = self.rows[-1]
        resolved_at, closed_at = (
            self.log.moment(row["resolved_at"]),
            self.log.moment(row["closed_at"]),
        )
        if resolved_at is not None and resolved_at < self.opened_at:
            self.note("resolved before opened", row)
            resolved_at = None
        return resolved_at, closed_at

    def times_after(self, row: Row) -> set[datetime]:
        """Of the rows after this one in which it is still finished."""
        later = zip(self.rows, self.times, strict=True)
        return {
            at
            for other, at in later
            if other.n > row.n and STATES.get(other["incident_state"].lower(), NEW).done
        }

    def note(self, reason: str, row: Row) -> Any:
        """Says nothing, so that it can stand between a look-up and what is taken instead."""
        self.report.note(reason, row.n)
