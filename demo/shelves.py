"""What Halden's colleagues can ask for, from the files under `offerings/`: one for each offering, and `shelves.toml`.

A file says what an edition says, as the blueprint has it. People are e-mail addresses, teams, services, sites and other
systems are names; here they become keys. `share` says how often it is asked for among all, and a field's `examples` what
people answered in the hundred and twenty days behind us. What a publisher would be refused is refused here, with the file's name.
"""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from catalog.models import Category, Hook, Offering, OfferingEdition
from catalog.tasks import wire
from demo.people import Organisation
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service

HERE = Path(__file__).parent / "offerings"
ABOUT = (
    "key",
    "shelf",
    "owner",
    "team",
    "service",
    "audience",
    "sites",
    "teams",
    "roles",
    "share",
    "form",
    "approvals",
    "plan",
)


@dataclass
class Shelves:
    """Turns names into rows while the files are read."""

    made: Organisation
    now: datetime
    offerings: dict[str, Offering] = field(default_factory=dict)
    shares: dict[str, int] = field(default_factory=dict)  # how often each is asked for, among all
    examples: dict[str, dict[str, list[str]]] = field(default_factory=dict)  # what people answered, by field

    def fill(self) -> "Shelves":
        with (HERE / "shelves.toml").open("rb") as file:
            told = tomllib.load(file)
        shelves = {row["name"]: Category.objects.create(**row) for row in told["shelf"]}
        for row in told.get("hook", ()):
            hook = Hook(**row)
            wire.new_secret(hook)
            hook.save()
        for path in sorted(HERE.glob("*.toml")):
            if path.stem != "shelves":
                with path.open("rb") as file:
                    self.put(path.stem, tomllib.load(file), shelves)
        return self

    def put(self, key: str, told: dict[str, Any], shelves: dict[str, Category]) -> None:
        team = self.made.teams[told["team"]]
        owner: Any = self.person(told["owner"]) if "owner" in told else team.lead
        service = Service.objects.get(name=told["service"]) if "service" in told else None
        at = self.now - timedelta(days=200)
        found = Offering.objects.create(
            key=key, category=shelves[told["shelf"]], owner=owner, team=team, service=service, title=told["title"],
            audience=told.get("audience", "everyone"), roles=told.get("roles", []),
        )  # fmt: skip
        found.sites.set(Site.objects.filter(name__in=told.get("sites", ())))
        found.teams.set(Team.objects.filter(name__in=told.get("teams", ())))
        edition = OfferingEdition(
            offering=found, number=1, state=OfferingEdition.State.PUBLISHED, by=owner, decided_by=self.made.demo["administrator"],
            at=at, decided_at=at, **self.edition(told),
        )  # fmt: skip
        if holes := edition.holes():
            raise ValueError(f"demo/offerings/{key}.toml: {holes}")
        edition.save()
        edition.take_effect()
        Offering.objects.filter(pk=found.pk).update(published_at=at, changed_at=at)
        found.edition, self.offerings[key], self.shares[key] = edition, found, told.get("share", 1)
        self.examples[key] = {
            row["key"]: row["examples"] for row in told.get("form", ()) if "examples" in row
        }

    def edition(self, told: dict[str, Any]) -> dict[str, Any]:
        words = {name: value for name, value in told.items() if name not in ABOUT}
        return words | {
            "form": [
                {name: said for name, said in row.items() if name != "examples"}
                for row in told.get("form", ())
            ],
            "approvals": [self.step(row) for row in told.get("approvals", ())],
            "plan": [self.task(row) for row in told.get("plan", ())],
        }

    def step(self, row: dict[str, Any]) -> dict[str, Any]:
        who = dict(row["who"])
        if "people" in who:
            who["people"] = [self.person(address).pk for address in who["people"]]
        if "team" in who:
            who["team"] = self.made.teams[who["team"]].pk
        return row | {"who": who}

    def task(self, row: dict[str, Any]) -> dict[str, Any]:
        named = {"team": self.made.teams[row["team"]].pk}
        if "hook" in row:
            named["hook"] = Hook.objects.get(name=row["hook"]).pk
        return row | named

    def person(self, address: str) -> Person:
        return Person.objects.with_email(address).get()
