"""A problem with everything on it under the longest and oddest words, and a proposal with as many."""

from datetime import timedelta

from django.utils import timezone

from incidents.models import Incident
from itsm.people.models import Person
from itsm.services.models import Goal
from problems.models import Cause, Problem, ProblemAction, Recurrence
from problems.models.root_cause import write_whys


def overfull_problem(words: str, *, agent: Person) -> dict[str, object]:
    """All branches, seven whys, an action that is late, twelve incidents; and a goal of the same words."""
    incidents = list(Incident.objects.filter(restricted=False, service__isnull=False).order_by("pk")[:14])
    about = {"service": incidents[0].service, "description": words * 4, "incidents": incidents}
    problem = Problem.raise_(by=agent, title=words, **about)
    goal = Goal.objects.create(name=words[:120], says=words, owner=agent)
    problem.assess(business_value=4, goal=goal, by=agent)
    write_whys(problem, whys=[words] * 7, by=agent)
    for branch in Cause.Branch:
        for n in range(3):
            Cause.add(problem, branch=branch, what=words, evidence=words * (n + 1), is_root=n == 0, by=agent)
    late = timezone.localdate() - timedelta(days=1)
    ProblemAction.add(problem, what=words, owner=agent, due_on=late, by=agent)
    proposal = Recurrence.objects.create(
        service=incidents[0].service, title=words, words=[words] * 6, likeness=0.5, found_at=timezone.now(), problem=problem
    )  # fmt: skip
    proposal.incidents.set(incidents)
    return {"problem": problem.number, "proposal": proposal.pk}
