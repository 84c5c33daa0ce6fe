"""What people answer to an offering's form: the examples of its file, and what fits the kind of the field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from catalog.blueprint import Field, Kind
from demo.history import World
from itsm.people.models import Person


@dataclass
class Answering:
    world: World
    examples: dict[str, list[str]]
    requester: Person
    rng: Random
    at: datetime

    def to(self, form: Sequence[Field]) -> dict[str, Any]:
        known: dict[str, Any] = {}
        for field in form:
            if not field.is_answered or not field.condition.holds(known):
                continue
            if field.required or self.rng.random() < 0.4:
                answer = self.answer(field)
                if answer is not None:
                    known[field.key] = answer
        return known

    def answer(self, field: Field) -> Any:
        if field.key in self.examples:
            return self.rng.choice(self.examples[field.key])
        match field.kind:
            case Kind.CHOICE:
                return self.choice(field)
            case Kind.NUMBER:
                least = field.min if field.min is not None else 1
                return self.rng.randint(least, min(field.max or 40, least + 40))
            case Kind.DATE:
                return (self.at + timedelta(days=self.rng.randrange(3, 30))).date().isoformat()
            case Kind.PERSON:
                return self.rng.choice(self.world.made.neighbours[self.requester.site_id]).pk
            case Kind.SERVICE:
                return self.rng.choice(list(self.world.services.values())).pk
            case Kind.FILE:
                return None
        return str(self.requester.site) if field.origin == "site" else "As agreed in our team."

    def choice(self, field: Field) -> Any:
        if field.several:
            return [one for one in field.choices if self.rng.random() < 0.5] or [field.choices[0]]
        site = str(self.requester.site)
        return site if field.origin == "site" and site in field.choices else self.rng.choice(field.choices)
