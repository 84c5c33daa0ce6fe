"""What stands on what, for questions about many services at once: one statement, then walks in memory."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import Self

from django.db import connection

from itsm.services.impact import ARROWS

Edge = tuple[int, int]  # the upper stands on the lower


class Graph:
    """Services by their keys. Components in between are keys below zero: they carry a path and are never an answer."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._below: dict[int, list[int]] = defaultdict(list)
        self._above: dict[int, list[int]] = defaultdict(list)
        for upper, lower in edges:
            self._below[upper].append(lower)
            self._above[lower].append(upper)
        self._reached: dict[int, frozenset[int]] = {}

    @classmethod
    def load(cls) -> Self:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT CASE upper WHEN 's' THEN upper_id ELSE -upper_id END,"  # noqa: S608 - constant text
                f" CASE lower WHEN 's' THEN lower_id ELSE -lower_id END FROM ({ARROWS}) arrow"
            )
            return cls(cursor.fetchall())

    def affected(self, services: Iterable[int]) -> frozenset[int]:
        """These, and every service that stands on one of them."""
        return frozenset().union(*(self._affected(service) for service in services))

    def related(self, services: Iterable[int]) -> frozenset[int]:
        """These, what stands on them, and what they stand on: whatever could concern them."""
        asked = set(services)
        return self.affected(asked) | _services(_walk(asked, self._below))

    def stands_on(self, upper: int, lower: int) -> bool:
        return upper != lower and upper in self._affected(lower)

    def _affected(self, service: int) -> frozenset[int]:
        if service not in self._reached:
            self._reached[service] = _services(_walk([service], self._above))
        return self._reached[service]


def _walk(start: Iterable[int], ways: Mapping[int, list[int]]) -> set[int]:
    seen = set(start)
    waiting = deque(seen)
    while waiting:
        for there in ways.get(waiting.popleft(), ()):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen


def _services(keys: Iterable[int]) -> frozenset[int]:
    return frozenset(key for key in keys if key > 0)
