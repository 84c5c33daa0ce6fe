"""One ticket's life: people work when their site is awake, and each step is a real verb at its own moment."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo import phrases
from demo.people import Organisation
from demo.rehearsal import Rehearsed
from demo.script import Script
from itsm.people.models import Person
from itsm.services.calendars import ALWAYS, WorkingHours, deadline, is_open
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Holder

MINUTE = 60
HOUR = 3600
DAY = 9 * HOUR  # a working day of a person


class NotYet(Exception):
    """The next step lies in the future, so the ticket is where it is now."""


def waking_hours(zone: str) -> WorkingHours:
    """When people at a site work: Monday to Friday, nine hours."""
    return WorkingHours(zone=ZoneInfo(zone), week=(*[((time(8, 30), time(17, 30)),)] * 5, (), ()))


class Life:
    """Walks a ticket through its verbs until it is over or the present is reached."""

    def __init__(
        self, ticket: Rehearsed, script: Script, made: Organisation, *, rng: Random, now: datetime
    ) -> None:
        self.ticket, self.script, self.made, self.rng, self.now = ticket, script, made, rng, now
        self.at = ticket.opened_at
        self.agent: Person | None = None
        self.said: set[str] = set()
        self.urgent = ticket.priority <= 2

    def run(self, steps: Sequence[str]) -> None:
        try:
            for step in steps:
                getattr(self, step)()
        except NotYet:
            pass
        self.ticket.pass_time(self.now)

    # Time ---------------------------------------------------------------------------------------------------------

    def wait(self, median: float, *, of: Person | None = None, spread: float = 0.8) -> datetime:
        """Let a person take about so many seconds of their working time; urgent matters know no night."""
        seconds = max(20, int(median * self.rng.lognormvariate(0, spread)))
        zone = (of or self.agent or self.ticket.requester).time_zone
        self.at = self.moment(
            deadline(self.at, seconds, ALWAYS if self.urgent and of is None else hours_of(zone))
        )
        return self.at

    def moment(self, at: datetime) -> datetime:
        """Never on the stroke of opening time, never in the future."""
        at = max(at, self.at) + timedelta(seconds=self.rng.randrange(7, 240))
        if at > self.now:
            raise NotYet
        return at

    def next_word(self) -> datetime:
        """What a message may promise now: the policy's next update, on the quarter of an hour."""
        targets = self.ticket.policy.targets(self.ticket.service_id, self.ticket.kind, self.ticket.priority)
        due = deadline(self.at, targets.next_update or DAY, targets.hours)
        return (
            due.replace(minute=due.minute // 15 * 15, second=0) if due - self.at > timedelta(hours=1) else due
        )

    def words_due(self) -> str:
        return f"{self.next_word().astimezone(ZoneInfo(self.ticket.requester.time_zone)):%A %H:%M}"

    # Words --------------------------------------------------------------------------------------------------------

    def pick(self, choice: Sequence[str]) -> str:
        """A phrase not used on this ticket yet: saying the same twice says nothing."""
        fresh = [words for words in choice if words not in self.said] or list(choice)
        words = self.rng.choice(fresh)
        self.said.add(words)
        return self.filled(words)

    def filled(self, words: str) -> str:
        first = self.ticket.requester.greeting_name
        return self.script.fill(
            words, first=first, me=self.me, promise=self.words_due(), agent=self.mate.name
        )

    @property
    def me(self) -> str:
        return (self.agent or self.mate).greeting_name

    @property
    def mate(self) -> Person:
        return self.made.members[self.ticket.team.name][-1]

    def letter(self, body: str) -> str:
        return f"{self.pick(phrases.HELLO)}\n\n{body}\n\n{self.pick(phrases.BYE)}"

    # Steps --------------------------------------------------------------------------------------------------------

    def pick_up(self) -> None:
        """Somebody of the team takes it; now and then nobody does for a long time."""
        self.agent = self.who_is_up()
        slow = self.rng.random() < 0.03
        median = 4 * HOUR if slow and not self.urgent else (3 if self.urgent else 8) * MINUTE
        self.wait(median, of=None if self.urgent else self.agent, spread=0.5)
        if self.ticket.offer():
            self.ticket.accept(by=self.agent, now=self.at)
        else:
            self.ticket.take(by=self.agent, now=self.at)

    def who_is_up(self) -> Person:
        """At the requester's site if they work now, else wherever the sun shines."""
        site = self.ticket.requester.site.name if self.ticket.requester.site else ""
        near, all_of_them = (
            self.made.at(site, self.ticket.team.name),
            self.made.members[self.ticket.team.name],
        )
        for people in (near, all_of_them):
            awake = [person for person in people if is_open(self.at, hours_of(person.time_zone))]
            if awake:
                return self.rng.choice(awake)
        return self.rng.choice(near)

    def first_word(self) -> None:
        self.wait((4 if self.urgent else 16) * MINUTE, spread=0.5)
        body = (
            self.pick(phrases.FIRST_WORDS)
            if not self.script.has("u") or self.rng.random() < 0.7
            else self.script.say("u")
        )
        self.reply(self.letter(body))

    def reply(self, words: str) -> None:
        assert self.agent is not None  # noqa: S101
        self.ticket.reply(words, by=self.agent, until=self.next_word(), now=self.at)

    def note(self) -> None:
        assert self.agent is not None  # noqa: S101
        self.keep_talking(25 * MINUTE)
        words = self.script.say("n") if self.script.has("n") else self.pick(phrases.NOTES)
        self.ticket.note(words, by=self.agent, now=self.at)

    def call(self) -> None:
        assert self.agent is not None  # noqa: S101
        self.keep_talking(40 * MINUTE)
        channel = self.rng.choice([Channel.PHONE, Channel.PHONE, Channel.WALK_UP, Channel.IN_PERSON])
        self.ticket.log(self.pick(phrases.CALLS), by=self.agent, channel=channel, now=self.at)

    def ask(self) -> None:
        assert self.agent is not None  # noqa: S101
        self.wait(20 * MINUTE, spread=0.5)
        question = self.script.say("q", *phrases.QUESTIONS)
        self.ticket.hold(
            reason=HoldReason.COLLEAGUE, question=self.letter(question), by=self.agent, now=self.at
        )

    def answer(self) -> None:
        colleague = self.ticket.requester
        self.at = self.moment(
            deadline(self.at, int(2 * HOUR * self.rng.lognormvariate(0, 1)), hours_of(colleague.time_zone))
        )
        words = self.script.say("a", *phrases.ANSWERS)
        self.ticket.reply(
            words, by=colleague, channel=self.rng.choice([Channel.PORTAL, Channel.MAIL]), now=self.at
        )

    def nudge(self) -> None:
        self.wait(3 * HOUR, of=self.ticket.requester)
        self.ticket.reply(
            self.pick(phrases.NUDGES), by=self.ticket.requester, channel=Channel.MAIL, now=self.at
        )
        self.wait(35 * MINUTE)
        self.reply(self.letter(self.pick(phrases.UPDATES)))

    def supplier(self) -> None:
        assert self.agent is not None  # noqa: S101
        self.keep_talking(30 * MINUTE)
        words = self.pick(phrases.SUPPLIER)
        self.ticket.hold(reason=HoldReason.SUPPLIER, question=self.letter(words), by=self.agent, now=self.at)
        self.keep_talking(1.3 * DAY)
        self.ticket.resume(by=self.agent, now=self.at)

    def hand_over(self) -> None:
        """From the service desk to those who run the service, with the note that spares telling it again."""
        team = self.ticket.service.team if self.ticket.service else None
        if team is None or team.pk == self.ticket.team_id or self.agent is None:
            return
        self.keep_talking(25 * MINUTE)
        self.ticket.hand_over(
            to_team=team, found=self.pick(phrases.FOUND), colleague_knows=self.pick(phrases.KNOWS),
            promised=self.pick(phrases.PROMISED), by=self.agent, now=self.at,
        )  # fmt: skip
        if self.rng.random() < 0.08:
            self.send_back(team.name)
        else:
            self.pick_up()

    def send_back(self, team: str) -> None:
        desk_agent, other = self.agent, self.rng.choice(self.made.members[team])
        self.agent = other
        self.wait(20 * MINUTE)
        self.ticket.return_(reason=self.pick(phrases.RETURNED), by=other, now=self.at)
        self.agent = desk_agent

    def work(self) -> None:
        """The longest part: minutes, or days for what is hard, with a word before each promise runs out."""
        median = self.rng.choices((50 * MINUTE, 1.1 * DAY, 3.5 * DAY), (58, 30, 12))[0]
        self.keep_talking(median * (0.25 if self.urgent else 1))

    def keep_talking(self, median: float) -> None:
        """Work for a while; a promise that falls into it is kept by an update, or, one time in twelve, is not."""
        began = self.at
        done = deadline(began, max(20, int(median * self.rng.lognormvariate(0, 0.8))), self.clock())
        while (
            self.ticket.promised_at and self.ticket.promised_at < done and self.ticket.holder == Holder.AGENT
        ):
            promised, late = self.ticket.promised_at, self.rng.random() < 0.08
            early = max(self.at, promised - timedelta(minutes=self.rng.randrange(4, 25)))
            self.at = self.moment(
                promised + timedelta(minutes=self.rng.randrange(15, 300)) if late else early
            )
            news = phrases.LATE if late else phrases.UPDATES
            if self.script.has("u") and not late and self.rng.random() < 0.5:
                self.reply(self.letter(self.script.say("u")))
            else:
                self.reply(self.letter(self.pick(news)))
        self.at = self.moment(done)

    def clock(self) -> WorkingHours:
        return ALWAYS if self.urgent else hours_of((self.agent or self.ticket.requester).time_zone)

    def resolve(self) -> None:
        assert self.agent is not None  # noqa: S101
        self.wait(12 * MINUTE)
        kind, words = self.script.resolution()
        self.ticket.resolve(resolution=kind, words=self.letter(words), by=self.agent, now=self.at)

    def not_solved(self) -> None:
        colleague = self.ticket.requester
        self.wait(3 * HOUR, of=colleague)
        self.ticket.reopen(words=self.pick(phrases.NOT_SOLVED), by=colleague, now=self.at)
        self.wait(30 * MINUTE)
        self.reply(self.letter(self.pick(phrases.FIRST_WORDS)))

    def finish(self) -> None:
        """The colleague says that it works, or silence closes it."""
        closes = self.ticket.closes_at
        assert closes is not None  # noqa: S101
        if self.rng.random() < 0.45:
            self.wait(4 * HOUR, of=self.ticket.requester)
            if self.at < closes:
                self.ticket.confirm(by=self.ticket.requester, now=self.at)
                return
        self.at = closes
        self.at = self.moment(closes)
        self.ticket.close(by=None, now=self.at)

    def cancel(self) -> None:
        assert self.agent is not None  # noqa: S101
        self.wait(30 * MINUTE)
        self.ticket.cancel(reason=self.pick(phrases.CANCELLED), by=self.agent, now=self.at)


_hours: dict[str, WorkingHours] = {}


def hours_of(zone: str) -> WorkingHours:
    if zone not in _hours:
        _hours[zone] = waking_hours(zone)
    return _hours[zone]
