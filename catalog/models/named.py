"""The teams, people and other systems that an edition names: what of it is not there any more, and by which name it was known."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.blueprint import Blueprint
from catalog.blueprint.hole import Hole
from catalog.models.hook import Hook
from itsm.people.models import Person, Team


def gone(blueprint: Blueprint) -> Iterator[Hole]:
    """A statement for each kind of thing that is named at all."""
    asked = [(step, step.who.get("kind")) for step in blueprint.approvals]
    teams = [(task, task.team) for task in blueprint.plan]
    teams += [(step, step.who.get("team")) for step, kind in asked if kind == "team"]  # type: ignore[misc]
    people = [(step, pk) for step, kind in asked if kind == "people" for pk in step.who.get("people") or ()]
    hooks = [(task, task.hook) for task in blueprint.plan]
    yield from missing(
        teams, Team.objects.all(), _("The team “%(name)s” does not work any more. Choose another.")
    )
    yield from missing(
        people, Person.objects.all(), _("%(name)s does not work here any more. Name somebody else.")
    )
    yield from missing(hooks, Hook.objects.all(), _("The system “%(name)s” is not in use any more. Choose another."))  # fmt: skip


def missing(named: Iterable[tuple[Any, int | None]], rows: QuerySet[Any], words: str) -> Iterator[Hole]:
    """`named`: (the step or task, the key of what it names). What was deleted has only its number left."""
    pairs = [(by, pk) for by, pk in named if pk]
    known = rows.in_bulk({pk for _by, pk in pairs}) if pairs else {}
    for by, pk in pairs:
        found = known.get(pk)
        if found is None or not found.is_active:
            yield by.hole(words % {"name": found or f"#{pk}"})
