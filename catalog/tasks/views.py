"""Tasks at the desk: the list by due, one task, its verbs; and the way back from another system."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.http import HttpRequest as DjangoRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Task
from catalog.tasks import acts, calling, listing, wire
from catalog.tasks.filters import TaskFilter
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

LARGEST = 64 * 1024  # bytes another system may say


@require_safe
@for_the_desk
def task_list(request: HttpRequest) -> HttpResponse:
    """What is in my hands, else in my teams'; by due."""
    counts, now = listing.counts(request.user), timezone.now()
    view = listing.BY_SLUG.get(
        request.GET.get("view", ""), listing.BY_SLUG["mine" if counts["mine"] else "team"]
    )
    found = TaskFilter(request.GET, listing.for_list(listing.asked(view, request.user)))
    page = KeysetPage.of(found.qs, listing.ORDER, request.GET.get("cursor"))
    query = request.GET.copy()
    query.pop("cursor", None)
    context: dict[str, Any] = {
        "page": page,
        "view": view,
        "filter": found,
        "base": query.urlencode(),
        "now": now,
    }
    context["filtered"] = any(request.GET.get(name) for name in ("q", "team", "state", "hook"))
    context["tabs"] = [(each, counts.get(each.slug)) for each in listing.VIEWS]
    context["rows"] = [(task, listing.mark(task, now=now)) for task in page]
    return render(request, "catalog/tasks/list.html", context, partial="rows")


@require_safe
@for_the_desk
def task(request: HttpRequest, pk: int) -> HttpResponse:
    found = task_or_404(request, pk)
    others = found.ticket.tasks.filter(key__in=found.needs).order_by("place")
    context = {
        "task": found,
        "acts": acts.offered(found, request.user),
        "others": others,
        "now": timezone.now(),
    }
    context["calls"] = found.calls.order_by("-pk")[:10] if found.hook_id else []
    return render(request, "catalog/tasks/task.html", context, partial="task")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def task_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Its form in a dialog or on a plain page, then the act, the refusal, or what is missing."""
    found, known = task_or_404(request, pk), acts.BY_NAME.get(act)
    if known is None:
        raise Http404
    must_work(request)
    form = known.form(request.POST if request.method == "POST" else None, task=found, person=request.user)
    context: dict[str, Any] = {"task": found, "act": known, "form": form, "back": back_of(request, found)}
    if request.method != "POST":
        return render(request, "catalog/tasks/act.html", context, partial="verb")
    try:
        if form.try_to_act():
            if in_place(request):
                return refresh()
            messages.success(request, _("%(task)s: %(act)s.") % {"task": found.title, "act": known.label})
            return redirect(context["back"])
    except Refused as refused:
        return render(
            request, "catalog/tasks/act.html", context | {"refused": refused}, partial="verb", status=409
        )
    return render(request, "catalog/tasks/act.html", context, partial="verb", status=422)


@require_POST
@for_the_desk
def tick(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    found = task_or_404(request, pk)
    must_work(request)
    try:
        found.tick(point, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    if in_place(request):
        return refresh()
    return redirect(back_of(request, found))


def in_place(request: HttpRequest) -> bool:
    """A press in a panel that draws itself again; forms in the dialog go on to another page."""
    return bool(request.htmx) and request.htmx.target != "verb"


def refresh() -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Trigger": "live:ticket"})


def task_or_404(request: HttpRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related(
        "ticket", "team", "assignee", "hook", "done_by"
    )
    return get_object_or_404(rows, pk=pk)


def must_work(request: HttpRequest) -> None:
    if not request.user.has_perm("tickets.work_ticket"):
        raise PermissionDenied


def back_of(request: HttpRequest, found: Task) -> str:
    """Where they came from: the request, the list or the task itself."""
    wanted = request.POST.get("back") or request.GET.get("back") or ""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return found.ticket.get_absolute_url()


@csrf_exempt
@login_not_required
@require_POST
def call_back(request: DjangoRequest, key: str) -> HttpResponse:
    """Another system says how its step went. The address is the proof: it was told to nobody else."""
    found = wire.task_of(key)
    if found is None:
        raise Http404
    said = read(request)
    if said is None:
        return JsonResponse({"error": 'Say a JSON object such as {"done": true, "words": "…"}.'}, status=400)
    calling.called_back(
        found,
        done=said.get("done", True) is True,
        words=str(said.get("words") or "")[:2000],
        now=timezone.now(),
    )
    found.refresh_from_db()
    return JsonResponse({"key": wire.key_of(found), "state": found.state})


def read(request: DjangoRequest) -> dict[str, Any] | None:
    length = request.headers.get("Content-Length") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        return None
    try:
        said = json.loads(request.body or b"{}")
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
