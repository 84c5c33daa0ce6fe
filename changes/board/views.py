"""Pages of the board: its meetings, one meeting before, during and after, and each change on its agenda."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.board import agenda, holding, showing, steps, voting
from changes.board.access import for_boards, item_or_404, meeting_or_404
from changes.board.forms import ActionForm, BoardForm, DecisionForm, MeetingForm, VoteForm
from changes.models import AgendaItem, Board, Meeting
from changes.sections import sections_for
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

State = Meeting.State
runs_meetings = permission_required("changes.run_meeting", raise_exception=True)
governs = permission_required("changes.govern_change", raise_exception=True)


@require_safe
@for_boards
def meeting_list(request: HttpRequest) -> HttpResponse:
    over = request.GET.get("view") == "over"
    states = [State.OVER, State.CANCELLED] if over else [State.PLANNED, State.RUNNING]
    rows = Meeting.objects.visible_to(request.user).filter(state__in=states).select_related("board", "chair")
    order = ["-starts_at", "-pk"] if over else ["starts_at", "pk"]
    context = {
        "page": KeysetPage.of(rows, order, request.GET.get("cursor")), "over": over, "base": "view=over" if over else "",
        "boards": Board.objects.exists(), "may_run": request.user.has_perm("changes.run_meeting"),
    }  # fmt: skip
    return render(request, "changes/board/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@runs_meetings
def meeting_new(request: HttpRequest) -> HttpResponse:
    form = MeetingForm(request.POST or None, initial={"board": Board.objects.first(), "minutes": 60})
    if request.method == "POST" and form.is_valid():
        made = form.save()
        agenda.build(made, now=timezone.now())
        return redirect(made)
    return render(
        request,
        "changes/board/form.html",
        {"form": form, "title": _("Plan a meeting")},
        status=422 if form.errors else 200,
    )


@require_safe
@for_boards
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it: the agenda and the votes. During it: what everybody sees at once. After it: the minutes."""
    found = meeting_or_404(request.user, pk)
    region = "meeting" if request.htmx and request.htmx.target == "meeting" else ""
    return render(request, "changes/board/meeting.html", page(found, request), partial=region)


def page(found: Meeting, request: HttpRequest) -> dict[str, Any]:
    shown = showing.minutes(found, request.user)
    current = next((one for one in shown["lines"] if one.item.pk == found.current_id), None)
    here = [one.person_id for one in shown["there"] if one.left_at is None]
    running = found.state == State.RUNNING
    now = timezone.now()
    return {
        **shown, "meeting": found, "current": current, "chairs": showing.chairs(found, request.user),
        "here": request.user.pk in here, "present": sum(one.left_at is None for one in shown["there"]),
        "decision": DecisionForm(initial={"digest": current.item.change.digest}) if current and running else None,
        "action": ActionForm() if running else None, "now": now,
        "talked": showing.timer(current.item, now) if current else "",
        "decides": showing.decides(current.item, request.user) if current else False,
    }  # fmt: skip


@require_safe
@for_boards
def item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """All that a member needs to know of one change, on one screen, and their vote."""
    return show_item(request, item_or_404(request.user, pk, item))


def show_item(request: HttpRequest, found: AgendaItem, form: VoteForm | None = None) -> HttpResponse:
    member = found.meeting.board.members.filter(pk=request.user.pk).exists()
    digest = found.change.digest
    line = showing.line(found, found.meeting, request.user, member=member, digest=digest)
    initial = {"digest": digest}
    context = {
        "meeting": found.meeting, "line": line, "ticket": found.change, "sections": sections_for(found.change, request.user),
        "form": form or VoteForm(instance=line.mine, initial=initial) if line.may_vote else None,
    }  # fmt: skip
    return render(request, "changes/board/item.html", context, status=422 if form is not None else 200)


# Acts -----------------------------------------------------------------------------------------------------------------


@require_POST
@for_boards
def vote(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    found, form = item_or_404(request.user, pk, item), VoteForm(request.POST)
    if not form.is_valid():
        return show_item(request, found, form)
    try:
        voting.vote(found, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        for name, said in error.message_dict.items():
            form.add_error(name, said)
        return show_item(request, found, form)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("board:item", pk=pk, item=item)
    return redirect("board:meeting", pk=pk)


def done(request: HttpRequest, found: Meeting, act: Callable[[], Any]) -> HttpResponse:
    """Do it, and show the meeting; what is refused is said."""
    try:
        act()
    except Refused as refused:
        messages.warning(request, str(refused))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(found)


@require_POST
@for_boards
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """What concerns the meeting as a whole. Whoever belongs to it may come and go; the rest is the chair's."""
    found = meeting_or_404(request.user, pk)
    acts: dict[str, Callable[[], Any]] = {
        "join": lambda: holding.join(found, by=request.user),
        "leave": lambda: holding.leave(found, by=request.user),
        "begin": lambda: holding.begin(found, by=request.user),
        "end": lambda: holding.end(found, by=request.user, notes=request.POST.get("notes", "")[:20_000]),
        "cancel": lambda: holding.cancel(found, by=request.user),
        "look-again": lambda: holding.look_again(found),
    }
    if verb not in {"join", "leave"} and not showing.chairs(found, request.user):
        messages.warning(request, _("%(chair)s chairs this meeting.") % {"chair": found.chair})
        return redirect(found)
    return done(request, found, acts[verb])


@require_POST
@for_boards
def call(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    found = item_or_404(request.user, pk, item)
    return done(request, found.meeting, lambda: holding.call(found, by=request.user))


@require_POST
@for_boards
def decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    found, form = item_or_404(request.user, pk, item), DecisionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say what was decided."))
        return redirect(found.meeting)
    return done(request, found.meeting, lambda: holding.decide(found, by=request.user, **form.cleaned_data))


@require_POST
@for_boards
def take_on(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = meeting_or_404(request.user, pk), ActionForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("An action needs words, a name and a day."))
        return redirect(found)
    given = dict(form.cleaned_data)
    return done(request, found, lambda: holding.take_on(found, by=request.user, item=found.current, **given))


@require_POST
@for_boards
def finish_action(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    found = meeting_or_404(request.user, pk)
    mine = get_object_or_404(found.actions, pk=action, done_at=None)
    holding.finish(mine, by=request.user)
    return redirect(found)


# Boards ---------------------------------------------------------------------------------------------------------------


@require_safe
@for_the_desk
def board_list(request: HttpRequest) -> HttpResponse:
    boards = Board.objects.select_related("chair").prefetch_related("members")
    may_edit = request.user.has_perm("changes.govern_change")
    return render(request, "changes/board/boards.html", {"boards": boards, "may_edit": may_edit})


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
@governs
def board_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(Board, pk=pk) if pk else None
    form = BoardForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        messages.success(request, _("“%(name)s” is kept.") % {"name": kept})
        return redirect("board:boards")
    context = {"form": form, "title": str(found) if found else _("New board")}
    return render(request, "changes/board/form.html", context, status=422 if form.errors else 200)


@require_safe
@for_the_desk
def step_times(request: HttpRequest) -> HttpResponse:
    """How long each step takes, and which one is only ever waited for."""
    now = timezone.now()
    answers = steps.answers(now=now)
    proposals = [steps.proposal(one) for one in answers if one.never_declined]
    context = {"stays": steps.stays(now=now), "answers": answers, "proposals": proposals}
    return render(request, "changes/board/steps.html", context)
