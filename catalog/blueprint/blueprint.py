"""The whole of it: what is asked, who must agree, what is then done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from catalog.blueprint import approval as approvals
from catalog.blueprint import task as tasks
from catalog.blueprint.approval import PlannedApproval
from catalog.blueprint.field import Field, check_condition, check_form
from catalog.blueprint.hole import Hole
from catalog.blueprint.task import PlannedTask, check_plan

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Blueprint:
    form: tuple[Field, ...] = ()
    approvals: tuple[PlannedApproval, ...] = ()
    plan: tuple[PlannedTask, ...] = ()

    @classmethod
    def from_json(cls, form: Rows, approvals: Rows = (), plan: Rows = ()) -> Self:
        return cls(
            tuple(map(Field.from_json, form)),
            tuple(map(PlannedApproval.from_json, approvals)),
            tuple(map(PlannedTask.from_json, plan)),
        )

    def to_json(self) -> dict[str, list[dict[str, Any]]]:
        return {
            "form": [field.to_json() for field in self.form],
            "approvals": [step.to_json() for step in self.approvals],
            "plan": [task.to_json() for task in self.plan],
        }

    def check(self) -> list[Hole]:
        return list(self._holes())

    def _holes(self) -> Iterator[Hole]:
        fields = {field.key: field for field in self.form if field.is_answered}
        yield from check_form(self.form)
        for step in self.approvals:
            yield from step.check()
            yield from check_condition(approvals.SECTION, step.name, step.condition, fields)
        yield from check_plan(self.plan)
        for task in self.plan:
            yield from check_condition(tasks.SECTION, task.key, task.condition, fields)

    def visible(self, answers: Mapping[str, Any]) -> list[Field]:
        """What is asked, given these answers: a field that depends on one that is not asked is not asked either."""
        shown: list[Field] = []
        kept: dict[str, Any] = {}
        for field in self.form:
            if field.condition.holds(kept):
                shown.append(field)
                kept[field.key] = answers.get(field.key)
        return shown
