"""Where is my thing, who has it, what happens next, how long is usual: a ticket in its colleague's words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.models import Holder, Ticket, TicketQuerySet, UsualTime
from itsm.tickets.models.kinds import KINDS
from itsm.tickets.usual import Usual, usual_of

MOST_WAITED_FOR = 50  # newest things on the home; who waits for more finds them by searching
HAS_IT: dict[str, Promise | str] = {
    Holder.TEAM: gettext_lazy("%(team)s has it"),
    Holder.AGENT: gettext_lazy("%(agent)s has it"),
    Holder.COLLEAGUE: gettext_lazy("We asked %(colleague)s something"),
    Holder.SUPPLIER: gettext_lazy("It waits for a supplier"),
    Holder.SCHEDULED: gettext_lazy("It is planned for a date"),
    Holder.SYSTEM: gettext_lazy("Another system works on it"),
}
# What happens next, by whose move it is.
NEXT: dict[str, Promise | str] = {
    Holder.TEAM: gettext_lazy("Somebody in %(team)s takes it and writes to you."),
    Holder.AGENT: gettext_lazy("%(agent)s works on it and writes to you."),
    Holder.COLLEAGUE: gettext_lazy("It goes on as soon as you answer."),
    Holder.APPROVER: gettext_lazy("With a yes, %(team)s begins. With a no, you read why."),
    Holder.SUPPLIER: gettext_lazy("It goes on when the supplier has delivered. %(team)s watches over it."),
    Holder.SCHEDULED: gettext_lazy("It goes on by itself at the planned time."),
    Holder.SYSTEM: gettext_lazy("This step runs by itself. %(team)s looks after it if it does not."),
}


@dataclass(frozen=True)
class Step:
    """One place in the row of steps; `state` is done, now or nothing yet."""

    label: Promise | str
    state: str


@dataclass(frozen=True)
class Whereabouts:
    """One ticket before one reader."""

    ticket: Ticket
    reader: Person
    usual: Usual = field(default_factory=dict)

    @property
    def place(self) -> int | None:
        return KINDS[self.ticket.kind].STEPS.get(self.ticket.status)

    @cached_property
    def steps(self) -> list[Step]:
        """What was called off has none."""
        here, practice = self.place, KINDS[self.ticket.kind]
        if here is None:
            return []
        return [
            Step(words, "done" if place < here else "now" if place == here else "")
            for place, words in sorted(practice.steps_of(self.ticket).items())
        ]

    @property
    def step(self) -> str:
        now = [step.label for step in self.steps if step.state == "now"]
        return str(now[0]) if now else self.ticket.get_status_display()

    @property
    def is_done(self) -> bool:
        """Our part is; the colleague has not said yet whether it is so."""
        return not self.ticket.open and self.ticket.closed_at is None

    @property
    def needs_reader(self) -> bool:
        theirs = self.ticket.concerns(self.reader)
        return theirs and (self.is_done or self.ticket.open and self.ticket.holder == Holder.COLLEAGUE)

    @property
    def confirm(self) -> str:
        """What the button says by which they agree; nothing where there is nothing to agree to."""
        verb = verbs.find(self.ticket, "confirm")
        return str(verb.label) if verb and self.is_done and self.ticket.concerns(self.reader) else ""

    @property
    def holder(self) -> str:
        """Whose move it is, as one says it to the colleague."""
        ticket = self.ticket
        if not ticket.open:
            return ""
        if ticket.holder == Holder.COLLEAGUE and ticket.requester_id == self.reader.pk:
            return _("Your move: we asked you something")
        if ticket.holder == Holder.APPROVER:
            return self.approver
        return str(HAS_IT[ticket.holder]) % self.names

    @property
    def names(self) -> dict[str, Any]:
        ticket = self.ticket
        return {"team": ticket.team, "agent": ticket.assignee, "colleague": ticket.requester}

    @property
    def approver(self) -> str:
        who = self.ticket.strip[-1][1] if self.ticket.strip else ""
        return _("Waits for %(name)s to agree") % {"name": who} if who else _("Waits for somebody to agree")

    @property
    def next(self) -> str:
        """What happens next, in one sentence."""
        ticket = self.ticket
        if self.is_done:
            return _("You say whether it is so. Without a word from you it closes by itself.")
        if not ticket.open:
            return _("Nothing more. If it comes back, write here.")
        return str(NEXT[ticket.holder]) % self.names

    @property
    def usual_here(self) -> UsualTime | None:
        """Of the step it is in, while it is ours or somebody's to do."""
        return (
            self.usual.get(self.place)
            if self.ticket.open and self.ticket.holder != Holder.COLLEAGUE
            else None
        )

    @property
    def usual_in_all(self) -> UsualTime | None:
        return self.usual.get(None) if self.ticket.open else None


def whereabouts(tickets: Iterable[Ticket], reader: Person) -> list[Whereabouts]:
    """At most two statements for the usual times, however many there are."""
    found = list(tickets)
    usual = usual_of(one for one in found if one.open)
    return [Whereabouts(ticket, reader, usual.get(ticket.pk, {})) for ticket in found]


def asked_by(person: Person) -> TicketQuerySet:
    """Theirs, and what a colleague asked for somebody else. The desk asks for others all day; that is its work."""
    own = Q(requester=person)
    return Ticket.objects.filter(own if person.works_the_desk else own | Q(opened_by=person)).with_people()


def things_of(person: Person) -> list[Whereabouts]:
    """What is not over: where it is their move first, then the newest."""
    waiting = asked_by(person).filter(Q(open=True) | Q(closed_at=None)).order_by("-opened_at", "-pk")
    return sorted(whereabouts(waiting[:MOST_WAITED_FOR], person), key=lambda one: not one.needs_reader)


def of(ticket: Any, reader: Person) -> Whereabouts:
    return whereabouts([ticket], reader)[0]
