"""The written cases (demo/cases/*.txt): what goes wrong with a service, and what people say about it.

# Service
= impact urgency weight [category] [restricted]
t: titles | of | this case          d: how the colleague tells it
q: what we ask   a: their answer    n: an internal note   u: an update   r: resolution: words
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from demo.phrases import SLOTS

FOLDER = Path(__file__).parent / "cases"


@dataclass
class Case:
    service: str
    impact: int
    urgency: int
    weight: int
    category: str
    restricted: bool
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


@cache
def cases() -> dict[str, list[Case]]:
    """By service."""
    found: dict[str, list[Case]] = defaultdict(list)
    for path in sorted(FOLDER.glob("*.txt")):
        service = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            mark, _, rest = line.partition(" ")
            if mark == "#":
                service = rest
            elif mark == "=":
                found[service].append(heading(service, rest))
            else:
                found[service][-1].said[mark.rstrip(":")].append(rest)
    return found


def heading(service: str, line: str) -> Case:
    impact, urgency, weight, *rest = line.split(" ")
    restricted = rest[-1:] == ["restricted"]
    category = " ".join(rest[:-1] if restricted else rest)
    return Case(service, int(impact), int(urgency), int(weight), category, restricted)


class Script:
    """One ticket's words: a case, with its braces filled the same way throughout."""

    def __init__(self, case: Case, rng: Random, **known: str) -> None:
        self.case, self.rng = case, rng
        self.slots = {name: rng.choice(values) for name, values in SLOTS.items()} | known
        self.used: set[str] = set()

    @property
    def title(self) -> str:
        return self.fill(self.rng.choice(self.case.said["t"][0].split(" | ")))

    def say(self, mark: str, *others: str) -> str:
        """Something of this kind not said yet; `others` when the case has nothing (more)."""
        fresh = [words for words in self.case.said.get(mark, []) if words not in self.used]
        words = self.rng.choice(fresh or list(others) or self.case.said[mark])
        self.used.add(words)
        return self.fill(words)

    def has(self, mark: str) -> bool:
        return any(words not in self.used for words in self.case.said.get(mark, []))

    def resolution(self) -> tuple[str, str]:
        kind, _, words = self.say("r").partition(": ")
        return kind.lower(), words[0].upper() + words[1:]

    def fill(self, words: str, **more: str) -> str:
        filled = words.format(**self.slots, **more)
        return filled[0].upper() + filled[1:]
