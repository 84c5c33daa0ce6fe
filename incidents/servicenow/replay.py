"""One incident's rows, told as acts: what each row changed decides which verbs it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.models import Incident
from incidents.servicenow.acts import Status, Story, ToldClocks
from incidents.servicenow.cast import Cast
from incidents.servicenow.log import Log, Row
from incidents.servicenow.reading import EDITED, Reading
from incidents.servicenow.report import Report
from incidents.servicenow.words import NEW, STATES, State
from itsm.people.models import Person
from itsm.services.policy import Policy

FINISHED = Incident.FINISHED


@dataclass(frozen=True)
class Replay:
    log: Log
    digest: str
    cast: Cast
    policy: Policy
    agreement: int
    report: Report

    def story(self, rows: Sequence[Row], *, pk: int) -> Story | None:
        """Everything the rows say, or None when not even the beginning is known."""
        opened_at = self.log.moment(rows[0]["opened_at"])
        if opened_at is None:
            self.report.note("no opening time", *(row.n for row in rows))
            return None
        return Telling(self, rows, opened_at, pk=pk).tell()


class Telling(Reading):
    """The rows of one incident, told one after the other."""

    def __init__(self, replay: Replay, rows: Sequence[Row], opened_at: datetime, *, pk: int) -> None:
        super().__init__(replay.log, replay.cast, replay.report, rows, opened_at)
        self.incident = self.newborn(rows[0], pk=pk)
        clocks = ToldClocks(self.incident, policy=replay.policy, agreement=replay.agreement, now=opened_at)
        self.story = Story(self.incident, clocks, replay.digest)
        self.state = NEW
        self.responded = False

    def tell(self) -> Story:
        before = None
        for row, at in zip(self.rows, self.times, strict=True):
            self.story.row = row.n
            self.tell_row(row, before, at=at)
            before = row
        it, clocks = self.incident, self.story.clocks
        it.due_at = clocks.due("first_response", "resolution")
        for clock in clocks:
            clock.next_at = None  # an alert for what was late before it came here helps nobody
        return self.story

    def tell_row(self, row: Row, before: Row | None, *, at: datetime) -> None:
        by = self.cast.person(row["sys_updated_by"]) or self.note("missing updater", row)
        state, since = self.state_of(row, before=self.state), at
        if before is None:
            self.begin(row)
            since = (
                self.opened_at if state.status not in FINISHED else at
            )  # its first state holds from the opening
        else:
            self.story.extras = self.changed_extras(row, before, was=self.state, state=state)
            if self.state.done and state.status not in FINISHED:
                self.reopen(row, at=at, by=by)
            self.change_fields(row, before, at=at, by=by)
            self.change_hands(row, before, at=at, by=by)
        self.respond(row, state, at=at)
        self.change_state(row, state, at=since, by=by)
        if self.story.told != row.n:
            self.story.update(at=at, by=by)
        self.incident.handover_count = self.counted(row)

    # The beginning ------------------------------------------------------------------------------------------------

    def begin(self, row: Row) -> None:
        self.story.extras = row.extras
        for name in ("sys_updated_at", "sys_updated_by"):
            self.story.extras[name] = row[name]
        self.story.open(at=self.opened_at, by=self.incident.opened_by)
        self.story.events[0].details["source"]["rows"] = len(self.rows)

    # A later row --------------------------------------------------------------------------------------------------

    def change_fields(self, row: Row, before: Row, *, at: datetime, by: Person | None) -> None:
        changes = {}
        for column in EDITED:
            if row[column] == before[column]:
                continue
            name, value = self.field(column, row)
            if getattr(self.incident, name) != value:
                changes[name] = value
        if changes:
            self.story.edit(at=at, by=by, **changes)

    def change_hands(self, row: Row, before: Row, *, at: datetime, by: Person | None) -> None:
        team, person = self.cast.team(row["assignment_group"]), self.cast.person(row["assigned_to"])
        moved = row["assignment_group"] != before["assignment_group"]
        if moved and not row["assignment_group"]:
            self.note("missing group", row)
        if not self.incident.open:
            finished = {"team": team, "assignee": person}
            changes = {
                name: value for name, value in finished.items() if getattr(self.incident, name) != value
            }
            if changes:
                self.story.edit(at=at, by=by, **changes)
            self.incident.handover_count += moved
            return
        if moved:
            self.story.hand_over(team, at=at, by=by)
        if person is not None and (moved or person != self.incident.assignee):
            self.story.assign(person, at=at, by=by)
        elif person is None and self.incident.assignee is not None:
            self.story.put_back(at=at, by=by)

    def reopen(self, row: Row, *, at: datetime, by: Person | None) -> None:
        if self.state.status == Status.CLOSED:
            self.note("outside the flow", row)
        self.story.reopen(at=at, by=by)
        self.state = STATES["active"]

    def respond(self, row: Row, state: State, *, at: datetime) -> None:
        if self.responded or state == NEW:
            return
        self.responded = True
        written = self.log.moment(row["sys_updated_at"])
        early = written is not None and written < self.opened_at
        self.story.respond(at=at, before_it_was_opened=early)

    def change_state(self, row: Row, state: State, *, at: datetime, by: Person | None) -> None:
        was, self.state = self.state, state
        if state == was:
            self.move_end(state, at=at, by=by)
            return
        match state.status:
            case Status.RESOLVED:
                self.resolve(row, at=at, by=by)
            case Status.CLOSED:
                self.close(row, was, at=at, by=by)
            case Status.CANCELLED:
                self.story.cancel(at=at, by=by)
            case _:
                self.work(row, was, state, at=at, by=by)

    def move_end(self, state: State, *, at: datetime, by: Person | None) -> None:
        """Resolved or closed once more: the log keeps the later time."""
        it = self.incident
        if state.status == Status.RESOLVED and self.resolved_at == at and it.resolved_at not in {None, at}:
            self.story.resolve_later(at=at, by=by)
        elif state.status == Status.CLOSED and self.closed_at == at and it.closed_at != at:
            self.story.edit(at=at, by=by, closed_at=at)

    def work(self, row: Row, was: State, state: State, *, at: datetime, by: Person | None) -> None:
        story = self.story
        if was.status == Status.ON_HOLD:
            story.resume(at=at, by=by)
        if state.status == Status.ON_HOLD:
            story.hold(state.reason, at=at, by=by)
        elif was.status == Status.NEW:
            story.start(at=at, by=by)
        elif state.status == Status.NEW:
            self.note("outside the flow", row)
            story.edit(at=at, by=by, status=Status.NEW)

    def resolve(self, row: Row, *, at: datetime, by: Person | None) -> None:
        """The final time is known only from here on; a later row of the same time will set it, if one does."""
        story, later = self.story, self.resolved_at is not None and self.resolved_at in self.times_after(row)
        if self.resolved_at is None:
            self.note("resolved without a time", row)
        elif self.resolved_at != at and not later:
            self.note("resolution time stands on no row", row)
        facts = {name: row[name] for name in ("resolved_by", "closed_code") if row[name]}
        story.resolve(at=at, by=by, resolved_at=at if later else self.resolved_at, facts=facts)

    def close(self, row: Row, was: State, *, at: datetime, by: Person | None) -> None:
        if was.status not in FINISHED and self.resolved_at is None:
            self.note("closed without being resolved", row)
        elif was.status not in FINISHED:
            self.resolve(row, at=at, by=by)
        # What ServiceNow says of it in the end; its own verdict stands beside ours, never in its place.
        verdict = {name: row[name] for name in ("made_sla", "knowledge") if row[name]}
        self.story.close(at=at, by=by, facts={"at_close": verdict})

    def counted(self, row: Row) -> int:
        """ServiceNow's own count of reassignments: it has seen moves between two rows of the log."""
        counter = row["reassignment_count"]
        if not counter.isdigit():
            return self.incident.handover_count
        if int(counter) != self.incident.handover_count:
            self.note("moved between rows", row)
        return int(counter)
