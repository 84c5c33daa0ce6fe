"""Requests and offerings that a newcomer meets at once, by real verbs: one that waits for the manager, one that is ready to
be confirmed, one that runs, and a new edition that somebody must read."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from catalog.models import Category, Offering, ServiceRequest
from demo.history import World
from demo.shelves import Shelves
from itsm.people.models import Person

DAY = 24 * 60  # minutes
LIGHT = {"model": "Light", "old": "I hand it in", "keyboard": "English (UK)", "where": "Porto"}


class Offered:
    def __init__(self, world: World, shelves: Shelves) -> None:
        self.world, self.made, self.shelves = world, world.made, shelves
        self.ana, self.marit, self.ivo = (world.made.demo[key] for key in ("colleague", "manager", "agent"))

    def ago(self, minutes: float) -> datetime:
        return self.world.now - timedelta(minutes=minutes)

    def tell(self) -> None:
        self.waits_for_the_manager()
        self.under_way()
        self.ready()
        self.to_be_read()
        self.begun()

    def ask(self, key: str, answers: Mapping[str, Any], *, by: Person, minutes: float) -> ServiceRequest:
        edition: Any = self.shelves.offerings[key].edition
        return ServiceRequest.ask(edition, answers, by=by, now=self.ago(minutes))

    def waits_for_the_manager(self) -> None:
        """Somebody who reports to Marit wants the strong one; she finds it among what waits for her."""
        lead = next(person for person in self.made.members["Networks"] if person.manager_id == self.marit.pk)
        why = {"model": "Strong", "why": "Traces of the new switches take twenty minutes to open on mine."}
        self.ask("new-laptop", LIGHT | why, by=lead, minutes=1.2 * DAY)
        self.ask("new-laptop", LIGHT, by=self.ana, minutes=0.8 * DAY)

    def under_way(self) -> None:
        made = self.ask(
            "software", {"program": "Inkscape", "cost": "No", "what_for": "Labels for the fair in March."},
            by=self.ana, minutes=1.1 * DAY,
        )  # fmt: skip
        first, agent = self.made.members["Service desk"][1], self.made.members["Workplace"][1]
        made.tasks.get(key="check").done(by=first, now=self.ago(1.1 * DAY - 6))
        made.take(by=agent, now=self.ago(1.1 * DAY - 9))
        words = "It is safe and free; I put it on your laptop tomorrow before noon, you need not be there."
        made.reply(words, by=agent, until=self.ago(-240), now=self.ago(1.1 * DAY - 12))

    def ready(self) -> None:
        """Fulfilled; Ana has not said yet whether she has it."""
        made = self.ask(
            "shared-folder-access", {"folder": "Fairs 2026", "rights": "Read"}, by=self.ana, minutes=1.3 * DAY
        )
        agent = self.made.members["Identity"][1]
        made.take(by=agent, now=self.ago(1.3 * DAY - 8))
        words = "I have it and put you into the group this afternoon."
        made.reply(words, by=agent, until=self.ago(0.3 * DAY), now=self.ago(1.3 * DAY - 10))
        made.fulfil(
            words="You can open “Fairs 2026” from your next sign-in on: under Shared files, Marketing.",
            by=agent, now=self.ago(0.4 * DAY),
        )  # fmt: skip

    def to_be_read(self) -> None:
        """Ivo wrote the next edition of an offering and asks for a review."""
        edition = self.shelves.offerings["software"].take_up(by=self.ivo)
        form = [*edition.form, {"key": "by_when", "kind": "date", "label": "By when do you need it"}]
        words = {"form": form, "usual_time": "Two working days if it is free, eight if it costs something"}
        edition.write(
            by=self.ivo,
            seen=edition.stamp,
            changes="Asks by when, and says honestly how long buying takes.",
            **words,
        )
        edition.propose(by=self.ivo)

    def begun(self) -> None:
        """Not ready yet: what is missing is named on its page."""
        made = Offering.draft(
            by=self.ivo, key="loan-projector", title="Borrow a projector", team=self.made.teams["Workplace"],
            category=Category.objects.get(name="Rooms and meetings"),
        )  # fmt: skip
        edition = made.take_up(by=self.ivo)
        edition.write(
            by=self.ivo,
            seen=0,
            what="A projector for a day or two, with its cables.",
            hours="Monday to Friday, 9:00 to 17:00",
        )
