"""When something is asked, needed or done: only if a field was answered so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Condition:
    """Holds if the answer, or one of several, is among `values`. Without a field it always holds."""

    field: str = ""
    values: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        if not data or not data.get("field"):
            return cls()
        return cls(str(data["field"]), tuple(str(value) for value in data.get("is") or ()))

    def to_json(self) -> dict[str, Any] | None:
        return {"field": self.field, "is": list(self.values)} if self.field else None

    def holds(self, answers: Mapping[str, Any]) -> bool:
        if not self.field:
            return True
        given = answers.get(self.field)
        return any(str(one) in self.values for one in (given if isinstance(given, list) else [given]))

    @property
    def values_json(self) -> str:
        """For the page's own script."""
        return json.dumps(self.values)

    def __bool__(self) -> bool:
        return bool(self.field)


ALWAYS = Condition()
