"""A problem with a cause, an action and a proposal that waits; and a goal."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from itsm.services.models import Goal
from problems.models import Cause, Problem, ProblemAction, Recurrence

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    agent = world.people["agent"]
    world.problem = problem = Problem.raise_(by=agent, title="Mail stops every night", team=world.team)
    cause = Cause.add(problem, branch="process", what="Nobody renews it", by=agent)
    today = timezone.localdate()
    action = ProblemAction.add(problem, what="Renew it", owner=agent, due_on=today, by=agent)
    proposal = Recurrence.objects.create(
        service=world.service, title="Mail is down", likeness=0.5, found_at=timezone.now()
    )
    goal = Goal.objects.create(name="Two days to quote", owner=world.people["manager"])
    return {
        "problems:": proposal,
        "problems:make_root": cause,
        "problems:remove_cause": cause,
        "problems:finish_action": action,
        "api:recurrences": proposal,
        "api:problems": cause,
        "api:problems-finish-action": action,
        "goals:": goal,
        "api:goals": goal,
    }


def meaning(world: "World", route: str) -> dict[str, Any]:
    return {"number": world.problem.number} if route.startswith(("problems:", "api:problems")) else {}
