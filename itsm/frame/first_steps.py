"""The first things to do, for each role. Each app adds its own; a step is done by doing it, never by a tick."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from itsm.frame import practices
from itsm.frame.addresses import address_of
from itsm.frame.models import StepTaken

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """`says` is how to do it, in a sentence or two, at the page called `url_name`. `done`: rows that are only there once
    this person did it; they are asked for until there is one.
    """

    key: str
    label: str | Promise
    says: str | Promise
    url_name: str
    roles: frozenset[str]
    done: Callable[["Person"], QuerySet[Any]]
    order: int

    @property
    def href(self) -> str:
        return address_of(self.url_name)


@dataclass(frozen=True)
class Line:
    """`at`: when it was done, where that was kept already."""

    step: FirstStep
    done: bool
    at: datetime | None


@dataclass(frozen=True)
class Stand:
    """How far one person is."""

    lines: list[Line]

    @property
    def taken(self) -> int:
        return sum(line.done for line in self.lines)

    @property
    def is_over(self) -> bool:
        return self.taken == len(self.lines)

    @property
    def following(self) -> FirstStep | None:
        return next((line.step for line in self.lines if not line.done), None)


_steps: dict[str, FirstStep] = {}


def add(*steps: FirstStep) -> None:
    """Called when an app is ready."""
    _steps.update({step.key: step for step in steps})


def steps_for(person: "Person") -> list[FirstStep]:
    here = (step for step in _steps.values() if practices.has_address(step.url_name))
    return sorted((step for step in here if step.roles & person.roles), key=attrgetter("order"))


def stand(person: "Person") -> Stand:
    """Two statements. Looking keeps nothing: what was done is found as long as its rows are near, and `keep` keeps it."""
    steps, kept = steps_for(person), _kept(person)
    found = {step.key for step in _done(person, [step for step in steps if step.key not in kept])}
    return Stand([Line(step, step.key in kept or step.key in found, kept.get(step.key)) for step in steps])


def keep(person: "Person", *, now: datetime) -> None:
    """What was done once stays done, even when its rows are far back. Asked each time somebody signs in."""
    kept = _kept(person)
    found = _done(person, [step for step in steps_for(person) if step.key not in kept])
    rows = [StepTaken(person=person, step=step.key, at=now) for step in found]
    StepTaken.objects.bulk_create(rows, ignore_conflicts=True)


def keep_of_who_signs_in(user: "Person", **_about: Any) -> None:
    keep(user, now=timezone.now())


def _kept(person: "Person") -> dict[str, datetime]:
    return dict(StepTaken.objects.filter(person=person).values_list("step", "at"))


def _done(person: "Person", steps: Iterable[FirstStep]) -> list[FirstStep]:
    """Those that left a row behind, however many there are in one statement."""
    asked = [(step, *step.done(person).order_by().values("pk")[:1].query.sql_with_params()) for step in steps]
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"EXISTS ({sql})" for _step, sql, _params in asked),
            [param for _step, _sql, params in asked for param in params],
        )
        answers = cursor.fetchone()
    return [step for (step, *_), yes in zip(asked, answers, strict=True) if yes]
