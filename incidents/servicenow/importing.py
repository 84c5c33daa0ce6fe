"""Batch by batch into the database. Each batch is whole incidents in one transaction, and an incident's number says that
it is there: so a killed import goes on where it stopped, and a second one changes nothing.

Nothing here posts to the outbox or sends the signal: history is not news.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, TypeVar

from django.db import connection, models, transaction

from incidents.models import Incident
from incidents.servicenow import agreement
from incidents.servicenow.acts import Story
from incidents.servicenow.cast import Names, assemble
from incidents.servicenow.log import Log, Row
from incidents.servicenow.replay import Replay
from incidents.servicenow.report import Report
from itsm.frame.copying import copy_objects, reserve
from itsm.people.models import Person
from itsm.tickets.models import Clock, Event, Hold, Ticket

BATCH = 500  # incidents in one transaction
WRITTEN: tuple[type[models.Model], ...] = (Ticket, Incident, Event, Clock, Hold)
OPENED = f"{Incident.KIND}.open"
M = TypeVar("M", bound=models.Model)
# After these batches the planner counts the tables anew: checks of foreign keys planned for an empty table read all of it.
LOOK_AGAIN = (1, 4, 16, 64, 256)
Group = tuple[str, list[Row]]


@dataclass
class Import:
    """One run over one log. Iterate over `run()`; each step is a committed batch and says how many rows it dealt with."""

    log: Log
    dry: bool = False
    batch: int = BATCH
    report: Report = field(default_factory=Report)

    def survey(self) -> Names:
        """Read it once before anything is written: whom it names, and how long it is."""
        names, number = Names(), None
        for row in self.log.rows():
            names.see(row)
            self.report.rows += 1
            if row["number"] != number:
                number = row["number"]
                self.report.incidents += 1
        names.forget_missing()
        self.report.digest = self.log.digest()
        return names

    def run(self) -> Iterator[int]:
        replay, seen = self.replay(self.survey()), set[str]()
        groups = self.log.incidents()
        for n in count(1):
            batch = list(islice(groups, self.batch))
            if not batch:
                return
            stories = [story for story in self.tell(replay, self.fresh(batch, seen)) if story]
            if stories and not self.dry:
                write(stories)
                if n in LOOK_AGAIN:
                    analyze()
            self.count(stories)
            yield sum(len(rows) for _number, rows in batch)

    @transaction.atomic
    def replay(self, names: Names) -> Replay:
        policy, agreed = agreement.in_force(self.log.zone, dry=self.dry)
        cast = assemble(names, zone=self.log.zone, agreement=agreed, dry=self.dry)
        for name, made in cast.made.items():
            self.report.written[name] += made
        return Replay(self.log, self.report.digest, cast, policy, agreed, self.report)

    def fresh(self, batch: list[Group], seen: set[str]) -> list[Group]:
        """Those of the batch that are not there yet; the others are counted, and why they stay out if they do."""
        whole = [group for group in batch if self.is_whole(group, seen)]
        there = present([number for number, _rows in whole])
        for number, rows in whole:
            if number in there:
                self.recognise(rows, there[number])
        return [group for group in whole if group[0] not in there]

    def is_whole(self, group: Group, seen: set[str]) -> bool:
        number, rows = group
        if number in seen:
            self.report.note("apart from its incident", *(row.n for row in rows))
            return False
        seen.add(number)
        return True

    def recognise(self, rows: list[Row], source: dict[str, Any] | None) -> None:
        if source is None:
            self.report.note("number taken", *(row.n for row in rows))
            return
        known = int(source["rows"])
        self.report.present += 1
        self.report.present_rows += min(known, len(rows))
        self.report.note("grew since it was imported", *(row.n for row in rows[known:]))

    def tell(self, replay: Replay, groups: list[Group]) -> Iterator[Story | None]:
        keys = range(-len(groups), 0) if self.dry else reserve(Ticket, len(groups))
        for (_number, rows), pk in zip(groups, keys, strict=True):
            yield replay.story(rows, pk=pk)

    def count(self, stories: Sequence[Story]) -> None:
        report = self.report
        report.imported += len(stories)
        report.imported_rows += sum(story.events[0].details["source"]["rows"] for story in stories)
        for name, written in (
            ("incidents", len(stories)),
            ("events", sum(len(story.events) for story in stories)),
            ("clocks", sum(len(story.clocks.new) for story in stories)),
            ("holds", sum(len(story.holds) for story in stories)),
        ):
            report.written[name] += written


def present(numbers: Iterable[str]) -> dict[str, dict[str, Any] | None]:
    """Number → where it was imported from; None when it was not imported."""
    taken = dict(Ticket.objects.filter(number__in=numbers).values_list("pk", "number"))
    opened = Event.objects.filter(ticket__in=taken, verb=OPENED).values_list("ticket", "details__source")
    return {**dict.fromkeys(taken.values()), **{taken[pk]: source for pk, source in opened}}


@transaction.atomic
def write(stories: Sequence[Story]) -> None:
    """All of a batch or nothing. Keys are known before, so every table is written once and nothing is updated after."""
    events = _keyed(Event, [event for story in stories for event in story.events])
    clocks = _keyed(Clock, [clock for story in stories for clock in story.clocks.new])
    holds = _keyed(Hold, [hold for story in stories for hold in story.holds])
    incidents = [story.incident for story in stories]
    for story in stories:
        story.incident.last_event = story.events[-1].pk
    for model, rows in (
        (Ticket, incidents),
        (Incident, incidents),
        (Event, events),
        (Clock, clocks),
        (Hold, holds),
    ):
        copy_objects(model, rows)
    keep_numbers_apart([incident.number for incident in incidents])


def _keyed(model: type[M], rows: list[M]) -> list[M]:
    for row, pk in zip(rows, reserve(model, len(rows)), strict=True):
        row.pk = pk
    return rows


def analyze() -> None:
    tables: tuple[type[models.Model], ...] = (Person, *WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in tables)}")


def keep_numbers_apart(numbers: Iterable[str]) -> None:
    """A log may have numbers that look like ours (`INC-1042`): ours then go on after the highest of them."""
    prefix = f"{Incident.PREFIX[Incident.KIND]}-"
    ours = [
        int(number.removeprefix(prefix))
        for number in numbers
        if number.removeprefix(prefix).isdigit() and number.startswith(prefix)
    ]
    if ours:
        sequence = f"tickets_{Incident.KIND}_number"
        last = f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))"  # noqa: S608 - our own name
        with connection.cursor() as cursor:
            cursor.execute(last, [sequence, max(ours)])
