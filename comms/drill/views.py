"""Readiness: rehearse an outage by a real clock, and see what it was worth. Nothing of it leaves."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.drill import rehearsing
from comms.drill.forms import Message, StartForm
from comms.drill.rehearsing import Rehearsal
from comms.drill.score import TIME, WORDS
from comms.drill.words import name_of, prepared
from comms.models import Audience, Drill
from comms.notices.views.desk import may_tell
from comms.promises.drawing import NAMES, STATES, draw
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk


@for_the_desk
@may_tell
@require_http_methods(["GET", "HEAD", "POST"])
def drills(request: HttpRequest) -> HttpResponse:
    """What was rehearsed, and the way to the next one."""
    now, form = timezone.now(), StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(form.start(by=request.user, now=now))
    page = KeysetPage.of(
        Drill.objects.with_notice(), ["-started_at", "-pk"], request.GET.get("cursor", ""), size=20
    )
    context = {
        "form": form,
        "page": page,
        "history": Rehearsal.of_each(page.rows, now=now),
        "prepared": prepared(now=now),
        "audiences": [audience.label for audience in Audience],
    }
    return render(request, "comms/drill/drills.html", context, status=422 if form.errors else 200)


@for_the_desk
@may_tell
@require_safe
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known by now, what is due, what was kept; at its end, the score."""
    found = get_object_or_404(Drill.objects.with_notice(), pk=pk)
    shown = Rehearsal.of(found, now=timezone.now())
    context = {
        "drill": found,
        "rehearsal": shown,
        "strip": draw(shown.cadence, started=found.started_at, now=shown.until),
        "cadence_steps": [(NAMES[step.name], STATES[step.state], step) for step in shown.cadence.steps],
        "steps": [(verb, name_of(verb)) for verb in shown.steps] if shown.is_running else [],
        "most": (TIME, WORDS),
    }
    return render(request, "comms/drill/drill.html", context, partial="run")


@for_the_desk
@may_tell
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """The next message, drafted; said, it stands in the rehearsal and nowhere else."""
    found = get_object_or_404(Drill.objects.running().with_notice(), pk=pk)
    if verb not in found.notice.allowed_verbs:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    message = Message(found.notice, verb, now=timezone.now(), typed=typed)
    if typed is not None and message.is_valid():
        message.say(by=request.user)
        return redirect(found)
    context = {"drill": found, "message": message, "name": name_of(verb)}
    return render(request, "comms/drill/say.html", context, status=200 if typed is None else 422)


@for_the_desk
@may_tell
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Drill, pk=pk)
    rehearsing.end(found, now=timezone.now())
    return redirect(found)
