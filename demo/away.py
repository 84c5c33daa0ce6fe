"""Who is away these days, and what waits for whoever acts for them: Ana stands in for her own manager."""

from datetime import timedelta
from typing import Any

from catalog.models import ServiceRequest
from demo.history import World
from demo.shelves import Shelves
from itsm.people.models import Absence, Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Away:
    def __init__(self, world: World, shelves: Shelves) -> None:
        self.world, self.made, self.shelves = world, world.made, shelves
        self.ana: Person = world.made.demo["colleague"]

    def tell(self) -> None:
        head = self.ana.manager
        networks, front = self.made.members["Networks"], self.made.members["Service desk"]
        if head is not None:
            self.goes(head, -12 * HOUR, 4 * DAY, self.ana)
            self.asks_for_a_yes(head)
        self.goes(networks[0], 3 * DAY, 12 * DAY, networks[1])
        self.goes(front[-1], -2 * DAY, 1 * DAY, None)

    def goes(self, person: Person, since: timedelta, until: timedelta, delegate: Person | None) -> None:
        now = self.world.now
        Absence.objects.create(person=person, since=now + since, until=now + until, delegate=delegate)

    def asks_for_a_yes(self, head: Person) -> None:
        """A colleague of hers needs a program that costs something, and the head is not there."""
        mate = Person.objects.active().filter(manager=head).exclude(pk=self.ana.pk).earliest("pk")
        answers = {
            "program": "A PDF editor", "cost": "Yes", "price": 96,
            "what_for": "Customers send forms that I must fill in and sign, about ten a week.",
        }  # fmt: skip
        edition: Any = self.shelves.offerings["software"].edition
        ServiceRequest.ask(edition, answers, by=mate, now=self.world.now - 5 * HOUR)
