"""The page of the moment: steps ticked as they are done, the way back, what breaks meanwhile. And the page after it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from changes.access import change_or_404
from changes.contract.standing import standings
from changes.doing import ticking
from changes.doing.broken import SHOWN, caused_by, opened_since
from changes.models import Change, ChangeStep
from itsm.frame.http import HttpRequest, render
from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.access import ticket_or_404
from itsm.tickets.errors import Refused
from itsm.tickets.models import Link
from itsm.tickets.panels import panels_for

OF_THE_MOMENT = ("start", "finish", "back_out")


@require_safe
def carry_out(request: HttpRequest, number: str) -> HttpResponse:
    """`#doing` is fetched again whenever the change, or the desk, has news."""
    change = change_or_404(request, number)
    region = "doing" if request.htmx and request.htmx.target == "doing" else ""
    context = {"ticket": change, **doing(change, request.user)}
    if not region:
        context["panels"] = panels_for(change, request, page="carry_out")
    return render(request, "changes/doing/carry_out.html", context, partial=region)


def doing(change: Change, person: Person) -> dict[str, Any]:
    steps = list(change.steps.select_related("owner", "done_by"))
    plan = [step for step in steps if step.part == ChangeStep.Part.PLAN]
    offered = [verb for verb in verbs.offered(change, person) if verb.name in OF_THE_MOMENT]
    return {
        "plan": plan,
        "back_out": [step for step in steps if step.part == ChangeStep.Part.BACK_OUT],
        "done": sum(step.done_at is not None for step in plan),
        "next_step": next((step.pk for step in plan if step.done_at is None), None),
        "minutes_left": sum(step.minutes for step in plan if step.done_at is None),
        "may_tick": change.status == Change.Status.IMPLEMENTING and person.has_perm("changes.finish_change"),
        "verbs": offered,
        "no_return": next((step for step in plan if step.no_return and step.done_at), None),
        "broken": opened_since(change, person).with_people()[:SHOWN],
        "now": timezone.now(),
    }


@require_POST
def tick(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    step = step_or_404(request, number, pk)
    return done_or_said(request, step, ticking.tick, note=request.POST.get("note", "").strip()[:2000])


@require_POST
def untick(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    return done_or_said(request, step_or_404(request, number, pk), ticking.untick)


def done_or_said(request: HttpRequest, step: ChangeStep, act: Any, **given: Any) -> HttpResponse:
    """Who came second is told who was first; the page shows it either way."""
    try:
        act(step, by=request.user, **given)
    except Refused as refused:
        messages.warning(request, str(refused))
    if request.htmx:
        change = change_or_404(request, step.change.number)
        context = {"ticket": change, "acted": step.pk, **doing(change, request.user)}
        return render(request, "changes/doing/carry_out.html", context, partial="doing")
    return redirect("changes:carry_out", number=step.change.number)


@require_safe
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Plan beside what happened, the contract as it stood, what it caused; the verb “close” writes the outcome."""
    change = change_or_404(request, number)
    caused = list(caused_by(change).visible_to(request.user).with_people())
    meanwhile = opened_since(change, request.user).exclude(pk__in=[one.pk for one in caused])
    context = {
        "ticket": change,
        "steps": change.steps.filter(part=ChangeStep.Part.PLAN).select_related("done_by"),
        "standings": standings(change, now=change.started_at or timezone.now()),
        "caused": caused,
        "meanwhile": meanwhile.with_people()[:SHOWN],
        "verbs": [verb for verb in verbs.offered(change, request.user) if verb.name == "close"],
    }
    return render(request, "changes/doing/review.html", context)


@require_POST
def caused(request: HttpRequest, number: str, incident: str) -> HttpResponse:
    """The incident was caused by this change: both say so from now on."""
    change = change_or_404(request, number)
    found = ticket_or_404(request.user, "incidents", incident)
    if not request.user.has_perm("tickets.work_ticket"):
        raise PermissionDenied
    found.link(change, Link.Kind.CAUSED_BY, by=request.user)
    return redirect("changes:review", number=change.number)


def step_or_404(request: HttpRequest, number: str, pk: int) -> ChangeStep:
    change = change_or_404(request, number)
    found = change.steps.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not request.user.has_perm("changes.finish_change"):
        raise PermissionDenied
    found.change = change
    return found
