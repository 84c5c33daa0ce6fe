"""One task of the plan: what is done, by which team, after what, and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Self

from django.utils.translation import gettext as _

from catalog.blueprint.condition import ALWAYS, Condition
from catalog.blueprint.field import KEY
from catalog.blueprint.hole import Hole, twice

SECTION = "plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """`hook`: another system does it; the team looks after it when that fails."""

    key: str
    title: str
    team: int | None = None
    instructions: str = ""
    needs: tuple[str, ...] = ()
    condition: Condition = ALWAYS
    within_hours: int | None = None  # working hours of the team
    checklist: tuple[str, ...] = ()
    hook: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            key=str(data.get("key", "")),
            title=str(data.get("title", "")),
            team=data.get("team"),
            instructions=str(data.get("instructions", "")),
            needs=tuple(str(key) for key in data.get("needs") or ()),
            condition=Condition.from_json(data.get("if")),
            within_hours=data.get("within_hours"),
            checklist=tuple(str(line) for line in data.get("checklist") or ()),
            hook=data.get("hook"),
        )

    def to_json(self) -> dict[str, Any]:
        told = {
            "key": self.key, "title": self.title, "team": self.team, "instructions": self.instructions,
            "needs": list(self.needs), "if": self.condition.to_json(), "within_hours": self.within_hours,
            "checklist": list(self.checklist), "hook": self.hook,
        }  # fmt: skip
        always = {"key", "title", "team"}
        return {name: value for name, value in told.items() if name in always or value not in (None, "", [])}

    def check(self) -> Iterator[Hole]:
        if not KEY.fullmatch(self.key):
            yield self.hole(_("Its name has small letters, digits and _ only, and begins with a letter."))
        if not self.title.strip():
            yield self.hole(_("Say what is to be done."))
        if not self.team:
            yield self.hole(_("Say which team does it, or looks after it."))
        if self.within_hours is not None and self.within_hours < 1:
            yield self.hole(_("A target is an hour or more."))

    def hole(self, words: str) -> Hole:
        return Hole(SECTION, self.key, words)


def check_plan(plan: Sequence[PlannedTask]) -> Iterator[Hole]:
    known = {task.key for task in plan}
    yield from twice(SECTION, (task.key for task in plan))
    for task in plan:
        yield from task.check()
        for key in task.needs:
            if key not in known:
                yield task.hole(_("It waits for “%(key)s”, and there is no such task.") % {"key": key})
    yield from circle(plan, known)


def circle(plan: Sequence[PlannedTask], known: set[str]) -> Iterator[Hole]:
    try:
        TopologicalSorter({task.key: set(task.needs) & known for task in plan}).prepare()
    except CycleError as error:
        round_trip = " → ".join(reversed(error.args[1]))
        yield Hole(
            SECTION, "", _("These wait for each other, so nobody can begin: %(keys)s.") % {"keys": round_trip}
        )
