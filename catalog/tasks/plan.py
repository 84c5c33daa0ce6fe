"""From the plan of an edition to the tasks of a request."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.blueprint import PlannedTask
from catalog.models import Call, Hook, ServiceRequest, Task
from catalog.models.course import go_on
from itsm.people.models import Team

ANSWER_WITHIN = (
    24 * 60
)  # minutes: another system that stays silent is noticed, also where the plan names no target


def lay_out(request: ServiceRequest, *, now: datetime) -> None:
    """The tasks of its plan, those ready that need no other. Call it after the act that set it free, not inside.

    Without a plan nothing is laid out: the team does it by hand.
    """
    steps = chosen(map(PlannedTask.from_json, request.edition.plan), request.answers)
    if not steps or request.tasks.exists():
        return
    titles = [step.title for step in steps]
    with request.act("lay_out", by=None, now=now, tasks=titles) as act:
        Task.objects.bulk_create(rows(request, steps))
        go_on(request, act)


def void(request: ServiceRequest) -> None:
    """The request ended otherwise: nobody goes on, and no other system is called. Safe inside an act of the request."""
    left = Task.objects.filter(ticket=request.pk).unfinished()
    Call.objects.pending().filter(task__in=left).update(next_at=None)
    left.update(state=Task.State.SKIPPED, done_at=timezone.now(), words=_("The request ended before."))


def chosen(plan: Iterable[PlannedTask], answers: Mapping[str, Any]) -> list[PlannedTask]:
    """The steps whose condition holds. Who needs one that was left out needs what that one needed."""
    steps = {step.key: step for step in plan}
    kept = {key for key, step in steps.items() if step.condition.holds(answers)}
    return [replace(step, needs=needs(step, steps, kept)) for key, step in steps.items() if key in kept]


def needs(step: PlannedTask, steps: Mapping[str, PlannedTask], kept: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    ask, asked = list(step.needs), set()
    while ask:
        key = ask.pop(0)
        if key in asked or key not in steps:
            continue
        asked.add(key)
        if key in kept:
            found.append(key)
        else:
            ask.extend(steps[key].needs)
    return tuple(found)


def rows(request: ServiceRequest, steps: list[PlannedTask]) -> Iterable[Task]:
    """A team or another system that is gone since the edition was written stops nobody: the request's own team does it."""
    teams = set(Team.objects.filter(is_active=True).values_list("pk", flat=True))
    hooks = set(Hook.objects.filter(is_active=True).values_list("pk", flat=True))
    for place, step in enumerate(steps):
        hook = step.hook if step.hook in hooks else None
        within = step.within_hours * 60 if step.within_hours else ANSWER_WITHIN if hook else None
        yield Task(
            ticket_id=request.pk, key=step.key, place=place, title=step.title, instructions=step.instructions,
            needs=list(step.needs), hook_id=hook, within_minutes=within,
            team_id=step.team if step.team in teams else request.offering.team_id,
            checklist=[{"words": words, "by": "", "at": ""} for words in step.checklist],
        )  # fmt: skip
