"""One field of an offering's form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext as _

from catalog.blueprint.condition import ALWAYS, Condition
from catalog.blueprint.hole import Hole, twice

SECTION = "form"
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
# What of the colleague a field may begin with.
ORIGINS = ("site", "manager", "name", "email", "phone", "time_zone")


def says(value: Any) -> bool:
    """Nought says something; nothing does not."""
    return value is not None and value is not False and value not in ("", [])


class Kind(StrEnum):
    TEXT = "text"  # one line
    WORDS = "words"  # several lines
    CHOICE = "choice"
    PERSON = "person"
    SERVICE = "service"
    DATE = "date"
    NUMBER = "number"
    FILE = "file"
    SECTION = "section"  # a heading; nothing is answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """`min` and `max`: of a number its value, of a text its characters, of choices and files how many."""

    key: str
    kind: Kind
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    several: bool = False
    condition: Condition = ALWAYS
    origin: str = ""
    min: int | None = None
    max: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            key=str(data.get("key", "")),
            kind=Kind(data.get("kind", "text")),
            label=str(data.get("label", "")),
            help=str(data.get("help", "")),
            required=bool(data.get("required")),
            choices=tuple(str(choice) for choice in data.get("choices") or ()),
            several=bool(data.get("several")),
            condition=Condition.from_json(data.get("if")),
            origin=str(data.get("from") or ""),
            min=data.get("min"),
            max=data.get("max"),
        )

    def to_json(self) -> dict[str, Any]:
        told = {
            "key": self.key, "kind": str(self.kind), "label": self.label, "help": self.help,
            "required": self.required, "choices": list(self.choices), "several": self.several,
            "if": self.condition.to_json(), "from": self.origin, "min": self.min, "max": self.max,
        }  # fmt: skip
        always = {"key", "kind", "label"}
        return {name: value for name, value in told.items() if name in always or says(value)}

    @property
    def is_answered(self) -> bool:
        return self.kind is not Kind.SECTION

    def check(self) -> Iterator[Hole]:
        """What is wrong with it alone; what it says of other fields is checked with them."""
        if not KEY.fullmatch(self.key):
            yield self.hole(_("Its name has small letters, digits and _ only, and begins with a letter."))
        if not self.label.strip():
            yield self.hole(_("Colleagues need a question here."))
        if self.kind is Kind.CHOICE and len(set(self.choices)) < 2:
            yield self.hole(_("A choice needs two things to choose from, or more."))
        if len(set(self.choices)) < len(self.choices):
            yield self.hole(_("The same choice stands here twice."))
        if self.origin and self.origin not in ORIGINS:
            yield self.hole(_("“%(word)s” is nothing we know of a colleague.") % {"word": self.origin})
        if self.min is not None and self.max is not None and self.min > self.max:
            yield self.hole(_("The least is more than the most."))

    def hole(self, words: str) -> Hole:
        return Hole(SECTION, self.key, words)


def check_form(form: Sequence[Field]) -> Iterator[Hole]:
    yield from twice(SECTION, (field.key for field in form))
    before: dict[str, Field] = {}
    for field in form:
        yield from field.check()
        if field.condition.field in before:
            yield from check_values(SECTION, field.key, field.condition, before)
        elif field.condition.field in {later.key for later in form}:
            yield field.hole(_("It depends on a field that comes later, or on itself. Move it down."))
        elif field.condition:
            yield field.hole(unknown(field.condition))
        before[field.key] = field


def check_condition(
    section: str, key: str, condition: Condition, fields: Mapping[str, Field]
) -> Iterator[Hole]:
    """A condition outside the form: of an approval, of a task."""
    if condition and condition.field not in fields:
        yield Hole(section, key, unknown(condition))
    elif condition:
        yield from check_values(section, key, condition, fields)


def check_values(section: str, key: str, condition: Condition, fields: Mapping[str, Field]) -> Iterator[Hole]:
    asked = fields[condition.field]
    if not condition.values:
        yield Hole(section, key, _("Say with which answer to “%(label)s”.") % {"label": asked.label})
    if asked.kind is not Kind.CHOICE:
        return
    for value in condition.values:
        if value not in asked.choices:
            told = {"value": value, "label": asked.label}
            yield Hole(section, key, _("“%(value)s” cannot be answered to “%(label)s”.") % told)


def unknown(condition: Condition) -> str:
    return _("It depends on “%(field)s”, and there is no such field.") % {"field": condition.field}
