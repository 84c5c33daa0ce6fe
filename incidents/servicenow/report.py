"""What became of the log: what was brought in, and every row that could not be mapped, with the reason."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

FIRST_ROWS = 10  # shown on the screen; the report file has all of them

# Reason → what was done about it. Rows keep their Event whatever is said here, except under `LEFT_OUT`.
REASONS = {
    "unknown state": "the state before goes on",
    "missing group": "held by the team “Group not named”",
    "missing caller": "asked for by “Not named”",
    "missing opener": "opened by “Not named”",
    "missing updater": "recorded as Baton's own act",
    "missing category": "without a service",
    "unknown channel": "taken as opened at the desk",
    "unknown impact": "taken as one person",
    "unknown urgency": "taken as “work goes on with difficulty”",
    "unknown priority": "taken as medium",
    "unreadable time": "recorded at the time of the row before",
    "time runs backwards": "recorded at the time of the row before",
    "before it was opened": "recorded at the opening",
    "resolved without a time": "no resolution is counted; its clock ends without a verdict",
    "resolved before opened": "no resolution is counted; its clock ends without a verdict",
    "resolution time stands on no row": "the log's time counts, the act stands at its row's time",
    "closed without being resolved": "closed as it was; no resolution is counted",
    "outside the flow": "recorded as it was; Baton itself would have refused it",
    "moved between rows": "the log's own count of reassignments wins",
}
LEFT_OUT = {
    "no opening time": "Nothing can be timed from it.",
    "number taken": "Another ticket has this number already.",
    "grew since it was imported": "Rows that came after the first import stay out; Baton has been at work since.",
    "apart from its incident": "The rows of one incident must stand together.",
}


@dataclass
class Report:
    digest: str = ""
    rows: int = 0
    incidents: int = 0
    imported: int = 0
    imported_rows: int = 0
    present: int = 0
    present_rows: int = 0
    written: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    problems: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def note(self, reason: str, *rows: int) -> None:
        if rows:
            self.problems[reason].extend(rows)

    @property
    def left_out(self) -> int:
        return sum(len(self.problems.get(reason, ())) for reason in LEFT_OUT)

    def to_json(self) -> dict[str, Any]:
        keys = (
            "digest",
            "rows",
            "incidents",
            "imported",
            "imported_rows",
            "present",
            "present_rows",
            "left_out",
        )
        explained = REASONS | LEFT_OUT
        return {
            **{key: getattr(self, key) for key in keys},
            "written": dict(self.written),
            "problems": {
                reason: {"count": len(rows), "what_was_done": explained[reason], "rows": rows}
                for reason, rows in sorted(self.problems.items())
            },
        }

    def lines(self) -> Iterator[str]:
        yield f"{self.incidents:,} incidents in {self.rows:,} rows."
        yield f"Imported {self.imported:,} with {self.imported_rows:,} rows; {self.present:,} with {self.present_rows:,} rows were there already."
        written = [f"{count:,} {name}" for name, count in self.written.items() if count]
        if written:
            yield f"Written: {', '.join(written)}."
        for reason, rows in sorted(self.problems.items(), key=lambda item: -len(item[1])):
            shown = ", ".join(map(str, rows[:FIRST_ROWS])) + (", …" if len(rows) > FIRST_ROWS else "")
            yield f"{len(rows):>7,}  {reason}: {(REASONS | LEFT_OUT)[reason]} (rows {shown})"
