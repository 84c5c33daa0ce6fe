"""Whom a step asks. Nobody approves for themselves, and nobody waits for a holiday to end."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog.models import Approval, ApprovalStep
from itsm.people.models import Person, Team
from itsm.people.models.absence import stand_ins
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

Because = Approval.Because
LONGEST_CHAIN = 10  # a stand-in who is away, too, and so on
Find = Callable[[ApprovalStep, Ticket], list[Person]]
Own = Callable[[Ticket], Iterable[int]]
_who: dict[str, Find] = {}
_own: dict[str, Own] = {}


def register_who(kind: str, find: Find) -> None:
    """A practice knows more whom a step can speak of; `kind` is what its `who` says. Whoever belongs no more decides no more."""
    _who[kind] = find


def register_own(kind: str, find: Own) -> None:
    """Whose own a ticket of this kind is besides those who asked for it: they agree to nothing of it."""
    _own[kind] = find


def barred(ticket: Ticket) -> frozenset[int]:
    """Whose own it is: asked for them, or by them, or as its practice says."""
    own = _own.get(ticket.kind)
    return frozenset({ticket.requester_id, ticket.opened_by_id, *(own(ticket) if own else ())})


def belongs(approval: Approval) -> bool:
    """Is the person whose seat it is still one whom the step speaks of? People by name are, whatever they do by now."""
    step = approval.step
    if approval.because not in {Because.PLANNED, Because.AWAY, Because.SILENT}:
        return True
    if step.who.get("kind") == "team":
        return Team.objects.filter(
            Q(members=approval.voice) | Q(lead=approval.voice), pk=step.who.get("team")
        ).exists()
    find = _who.get(step.who.get("kind", ""))
    return find is None or approval.voice in {person.pk for person in find(step, step.ticket)}


def vacated() -> "QuerySet[Approval]":
    """Seats that wait for somebody who does not belong to those who decide any more: one statement when nobody is asked so."""
    asked = Approval.objects.waiting().filter(step__state=ApprovalStep.State.ASKED)
    asked = asked.filter(step__who__kind__in=["team", *_who]).with_subject()
    return Approval.objects.filter(pk__in=[one.pk for one in asked if not belongs(one)])


class TooFew(Refused):
    def __init__(self, step: ApprovalStep) -> None:
        super().__init__(
            _("“%(step)s” needs %(n)d people, and there are not so many who may decide. Name more.")
            % {"step": step.name, "n": step.needed or 1}
        )


@dataclass(frozen=True)
class Asked:
    person: Person
    stands_for: Person | None = None
    because: str = Because.PLANNED


@dataclass
class Chooser:
    """`taken`: who has a seat in this step already; nobody sits on two."""

    ticket: Ticket
    now: datetime
    taken: set[int] = field(default_factory=set)
    found: list[Asked] = field(default_factory=list)

    @cached_property
    def barred(self) -> frozenset[int]:
        return barred(self.ticket)

    def choose(self, step: ApprovalStep) -> list[Asked]:
        """As the step says, or who is left; where a number must agree, as many as that."""
        self.seat(named(step, self.ticket))
        return self.found if len(self.found) >= (step.needed or 1) else self.choose_last(step)

    def choose_last(self, step: ApprovalStep) -> list[Asked]:
        """The owner of what is asked for; else the administrators."""
        self.seat([step.owner] if step.owner else [], because=Because.NOBODY)
        if len(self.found) < (step.needed or 1):
            free = Person.objects.administrators().exclude(pk__in=self.barred | self.taken)
            for person in free.order_by("pk"):
                self.take(Asked(person, because=Because.NOBODY))
        return self.found

    def seat(self, people: Iterable[Person], *, because: str = Because.PLANNED) -> None:
        """Who is here first, so that a stand-in who is asked themselves does not speak twice."""
        people = list(people)
        away = stand_ins([person.pk for person in people], now=self.now)
        for person in sorted(people, key=lambda each: each.pk in away):
            one = self.instead_of(person)
            if one is not None:
                self.take(Asked(one.person, one.stands_for, one.because or because))

    def instead_of(self, person: Person) -> Asked | None:
        """They themselves, whoever stands in for them, or the next manager up the chain."""
        because, here = "", person
        for here in self.upwards(person):
            if not here.is_active:
                because = because or Because.LEFT
            elif here.pk in self.barred:
                because = because or Because.OWN
            elif (other := self.stand_in(here)) is None:
                return Asked(here, because=because) if here.pk not in self.taken else None
            elif other.pk not in self.barred | self.taken:
                return Asked(other, here, Because.AWAY)
            else:
                return self.above(here, because=Because.AWAY)
        return None

    def above(self, person: Person, *, because: str) -> Asked | None:
        """The next up the chain who may decide in their place."""
        for here in list(self.upwards(person))[1:]:
            other = self.stand_in(here) or here
            if other.is_active and other.pk not in self.barred | self.taken:
                return Asked(other, person, because)
        return None

    def take(self, one: Asked) -> None:
        self.taken.add(one.person.pk)
        self.found.append(one)

    def stand_in(self, person: Person) -> Person | None:
        """Who acts for them now; None if they are here, or away and named nobody."""
        here, seen = person.pk, {person.pk}
        for _link in range(LONGEST_CHAIN):
            following = stand_ins([here], now=self.now).get(here)
            if following is None or following in seen:
                break
            here = following
            seen.add(here)
        return Person.objects.get(pk=here) if here != person.pk else None

    def upwards(self, person: Person) -> Iterator[Person]:
        """They, their manager, the manager's manager; a circle in old data ends the walk."""
        ids = person.chain_of_managers()
        people = Person.objects.in_bulk(ids)
        return (people[pk] for pk in ids)


def named(step: ApprovalStep, ticket: Ticket) -> list[Person]:
    """The people the step speaks of, whether or not they can be asked."""
    match step.who.get("kind"):
        case "manager":
            return [ticket.requester.manager] if ticket.requester.manager else []
        case "owner":
            owner = (ticket.service and ticket.service.owner) or step.owner
            return [owner] if owner else []
        case "people":
            return list(Person.objects.filter(pk__in=step.who.get("people") or []).order_by("pk"))
        case "team":
            return members(Team.objects.filter(pk=step.who.get("team")).first(), ticket)
        case str(kind) if kind in _who:
            return _who[kind](step, ticket)
    return []


def members(team: Team | None, ticket: Ticket) -> list[Person]:
    """Of a team, the others agree; only if it is nobody but the asker, the lead's line is asked."""
    if team is None:
        return []
    others = team.members.active().exclude(pk__in=[ticket.requester_id, ticket.opened_by_id])
    return list(others.order_by("pk")) or ([team.lead] if team.lead else [])
