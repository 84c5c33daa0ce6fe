"""Questions about tickets, asked of a queryset."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from itsm.people.models import Person
from itsm.tickets.models.strip import Holder

if TYPE_CHECKING:
    from itsm.tickets.models.ticket import Ticket  # noqa: F401 - named in the base class

# The columns a list row is drawn from.
ROW = (
    "number", "kind", "title", "status", "open", "priority", "restricted", "holder", "strip", "drops_at", "promised_at",
    "due_at", "soonest", "silent_since", "opened_at", "changed_at",
)  # fmt: skip


def name_of(relation: str) -> F | Coalesce:
    if relation in {"requester", "assignee"}:  # as they like to be called
        return Coalesce(NullIf(f"{relation}__preferred_name", Value("")), f"{relation}__name")
    return F(f"{relation}__name")


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about tickets of any kind; children inherit them all."""

    def visible_to(self, person: Person) -> Self:
        """Which tickets exist for this person. Everything else is a 404.

        The desk sees every ordinary ticket; a restricted one only its owning team and the people named on it.
        """
        if not person.works_the_desk:
            return self.filter(pk__in=self.ids_concerning(person))
        theirs = Q(requester=person) | Q(opened_by=person) | Q(pk__in=person.participations.values("ticket"))
        return self.filter(Q(restricted=False) | Q(team__in=person.team_ids) | Q(assignee=person) | theirs)

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

    def for_list(self, names: Iterable[str] = ()) -> Self:
        """What rows show and no more: long texts stay behind; people and places are names (`requester_name`, …)."""
        return self.only(*ROW).annotate(**{f"{name}_name": name_of(name) for name in sorted(names)})

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

    def major(self) -> Self:
        return self.filter(major=True)

    def announced(self) -> Self:
        """Major and open to all: every colleague may know of it and say “me too”."""
        return self.major().open().filter(restricted=False)


class TicketManager(models.Manager.from_queryset(TicketQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> TicketQuerySet:
        """Nobody reads the search column; it is only ever searched."""
        return super().get_queryset().defer("search")
