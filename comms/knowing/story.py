"""An incident, or a notice, as one line in time: facts, messages, acknowledgements, questions, talks."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMinute
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.knowing import changes
from comms.knowing.knowledge import About, Fact, Known, Telling, gaps, known_at
from comms.models import Addressee, Audience, Notice, Phase, Question, Text, Update
from comms.promises.running import SAY_NOTHING_NEW
from incidents.models import MajorIncident
from itsm.people.models import Person
from itsm.tickets.models import Channel, Event, Ticket

FOUND_CAUSE = "ticket.find_cause"
MOST_QUESTIONS = 200
MINUTE, TOGETHER = timedelta(minutes=1), timedelta(minutes=10)

FACTS = {
    About.DETECTED: gettext_lazy("Something is broken"),
    About.DECLARED: gettext_lazy("It is a major incident"),
    About.CAUSE: gettext_lazy("The cause is found"),
    About.RESOLVED: gettext_lazy("It works again"),
    About.PLANNED: gettext_lazy("A change is planned"),
    About.BEGUN: gettext_lazy("The change has begun"),
    About.OVER: gettext_lazy("The change is over"),
}


class Lane(StrEnum):
    FACT = "fact"
    MESSAGE = "message"
    CONFIRMED = "confirmed"
    QUESTION = "question"
    TALK = "talk"


LANES = {
    Lane.FACT: gettext_lazy("Facts"),
    Lane.MESSAGE: gettext_lazy("Messages"),
    Lane.CONFIRMED: gettext_lazy("Seen and confirmed"),
    Lane.QUESTION: gettext_lazy("Questions"),
    Lane.TALK: gettext_lazy("Talks"),
}


@dataclass(frozen=True)
class Entry:
    """One mark on the line."""

    at: datetime
    lane: Lane
    words: str
    href: str = ""


@dataclass(frozen=True)
class Audienced:
    """One audience at one moment: how many, how many had seen and confirmed it, and what they knew."""

    audience: str
    name: str
    addressed: int
    seen: int
    acknowledged: int
    known: list[Known | None]


@dataclass
class Story:
    """`ticket` is what it is about; a notice may stand alone."""

    ticket: Ticket | None
    notices: list[Notice]
    now: datetime
    changes: list[Ticket] = field(default_factory=list)  # made for it
    facts: list[Fact] = field(init=False)

    @classmethod
    def of_ticket(cls, ticket: Ticket, person: Person, *, now: datetime) -> "Story":
        """With what was told about it and about the changes made for it, as far as `person` may see it."""
        made = changes.linked_to(ticket, person)
        told = Notice.objects.visible_to(person).published().real().filter(ticket__in=[ticket, *made])
        return cls(ticket, list(told), now, made)

    @classmethod
    def of_notice(cls, notice: Notice, *, now: datetime) -> "Story":
        return cls(notice.ticket, [notice], now)

    def __post_init__(self) -> None:
        self.facts = sorted(self._facts(), key=lambda fact: fact.at)

    def _facts(self) -> Iterator[Fact]:
        ticket = self.ticket
        if ticket is None:
            yield Fact(About.DETECTED, min(notice.opened_at for notice in self.notices))
            yield from (Fact(About.RESOLVED, notice.over_at) for notice in self.notices[:1] if notice.over_at)
            return
        if ticket.kind == Ticket.Kind.CHANGE:
            yield Fact(About.PLANNED, ticket.opened_at)
            yield from changes.facts_of(ticket)
            return
        yield Fact(About.DETECTED, ticket.opened_at)
        major = MajorIncident.objects.filter(incident=ticket.pk, declared_at__isnull=False).first()
        if major is not None and major.declared_at:
            yield Fact(About.DECLARED, major.declared_at)
        if cause := self.cause_at:
            yield Fact(About.CAUSE, cause)
        if ticket.resolved_at:
            yield Fact(About.RESOLVED, ticket.resolved_at)

    @cached_property
    def cause_at(self) -> datetime | None:
        """As somebody wrote it down; else the first message that says it is all we know."""
        found = Event.objects.filter(ticket=self.ticket and self.ticket.pk, verb=FOUND_CAUSE).in_order()
        noted = found.values_list("at", flat=True).last()
        said = (update.at for update in self.updates if update.phase == Phase.IDENTIFIED)
        return noted or next(said, None)

    @cached_property
    def updates(self) -> list[Update]:
        rows = Update.objects.filter(notice__in=self.notices).exclude(verb__in=SAY_NOTHING_NEW)
        return list(rows.select_related("notice", "by").order_by("at", "pk"))

    @cached_property
    def tellings(self) -> dict[str, list[Telling]]:
        """By audience, as far as anybody is in it and had words."""
        rows = Text.objects.filter(update__in=self.updates).values_list(
            "audience", "update__at", "update__phase"
        )
        found: dict[str, list[Telling]] = defaultdict(list)
        for audience, at, phase in rows.order_by("update__at"):
            found[audience].append(Telling(at, phase))
        return found

    @property
    def began(self) -> datetime:
        return self.facts[0].at

    @cached_property
    def ended(self) -> datetime:
        """The last mark; while it runs, now."""
        running = self.ticket.open if self.ticket else any(notice.open for notice in self.notices)
        return self.now if running else max(entry.at for entry in self.entries)

    @property
    def minutes(self) -> int:
        return max(int((self.ended - self.began) / MINUTE) + 1, 1)

    def moment(self, minute: int) -> datetime:
        return self.began + MINUTE * min(max(minute, 0), self.minutes)

    def at(self, moment: datetime) -> list[Audienced]:
        """Which audience knew which fact then."""
        until = Q(addressed_at__lte=moment)
        rows = Addressee.objects.filter(notice__in=self.notices).order_by().values("audience").annotate(
            addressed=Count("person", filter=until, distinct=True),
            seen=Count("person", filter=Q(seen_at__lte=moment), distinct=True),
            acknowledged=Count("person", filter=Q(acknowledged_at__lte=moment), distinct=True),
        )  # fmt: skip
        counts = {row["audience"]: row for row in rows}
        return [
            self._audienced(audience, counts[audience], moment) for audience in Audience if audience in counts
        ]

    def _audienced(self, audience: Audience, row: Mapping[str, Any], moment: datetime) -> Audienced:
        known = known_at(moment, self.facts, self.tellings.get(audience, []))
        counted = {name: row[name] for name in ("addressed", "seen", "acknowledged")}
        return Audienced(audience=audience, name=str(audience.label), known=known, **counted)

    def gaps(self, audience: str) -> list[Known]:
        return gaps(self.facts, self.tellings.get(audience, []))

    @cached_property
    def entries(self) -> list[Entry]:
        found = [*self._said(), *self._confirmed(), *self._asked(), *self._talked()]
        found += [Entry(fact.at, Lane.FACT, str(FACTS[fact.about])) for fact in self.facts]
        for event in changes.steps_of(self.changes):
            words = changes.STEPS[event.verb] % {"number": event.ticket.number}
            found.append(Entry(event.at, Lane.FACT, words, event.ticket.get_absolute_url()))
        return sorted(found, key=lambda entry: entry.at)

    def _said(self) -> Iterator[Entry]:
        for update in self.updates:
            about = {"number": update.notice.number, "phase": Phase(update.phase).label}
            yield Entry(
                update.at, Lane.MESSAGE, _("%(number)s: %(phase)s") % about, update.notice.get_absolute_url()
            )

    def _confirmed(self) -> Iterator[Entry]:
        """Gathered, for thousands press the button: each line stands at the end of its stretch of time."""
        for step, words in (("seen_at", _("%(n)s saw it")), ("acknowledged_at", _("%(n)s confirmed it"))):
            rows = Addressee.objects.filter(notice__in=self.notices, **{f"{step}__isnull": False})
            by_minute = rows.order_by().values_list(TruncMinute(step)).annotate(n=Count("pk"))
            gathered: Counter[datetime] = Counter()
            for at, n in by_minute:
                gathered[self.began + ((at - self.began) // TOGETHER + 1) * TOGETHER] += n
            yield from (
                Entry(min(at, self.now), Lane.CONFIRMED, words % {"n": n}) for at, n in gathered.items()
            )

    def _asked(self) -> Iterator[Entry]:
        rows = Question.objects.filter(notice__in=self.notices).select_related("notice")
        for question in rows.order_by("at")[:MOST_QUESTIONS]:
            where = question.notice.get_absolute_url()
            yield Entry(question.at, Lane.QUESTION, _("Asked: %(words)s") % {"words": str(question)}, where)
            if question.answered_at:
                yield Entry(
                    question.answered_at,
                    Lane.QUESTION,
                    _("Answered: %(words)s") % {"words": str(question)},
                    where,
                )

    def _talked(self) -> Iterator[Entry]:
        if self.ticket is None:
            return
        rows = (
            Event.objects.filter(ticket=self.ticket.pk, verb="ticket.log").select_related("actor").in_order()
        )
        for event in rows:
            about = {"who": event.actor, "how": Channel(event.channel).label if event.channel else ""}
            href = f"{self.ticket.get_absolute_url()}#e{event.pk}"
            yield Entry(event.at, Lane.TALK, _("%(who)s talked with them (%(how)s)") % about, href)
