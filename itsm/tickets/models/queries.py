"""Questions about tickets, asked of a queryset."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf

from itsm.frame import practices
from itsm.frame.sql import Sql
from itsm.people.models import Person
from itsm.services.policy import current_policy
from itsm.tickets.models.people import Participant
from itsm.tickets.models.strip import Holder

if TYPE_CHECKING:
    from itsm.tickets.models.ticket import Ticket  # noqa: F401 - named in the base class

# The columns a list row is drawn from.
ROW = (
    "number", "kind", "title", "status", "open", "priority", "restricted", "holder", "strip", "drops_at", "promised_at",
    "due_at", "soonest", "silent_since", "opened_at", "changed_at",
)  # fmt: skip


# Who waits for a word besides the requester: they hear what the requester hears.
WAIT_TOO = (Participant.Part.CC, Participant.Part.AFFECTED, Participant.Part.WATCHER)


def waiting_people() -> Combinable:
    """How many wait for the next word on a ticket: the requester, and who is in copy, affected or watching."""
    others = Participant.objects.filter(ticket=OuterRef("pk"), part__in=WAIT_TOO)
    counted = others.exclude(person=OuterRef("requester")).order_by().values("ticket")
    return Coalesce(Subquery(counted.annotate(n=Count("person", distinct=True)).values("n")), 0) + 1


def name_of(relation: str) -> F | Coalesce:
    if relation in {"requester", "assignee"}:  # as they like to be called
        return Coalesce(NullIf(f"{relation}__preferred_name", Value("")), f"{relation}__name")
    return F(f"{relation}__name")


# The desk sees every ordinary ticket; a restricted one only its owning team and the people named on it.
SEEN_FROM_THE_DESK = """
    (NOT {restricted} OR {team} = ANY({teams}) OR {me} IN ({assignee}, {requester}, {opened_by})
    OR {pk} IN (SELECT ticket_id FROM tickets_participant WHERE person_id = {me}))"""


WATCHER = """
    (SELECT person_id FROM tickets_participant WHERE ticket_id = {pk} AND person_id = {me} AND part = 'watcher')"""


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about tickets of any kind; children inherit them all."""

    def visible_to(self, person: Person) -> Self:
        """Which tickets exist for this person. Everything else is a 404. Of a practice that is off nobody sees any."""
        if off := practices.kinds_off():
            return self.exclude(kind__in=off)._concerning(person)
        return self._concerning(person)

    def _concerning(self, person: Person) -> Self:
        if not person.works_the_desk:
            return self.filter(pk__in=self.ids_concerning(person))
        teams = sorted(person.team_ids)
        return self.filter(Sql(SEEN_FROM_THE_DESK, BooleanField(), teams=teams, me=person.pk))

    def ids_concerning(self, person: Person) -> "models.QuerySet[Any, Any]":
        """As a union, each part by its own index: an OR of the three reads the whole table."""
        rows = self.model._base_manager.order_by()
        asked = rows.filter(requester=person).values("pk")
        return asked.union(
            rows.filter(opened_by=person).values("pk"),
            person.participations.order_by().values("ticket"),
            all=True,
        )

    def open(self) -> Self:
        return self.filter(open=True)

    def with_people(self) -> Self:
        """All a list row shows, in one query."""
        return self.select_related("requester", "assignee", "team", "service", "site")

    def with_watcher(self, me: int) -> Self:
        """`watcher`: this person's key if they watch it, else None."""
        return self.annotate(watcher=Sql(WATCHER, IntegerField(), me=me))

    def for_list(self, names: Iterable[str] = (), fields: Iterable[str] = ()) -> Self:
        """What rows show and no more: long texts stay behind; people and places are names (`requester_name`, …).

        `fields`: of the child, where the list is a practice's own.
        """
        wanted = sorted(names)
        counted = {"waiting_people": waiting_people()} if "waiting_people" in wanted else {}
        named = {f"{name}_name": name_of(name) for name in wanted if name not in counted}
        return self.only(*ROW, *fields).annotate(**named, **counted)

    def held_by(self, person: Person) -> Self:
        return self.open().filter(assignee=person)

    def of_teams(self, team_ids: Iterable[int]) -> Self:
        return self.open().filter(team__in=team_ids)

    def dropped(self, *, now: datetime) -> Self:
        """Held by no person for longer than the hand-over target."""
        return self.open().filter(drops_at__lte=now)

    def due_by(self, moment: datetime) -> Self:
        """A promise or a service level falls due by then."""
        return self.open().filter(soonest__lte=moment)

    def waiting(self) -> Self:
        """Everyone who waits for a word of ours: the silence board is this, longest silence first."""
        return self.open().exclude(holder=Holder.COLLEAGUE)

    def silent_too_long(self, *, now: datetime) -> Self:
        """Those of them who have heard nothing human for longer than their priority allows."""
        return self.waiting().filter(too_long(now))

    def longest_silence_first(self, *, now: datetime) -> Self:
        """Everyone who waits; who is over the limit sorts before the rest by `patience`."""
        over = When(too_long(now), then=Value(0))
        return self.waiting().annotate(patience=Case(over, default=Value(1), output_field=IntegerField()))

    def major(self) -> Self:
        return self.filter(major=True)

    def announced(self) -> Self:
        """Major and open to all: every colleague may know of it and say “me too”."""
        return self.major().open().filter(restricted=False)


def too_long(now: datetime) -> Q:
    """Nothing human heard for longer than the limit of the ticket's priority."""
    limits = {priority: limit.too_long_since(now) for priority, limit in current_policy().silence.items()}
    found = [Q(priority=priority, silent_since__lte=since) for priority, since in limits.items() if since]
    return reduce(or_, found, Q(pk__in=()))


class TicketManager(models.Manager.from_queryset(TicketQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> TicketQuerySet:
        """Nobody reads the search column; it is only ever searched."""
        return super().get_queryset().defer("search")
