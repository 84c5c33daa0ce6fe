"""What a fresh install begins with: it fits without configuring. Written by migration 0002, for which it must stay as it is."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

QUESTIONS: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...] = (
    (
        "tried",
        "How was it tried before?",
        (
            ("The very same was done here, and went well.", 0),
            ("In a test house that is like ours.", 1),
            ("In part.", 4),
            ("Not at all.", 7),
        ),
    ),
    (
        "way-back",
        "How do we get back if it goes wrong?",
        (
            ("At once, by one step that was tried.", 0),
            ("In less than an hour, by known steps.", 2),
            ("It takes longer, or nobody has tried it.", 5),
            ("There is no way back.", 9),
        ),
    ),
    (
        "noticed",
        "What do colleagues notice while it is done?",
        (
            ("Nothing.", 0),
            ("A short break.", 2),
            ("They cannot work with it for more than an hour.", 4),
        ),
    ),
    (
        "lost",
        "What is lost if it fails?",
        (
            ("Nothing but our time.", 0),
            ("Some colleagues cannot work for an hour or two.", 2),
            ("A site or a department cannot work for a day.", 5),
            ("Data, money or safety.", 8),
        ),
    ),
    (
        "hands",
        "Who does it?",
        (
            ("Somebody who has done it before.", 0),
            ("Somebody who knows the system well.", 1),
            ("It is new to whoever does it.", 4),
        ),
    ),
)
FACTS = {
    "criticality": 1,
    "dependants": 1,
    "colleagues": 1,
    "in_hours": 2,
    "short_notice": 2,
    "past_failures": 3,
    "past_successes": -3,
}
# From so many points on, ready so many hours before it starts, only with test evidence.
LEVELS = (("low", 0, 0, False), ("medium", 10, 24, False), ("high", 20, 72, True))

USUAL = {"remind_hours": 8, "escalate_hours": 24}
MANAGER = {
    "name": "The change manager authorises",
    "who": {"kind": "role", "role": "change manager"},
    "rule": "any",
    **USUAL,
}
OWNERS = {"name": "The owners of the services agree", "who": {"kind": "owners"}, "rule": "all", **USUAL}
BOARD = {
    "name": "The change advisory board agrees",
    "who": {"kind": "board"},
    "rule": "share",
    "share": 51,
    "remind_hours": 24,
}
EMERGENCY = {
    "name": "Two of the emergency board authorise", "who": {"kind": "board", "emergency": True}, "rule": "some", "needed": 2,
    "escalate_hours": 1,
}  # fmt: skip
AUTHORITIES = (
    ("normal", "low", [MANAGER]),
    ("normal", "medium", [OWNERS, MANAGER]),
    ("normal", "high", [OWNERS, MANAGER, BOARD]),
    ("emergency", "", [EMERGENCY]),
)


def write(get_model: Callable[[str, str], type[Model]]) -> None:
    """Write all of it where there is none; `get_model` is the registry's, historical or present."""

    def write_all(name: str, rows: list[dict[str, Any]]) -> None:
        model: Any = get_model("changes", name)
        if not model._default_manager.exists():
            model._default_manager.bulk_create(model(**row) for row in rows)

    write_all("RiskQuestion", [
        {"key": key, "text": text, "place": place, "choices": [{"label": label, "points": points} for label, points in choices]}
        for place, (key, text, choices) in enumerate(QUESTIONS, 1)
    ])  # fmt: skip
    write_all("RiskFact", [{"key": key, "points": points} for key, points in FACTS.items()])
    names = ("level", "from_score", "lead_hours", "needs_evidence")
    write_all("RiskLevel", [dict(zip(names, row, strict=True)) for row in LEVELS])
    write_all("Authority", [dict(zip(("type", "level", "steps"), row, strict=True)) for row in AUTHORITIES])
