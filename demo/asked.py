"""A hundred and twenty days of requests, by the real verbs in memory: asked, agreed to, carried out, confirmed.

A life goes on until the present, so what was asked lately stands where such requests stand.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db.models import Count

from catalog.blueprint import PlannedTask
from catalog.models import Approval, ApprovalStep, Offering, OfferingEdition, ServiceRequest, Task
from catalog.models.answered import as_text
from catalog.tasks.plan import chosen
from demo.answering import Answering
from demo.catalogue import MEETINGS
from demo.history import World, arrival
from demo.life import DAY, HOUR, NotYet, hours_of, waking_hours
from demo.rehearsal import RehearsedRequest
from demo.shelves import Shelves
from itsm.people.models import Person, Team
from itsm.services.calendars import deadline
from itsm.tickets.models import Channel

REQUESTS = 600
Status = ServiceRequest.Status
DONE = (
    "It is done: look at {title} and write to us if anything is missing.",
    "You have it from today on. The first steps are on the intranet; we are here if they do not work.",
    "All set. Somebody of {team} comes by tomorrow to see whether it works for you.",
    "Ready, and tested with your account.",
)
NOT_NOW = (
    "We share one in the team; ask Workplace for that one first.",
    "The budget of this quarter is spent. Ask again in the next one.",
    "You change the team next month, let us wait for that.",
)
FIRST = (
    "I have your request and begin today; you hear from me when it is ready.",
    "We have everything we need. It takes the usual time.",
)
NO_ANSWER = "No answer after 6 calls: the directory did not say anything for 10 seconds."
NO_MORE = ("", "I found another way.", "Not needed any more, thank you.")


class Asked:
    """One request from asking to its end, or to the present."""

    def __init__(self, world: World, shelves: Shelves, rng: Random) -> None:
        self.world, self.rng, self.made = world, rng, world.made
        key = rng.choices(list(shelves.shares), list(shelves.shares.values()))[0]
        self.offering = shelves.offerings[key]
        edition: Any = self.offering.edition
        self.edition: OfferingEdition = edition
        self.blueprint = self.edition.blueprint
        self.requester: Person = rng.choice(rng.choice(list(self.made.neighbours.values())))
        self.at = arrival(rng, self.requester, world.now)
        answers = Answering(world, shelves.examples[key], self.requester, rng, at=self.at).to(
            self.blueprint.form
        )
        self.ticket = RehearsedRequest.begin(
            by=self.requester, requester=self.requester, title=self.edition.title, policy=world.policy, now=self.at,
            status=Status.SUBMITTED, offering=self.offering, edition=self.edition, answers=answers, channel=Channel.PORTAL,
            description=as_text(self.blueprint.form, answers), service=self.offering.service, team=self.offering.team,
        )  # fmt: skip
        self.ticket.kept_steps, self.ticket.kept_approvals, self.ticket.kept_tasks = [], [], []

    def live(self) -> RehearsedRequest:
        try:
            if self.agreed():
                self.carried_out()
        except NotYet:
            pass
        self.ticket.pass_time(self.world.now)
        return self.ticket

    # Time -------------------------------------------------------------------------------------------------------------

    def after(self, seconds: float, *, of: Person, since: datetime | None = None) -> datetime:
        """About so many seconds of a person's working time later, wherever that is."""
        spent = max(60, int(seconds * self.rng.lognormvariate(0, 0.5)))
        return deadline(since or self.at, spent, hours_of(of.time_zone)) + timedelta(
            seconds=self.rng.randrange(9, 200)
        )

    def wait(self, seconds: float, *, of: Person) -> None:
        at = self.after(seconds, of=of)
        if at > self.world.now:
            raise NotYet
        self.at = at

    # What happens -----------------------------------------------------------------------------------------------------

    def agreed(self) -> bool:
        """Step by step, by the real people; some take their time, a few say no."""
        ticket = self.ticket
        steps = [one for one in self.blueprint.approvals if one.condition.holds(ticket.answers)]
        if not steps:
            return True
        ticket.ask_approval(by=self.requester, now=self.at)
        rows = [
            ApprovalStep(
                place=place, name=one.name, rule=one.rule, share=one.share, who=dict(one.who), owner=self.offering.owner,
                digest=ticket.digest, remind_hours=one.remind_hours, escalate_hours=one.escalate_hours,
            )
            for place, one in enumerate(steps, 1)
        ]  # fmt: skip
        ticket.kept_steps = rows
        return all(self.step(row) for row in rows) and self.go_ahead()

    def step(self, row: ApprovalStep) -> bool:
        who = self.approver(row.who)
        asked = self.asks(row, who)
        if self.rng.random() < 0.03:
            self.withdraws(row, asked)
        row.remind_at = self.after((row.remind_hours or 10) * HOUR * 2, of=who)
        self.wait(5 * HOUR, of=who)
        agrees = self.rng.random() > 0.05
        self.answers(row, asked, agrees=agrees)
        if not agrees:
            self.ticket.decline(reason=asked.words, by=who, now=self.at)
            for later in self.ticket.kept_steps[row.place :]:
                later.state = ApprovalStep.State.VOID
        return agrees

    def asks(self, row: ApprovalStep, who: Person) -> Approval:
        row.state, row.asked_at = ApprovalStep.State.ASKED, self.at
        asked = Approval(step=row, person=who, because="")
        self.ticket.kept_approvals.append(asked)
        about: dict[str, Any] = {"step": row.name, "digest": row.digest, "people": [who.pk]}
        about["asked"] = [{"person": str(who), "for": "", "because": ""}]
        with self.ticket.act("ask_step", by=None, now=self.at, public=True, **about):
            pass
        return asked

    def answers(self, row: ApprovalStep, asked: Approval, *, agrees: bool) -> None:
        row.state = ApprovalStep.State.APPROVED if agrees else ApprovalStep.State.DECLINED
        asked.state = Approval.State.APPROVED if agrees else Approval.State.DECLINED
        row.decided_at = asked.decided_at = self.at
        row.remind_at, asked.channel = None, self.rng.choice([Channel.PORTAL, Channel.MAIL, Channel.MAIL])
        asked.words = "" if agrees else self.rng.choice(NOT_NOW)
        about: dict[str, Any] = {
            "step": row.name,
            "digest": row.digest,
            "by_channel": str(asked.channel),
            "for": "",
        }
        about["version"] = f"edition {self.edition.number}"
        verb = "approve_step" if agrees else "decline_step"
        with self.ticket.act(verb, by=asked.person, now=self.at, public=True, **about):
            pass

    def approver(self, who: Mapping[str, Any]) -> Person:
        found = self.requester.manager if who["kind"] == "manager" else None
        if who["kind"] == "people":
            found = Person.objects.filter(pk__in=who["people"]).exclude(pk=self.requester.pk).first()
        if who["kind"] == "team":
            found = next(team.lead for team in self.made.teams.values() if team.pk == who["team"])
        found = found or self.offering.owner
        return found if found.pk != self.requester.pk else self.made.demo["manager"]

    def withdraws(self, row: ApprovalStep, asked: Approval) -> None:
        self.wait(3 * HOUR, of=self.requester)
        for each in self.ticket.kept_steps:
            each.state = ApprovalStep.State.VOID
        asked.state, row.remind_at = Approval.State.VOID, None
        self.ticket.withdraw(reason=self.rng.choice(NO_MORE), by=self.requester, now=self.at)
        raise NotYet

    def go_ahead(self) -> bool:
        self.ticket.approve(by=self.ticket.kept_approvals[-1].person, now=self.at)
        return True

    def carried_out(self) -> None:
        ticket, team = self.ticket, self.offering.team
        mates = self.made.members[team.name]
        agent = self.rng.choice(mates)
        done = self.lay_out()
        self.wait(1.2 * HOUR, of=agent)
        ticket.take(by=agent, now=self.at)
        if self.rng.random() < 0.35:
            ticket.reply(self.rng.choice(FIRST), by=agent, now=self.at)
        share = (self.edition.within_hours or 20) * HOUR * 0.45
        end = max([done, self.after(share, of=agent)]) if done else self.after(share, of=agent)
        if end > self.world.now:
            raise NotYet
        self.at = end
        words = self.rng.choice(DONE).format(title=self.edition.title, team=team.name)
        ticket.fulfil(words=words, by=agent, now=self.at)
        self.last_word(agent)

    def last_word(self, agent: Person) -> None:
        """Half of them say that they have it; a few miss something; silence closes the rest."""
        ticket = self.ticket
        if self.rng.random() < self.comes_back:
            self.wait(3 * HOUR, of=self.requester)
            ticket.reopen(
                words="Not quite: one thing of what I asked for is missing.", by=self.requester, now=self.at
            )
            self.wait(4 * HOUR, of=agent)
            ticket.fulfil(words="Now it is complete. Sorry that we overlooked it.", by=agent, now=self.at)
        if self.rng.random() < 0.55:
            self.wait(DAY, of=self.requester)
            ticket.confirm(by=self.requester, now=self.at)
        elif ticket.closes_at and ticket.closes_at < self.world.now:
            ticket.close(by=None, now=ticket.closes_at)

    @property
    def comes_back(self) -> float:
        """What has to do with meetings looks done and is not: it is the demo's story."""
        return 0.12 if str(self.offering.service) == MEETINGS else 0.01

    # The plan ---------------------------------------------------------------------------------------------------------

    def lay_out(self) -> datetime | None:
        """The tasks with their hours, as teams would have done them; says when the last one is done."""
        steps, ends = chosen(self.blueprint.plan, self.ticket.answers), dict[str, datetime]()
        place = count()
        for step in ordered(steps):
            ready = max([ends[key] for key in step.needs], default=self.at)
            team = Team(pk=step.team)
            doer = self.rng.choice(self.members(step.team))
            ends[step.key] = self.after((step.within_hours or 8) * HOUR * 0.35, of=doer, since=ready)
            self.ticket.kept_tasks.append(self.task(step, team, doer, ready, ends[step.key], next(place)))
        return max(ends.values(), default=None)

    def members(self, team: int | None) -> list[Person]:
        name = next(name for name, row in self.made.teams.items() if row.pk == team)
        return self.made.members[name]

    def task(
        self, step: PlannedTask, team: Team, doer: Person, ready: datetime, end: datetime, place: int
    ) -> Task:
        now, done = self.world.now, end <= self.world.now
        in_hand = Task.State.FAILED if step.hook else Task.State.READY  # the directory did not answer
        state = Task.State.DONE if done else in_hand if ready <= now else Task.State.WAITING
        ticked = {"by": str(doer), "at": end.isoformat()} if done else {"by": "", "at": ""}
        within = step.within_hours * 60 if step.within_hours else None
        reached = ready <= now
        due = deadline(ready, within * 60, waking_hours(doer.time_zone)) if within and reached else None
        return Task(
            key=step.key, place=place, title=step.title, instructions=step.instructions, needs=list(step.needs),
            team_id=team.pk, hook_id=step.hook, state=state, within_minutes=within,
            ready_at=ready if reached else None, assignee=doer if done else None,
            due_at=due, breached_at=due if due and due < min(now, end) else None,
            started_at=ready if done else None, done_at=end if done else None, done_by=doer if done else None,
            checklist=[{"words": words, **ticked} for words in step.checklist],
            words=NO_ANSWER if state == Task.State.FAILED else "",
        )  # fmt: skip


