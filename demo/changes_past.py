"""A hundred days of changes that are closed, written as rows: they are what the figures about changes count."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from catalog.models import ApprovalStep
from changes.models import Change, ContractLine, Level, Outcome, Status, Type
from demo import copying
from demo.catalogue import (
    BENCHES,
    DRAWINGS,
    EXPENSES,
    FILES,
    INTRANET,
    LAPTOPS,
    MAIL,
    MEETINGS,
    NETWORK,
    ORDERS,
    PAYROLL,
    PRINTING,
    REMOTE,
    SIGN_IN,
)  # fmt: skip
from demo.history import World
from itsm.frame.copying import copy_objects
from itsm.people.models import Person
from itsm.tickets.models import Event, Holder, Ticket
from itsm.tickets.models.strip import ENDED

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
FIRST, APART = 104, 3.1  # days ago; one about every third day
STANDARD, NORMAL, EMERGENCY = Type.STANDARD, Type.NORMAL, Type.EMERGENCY
GOOD, ISSUES, FAILED, BACK, NOT = (
    Outcome.SUCCESSFUL, Outcome.WITH_ISSUES, Outcome.FAILED, Outcome.BACKED_OUT, Outcome.NOT_CARRIED_OUT,
)  # fmt: skip
DONE: tuple[tuple[str, str, Type, Outcome], ...] = (
    (NETWORK, "Leeds: new access points on the second floor", NORMAL, GOOD),
    (MAIL, "New certificate for mail from outside", STANDARD, GOOD),
    (PRINTING, "Printers in Boston get the new driver", NORMAL, ISSUES),
    (FILES, "File server: security updates", NORMAL, GOOD),
    (ORDERS, "Order desk: price list for the summer", NORMAL, GOOD),
    (INTRANET, "Publish the intranet", STANDARD, GOOD),
    (SIGN_IN, "Second factor for Finance", NORMAL, GOOD),
    (MEETINGS, "Meeting server: release 9", NORMAL, BACK),
    (REMOTE, "Remote access: new certificate", STANDARD, GOOD),
    (LAPTOPS, "Laptops get the updates of August", NORMAL, GOOD),
    (DRAWINGS, "Drawing vault: viewer 8.2", NORMAL, ISSUES),
    (BENCHES, "Bench controller in Leeds: a bigger disk", NORMAL, GOOD),
    (NETWORK, "Porto: a broken core switch is replaced", EMERGENCY, GOOD),
    (PAYROLL, "Payroll: tables of the new tax year", NORMAL, GOOD),
    (INTRANET, "Publish the intranet", STANDARD, GOOD),
    (EXPENSES, "Expenses: receipts by phone", NORMAL, GOOD),
    (MAIL, "Mail: bigger attachments", NORMAL, FAILED),
    (FILES, "File server: security updates", NORMAL, GOOD),
    (SIGN_IN, "New certificate for sign-in", STANDARD, GOOD),
    (MEETINGS, "Meeting server: release 9, second try", NORMAL, GOOD),
    (LAPTOPS, "Laptops get the updates of September", NORMAL, GOOD),
    (ORDERS, "Order desk: a full disk is made bigger", EMERGENCY, ISSUES),
    (INTRANET, "Publish the intranet", STANDARD, GOOD),
    (PRINTING, "Print server moves to room B", NORMAL, GOOD),
    (REMOTE, "Remote access: split tunnel", NORMAL, NOT),
    (DRAWINGS, "New certificate for the drawing vault", STANDARD, GOOD),
    (NETWORK, "Singapore: second line to the internet", NORMAL, GOOD),
    (MAIL, "Mail: less spam", NORMAL, GOOD),
    (INTRANET, "Publish the intranet", STANDARD, GOOD),
    (LAPTOPS, "Laptops get the updates of October", NORMAL, GOOD),
    (SIGN_IN, "Sign-in: longer passwords for the desk", NORMAL, GOOD),
    (BENCHES, "Bench controller in Singapore: security updates", NORMAL, GOOD),
)
WORDS = {
    GOOD: "All steps went as planned. Nobody noticed anything.",
    ISSUES: "It is in. One step took twice as long, and a few colleagues called.",
    FAILED: "It did not do what it should. The next try has a test with real data.",
    BACK: "Sound was missing in every second meeting. We went back within the hour.",
    NOT: "The supplier takes the feature away in spring. It is not worth it.",
}
WENT_WRONG = {FAILED, BACK}
STEPS = {
    STANDARD: (),
    NORMAL: ("The owners of the services agree", "The change manager authorises"),
    EMERGENCY: (),
}
LEVELS = {STANDARD: Level.LOW, NORMAL: Level.MEDIUM, EMERGENCY: Level.HIGH}


class Past:
    """One change that is over: its row, and what happened when."""

    def __init__(self, world: World, n: int, rng: Random) -> None:
        service, title, self.type, self.outcome = DONE[n]
        self.world, self.jonas, self.rng = world, world.made.demo["change-manager"], rng
        self.service, self.title = world.services[service], title
        team = next(name for name, one in world.made.teams.items() if one.pk == self.service.team_id)
        self.by: Person = rng.choice(world.made.members[team][1:])
        self.opened = (world.now - (FIRST - APART * n) * DAY).replace(
            hour=9, minute=rng.randrange(60), second=0
        )
        waits = {STANDARD: 20, NORMAL: rng.randrange(20, 90), EMERGENCY: 0.4}[self.type] * HOUR
        self.authorised = self.opened + waits
        self.starts = self.authorised + (0 * HOUR if self.type == EMERGENCY else rng.randrange(6, 40) * HOUR)
        self.ends = self.starts + rng.randrange(20, 150) * MINUTE
        self.closed = self.ends + rng.randrange(10, 44) * HOUR
        self.change = self.row()

    def row(self) -> Change:
        told = self.outcome not in {BACK, FAILED} and self.rng.random() < 0.9
        carried_out = self.outcome != NOT
        return Change(
            kind=Change.KIND, title=self.title, type=self.type, description=f"{self.title}.", status=Status.CLOSED, open=False,
            service=self.service, team=self.service.team, site=self.by.site, requester=self.by, opened_by=self.by, assignee=self.by,
            opened_at=self.opened, changed_at=self.closed, resolved_at=self.ends, closed_at=self.closed, holder=Holder.AGENT,
            held_since=self.ends, strip=self.strip(), starts_at=self.starts, ends_at=self.starts + 2 * HOUR,
            started_at=self.starts if carried_out else None, ended_at=self.ends if carried_out else None,
            risk_level=LEVELS[self.type], authorised_at=self.authorised, outcome=self.outcome, communication_right=told,
            review_words=WORDS[self.outcome], back_out_plan="As it was before, from the copy of the night.",
        )  # fmt: skip

    def strip(self) -> list[list[Any]]:
        name = str(self.by)
        moves = ((Holder.AGENT, name, self.opened), (Holder.APPROVER, "", self.asked), (Holder.SCHEDULED, "", self.authorised),
                 (Holder.AGENT, name, self.starts), (ENDED, "", self.closed))  # fmt: skip
        return [[str(holder), who, int(at.timestamp()), None] for holder, who, at in moves]

    @property
    def asked(self) -> datetime:
        return self.opened + (self.authorised - self.opened) / 3

    def events(self) -> Iterator[Event]:
        for verb, actor, at, before, after in self.moves():
            details: dict[str, Any] = (
                {"status": [before, after]} if before else {"priority": self.change.priority}
            )
            if verb == "close":
                details |= {"outcome": self.outcome, "communication_right": self.change.communication_right}
            comment = WORDS[self.outcome] if verb == "close" else ""
            yield Event(
                ticket_id=self.change.pk, verb=f"change.{verb}", actor=actor, at=at, details=details, comment=comment,
                audience=Event.Audience.PUBLIC,
            )  # fmt: skip

    def moves(self) -> Iterator[tuple[str, Person, datetime, str, str]]:
        by, jonas, S = self.by, self.jonas, Status
        yield "open", by, self.opened, "", ""
        match self.type:
            case Type.STANDARD:
                yield "submit", by, self.authorised, S.DRAFT, S.SCHEDULED
            case Type.EMERGENCY:
                yield "submit", by, self.asked, S.DRAFT, S.AUTHORISE
                yield "authorise", jonas, self.authorised, S.AUTHORISE, S.IMPLEMENTING
            case _:
                yield "submit", by, self.opened + HOUR, S.DRAFT, S.ASSESS
                yield "ask_authority", jonas, self.asked, S.ASSESS, S.AUTHORISE
                yield "authorise", jonas, self.authorised, S.AUTHORISE, S.SCHEDULED
        if self.type != Type.EMERGENCY:
            yield "start", by, self.starts, S.SCHEDULED, S.IMPLEMENTING
        yield "back_out" if self.outcome == BACK else "finish", by, self.ends, S.IMPLEMENTING, S.REVIEW
        yield "close", jonas, self.closed, S.REVIEW, S.CLOSED

    def approvals(self) -> Iterator[ApprovalStep]:
        """Asked one after the other; nobody ever said no, which the page about steps has something to say about."""
        names = STEPS[self.type]
        each = (self.authorised - self.asked) / max(len(names), 1)
        for place, name in enumerate(names):
            asked = self.asked + place * each
            yield ApprovalStep(
                ticket_id=self.change.pk, place=place + 1, name=name, state=ApprovalStep.State.APPROVED, digest=f"past-{place}",
                asked_at=asked, decided_at=asked + each,
            )  # fmt: skip

    def contract(self) -> Iterator[ContractLine]:
        """Of normal changes. One in eight was not kept; one of those was let go."""
        if self.type != Type.NORMAL or self.outcome == NOT:
            return
        kept = self.rng.random() < 0.88 and self.outcome not in WENT_WRONG
        let_go = {
            "overridden_at": self.starts, "overridden_by": self.jonas,
            "override_reason": "It is one printer; whoever stands next to it was told.",
        }  # fmt: skip
        yield ContractLine(
            change_id=self.change.pk, label=f"Everybody who uses {self.service}", who={"services": [self.service.pk]}, hours_before=24,
            channel="notice", share=50, kept=kept, acknowledged_share=62 if kept else 31, **({} if kept else let_go),
        )  # fmt: skip


def closed_before(world: World) -> None:
    """Numbered in the order in which they were opened."""
    rng = Random(f"{world.seed}:changes")  # noqa: S311 - made-up changes, not secrets
    lives = [Past(world, n, rng) for n in range(len(DONE))]
    changes = [life.change for life in lives]
    copying.number(Ticket, changes)
    first = copying.number_from("tickets_change_number", len(lives))
    for n, change in enumerate(changes):
        change.id, change.ticket_ptr_id, change.number = change.pk, change.pk, f"CHG-{first + n}"
    events = [event for life in lives for event in life.events()]
    copying.number(Event, events)
    last = {event.ticket_id: event.pk for event in events}
    for change in changes:
        change.last_event = last[change.pk]
    copy_objects(Ticket, changes)
    copy_objects(Change, changes)
    copy_objects(Event, events)
    copying.catch_up(Ticket, Event)
    ApprovalStep.objects.bulk_create([row for life in lives for row in life.approvals()])
    ContractLine.objects.bulk_create([row for life in lives for row in life.contract()])
