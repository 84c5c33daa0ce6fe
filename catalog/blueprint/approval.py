"""One step of approval, as the offering plans it: who is asked, how many must agree, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils.translation import gettext as _

from catalog.blueprint.condition import ALWAYS, Condition
from catalog.blueprint.hole import Hole

SECTION = "approvals"
WHO = ("manager", "owner", "people", "team")
RULES = ("any", "all", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedApproval:
    """`who` stays as the contract has it: {"kind": "manager" | "owner" | "people" | "team", …}."""

    name: str
    who: Mapping[str, Any] = field(default_factory=dict)
    rule: str = "any"
    share: int | None = None  # per cent
    needed: int | None = None  # people
    condition: Condition = ALWAYS
    remind_hours: int | None = None
    escalate_hours: int | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            name=str(data.get("name", "")),
            who=dict(data.get("who") or {}),
            rule=str(data.get("rule") or "any"),
            share=data.get("share"),
            needed=data.get("needed"),
            condition=Condition.from_json(data.get("if")),
            remind_hours=data.get("remind_hours"),
            escalate_hours=data.get("escalate_hours"),
        )

    def to_json(self) -> dict[str, Any]:
        told = {
            "name": self.name, "who": dict(self.who), "rule": self.rule, "share": self.share, "needed": self.needed, "if": self.condition.to_json(),
            "remind_hours": self.remind_hours, "escalate_hours": self.escalate_hours,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}

    def check(self) -> Iterator[Hole]:
        kind = self.who.get("kind")
        if not self.name.strip():
            yield self.hole(_("The step needs a name that colleagues understand."))
        if kind not in WHO:
            yield self.hole(_("Say who is asked."))
        if kind == "people" and not self.who.get("people"):
            yield self.hole(_("Name the people who are asked."))
        if kind == "team" and not self.who.get("team"):
            yield self.hole(_("Name the team that is asked."))
        if self.rule not in RULES:
            yield self.hole(_("Say how many of them must agree."))
        if self.rule == "share" and not 1 <= (self.share or 0) <= 100:
            yield self.hole(_("The share is a number from 1 to 100."))
        if self.remind_hours and self.escalate_hours and self.remind_hours >= self.escalate_hours:
            yield self.hole(_("Remind them before you ask somebody else."))

    def hole(self, words: str) -> Hole:
        return Hole(SECTION, self.name, words)