def ordered(steps: list[PlannedTask]) -> list[PlannedTask]:
    """Each after those it needs; a plan without a circle always has a next one."""
    found: list[PlannedTask] = []
    while len(found) < len(steps):
        known = {step.key for step in found}
        found += [step for step in steps if step.key not in known and set(step.needs) <= known][:1]
    return found


def asked_before(world: World, shelves: Shelves, *, amount: int) -> list[RehearsedRequest]:
    return [
        Asked(world, shelves, Random(f"{world.seed}:asked:{n}")).live()  # noqa: S311 - made-up people
        for n in range(amount)
    ]


def write_beside(lives: list[RehearsedRequest]) -> None:
    """What belongs to the requests, once they have their keys."""
    steps, approvals, tasks = [], [], []
    for life in lives:
        rows: tuple[Any, ...] = (*life.kept_steps, *life.kept_tasks)
        for row in rows:
            row.ticket_id = life.pk
        steps += life.kept_steps
        approvals += life.kept_approvals
        tasks += life.kept_tasks
    ApprovalStep.objects.bulk_create(steps)
    for approval in approvals:
        approval.step_id = approval.step.pk
    Approval.objects.bulk_create(approvals)
    Task.objects.bulk_create(tasks)


def count_asked() -> None:
    for found in Offering.objects.annotate(times=Count("requests")):
        Offering.objects.filter(pk=found.pk).update(asked=found.times)
