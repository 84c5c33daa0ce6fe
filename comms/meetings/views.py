"""The pages of meetings: the list with the board's beside, one meeting before, during and after, and what was taken on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from changes.models import Meeting as BoardMeeting
from comms.meetings import holding, taken
from comms.meetings.forms import ActionForm, DecisionForm, MeetingForm, WriteForm
from comms.meetings.kept import Snapshot
from comms.models import Action, Meeting
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.frame.practices import has_address
from itsm.insights.views import READERS
from itsm.people.access import for_the_desk
from itsm.people.models import Person
from itsm.tickets.errors import Refused

State = Meeting.State
MOST_BESIDE = 20
OVER = (State.OVER, State.CANCELLED)


@require_safe
@for_the_desk
def meeting_list(request: HttpRequest) -> HttpResponse:
    over = request.GET.get("view") == "over"
    rows = Meeting.objects.visible_to(request.user).with_subject()
    rows = rows.filter(state__in=OVER if over else Meeting.TO_COME)
    order = ["-starts_at", "-pk"] if over else ["starts_at", "pk"]
    context = {
        "page": KeysetPage.of(rows, order, request.GET.get("cursor")),
        "over": over,
        "base": "view=over" if over else "",
        "boards": boards(over=over),
        "today": timezone.localdate(),
    }
    return render(request, "comms/meetings/list.html", context)


def boards(*, over: bool) -> list[BoardMeeting]:
    """Those of the change boards: they are held on their own pages."""
    if not has_address("board:meetings"):
        return []
    found = BoardMeeting.objects.filter(state__in=OVER if over else Meeting.TO_COME).select_related("board")
    return list(found.order_by("-starts_at" if over else "starts_at")[:MOST_BESIDE])


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_desk
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Planned by whoever will lead it. The invitation with the agenda goes out at once."""
    first = {
        name: request.GET.get(name) for name in ("kind", "service", "unit", "team") if request.GET.get(name)
    }
    form = MeetingForm(request.POST or None, initial=first | contact_of(first.get("unit")))
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["asked"]
        meeting: Meeting = form.save(commit=False)
        meeting.host = request.user
        holding.call(meeting, people=people, by=request.user)
        return redirect(meeting)
    return render(request, "comms/meetings/form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, number: str) -> HttpResponse:
    """Another time, place or people, until it begins."""
    found = led_or_403(request, number)
    emails = found.attendances.exclude(person=found.host_id).values_list("person__email", flat=True)
    form = MeetingForm(request.POST or None, instance=found, initial={"asked": "\n".join(emails)})
    if request.method == "POST" and form.is_valid():
        changed, people = form.save(commit=False), form.cleaned_data["asked"]
        return done(request, changed, lambda: holding.change(changed, people=people, by=request.user))
    context = {"form": form, "meeting": found}
    return render(request, "comms/meetings/form.html", context, status=422 if form.errors else 200)


def contact_of(unit: str | None) -> dict[str, str]:
    """Who speaks for a unit is asked to a review with it."""
    if not unit or not unit.isdecimal() or len(unit) > 18:
        return {}
    contact = Person.objects.active().filter(pk__in=taken.contacts(int(unit))).first()
    return {"asked": contact.email} if contact else {}


@require_safe
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    return render(request, "comms/meetings/meeting.html", about(request, meeting_or_404(request, number)))


def meeting_or_404(request: HttpRequest, number: str) -> Meeting:
    """By its number; also for whoever is asked and works no desk."""
    key = number.upper().removeprefix("MTG-")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(Meeting.objects.visible_to(request.user).with_subject(), pk=key)


def led_or_403(request: HttpRequest, number: str) -> Meeting:
    found = meeting_or_404(request, number)
    if not found.is_led_by(request.user):
        raise PermissionDenied
    return found


def about(request: HttpRequest, found: Meeting, **forms: Any) -> dict[str, Any]:
    leads = found.is_led_by(request.user)
    going_on = found.state in Meeting.TO_COME
    return {
        "meeting": found,
        "leads": leads,
        "asked": found.attendances.select_related("person"),
        "decisions": [(one, Snapshot.of(one.figure)) for one in found.decisions.select_related("by")],
        "actions": found.actions.select_related("owner"),
        "now": timezone.now(),
        "reads_figures": bool(request.user.roles & READERS),
        "write": WriteForm(meeting=found) if leads and found.state == State.RUNNING else None,
        "decision": DecisionForm(person=request.user) if leads and found.state == State.RUNNING else None,
        "action": ActionForm(meeting=found) if leads and (going_on or found.state == State.OVER) else None,
        **forms,
    }


# Acts -----------------------------------------------------------------------------------------------------------------


@require_POST
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """What happens to the meeting as a whole, by whoever leads it."""
    found = led_or_403(request, number)
    acts: dict[str, Callable[[], None]] = {
        "look-again": lambda: holding.look_again(found),
        "begin": lambda: holding.begin(found, by=request.user),
        "end": lambda: holding.end(found, by=request.user),
        "cancel": lambda: holding.cancel(found, by=request.user),
    }
    if verb not in acts:
        raise Http404
    return done(request, found, acts[verb])


def done(request: HttpRequest, found: Meeting, do: Callable[[], Any]) -> HttpResponse:
    try:
        do()
    except Refused as refused:
        messages.warning(request, str(refused))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect(found)


@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Notes, and who is there; "end" sends the minutes with it."""
    found = led_or_403(request, number)
    form = WriteForm(request.POST, meeting=found)
    if not form.is_valid():
        return render(request, "comms/meetings/meeting.html", about(request, found, write=form), status=422)
    said = form.cleaned_data

    def both() -> None:
        holding.write(found, notes=said["notes"], there=[int(pk) for pk in said["there"]])
        if "end" in request.POST:
            holding.end(found, by=request.user)

    return done(request, found, both)


@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """With the figure of the agenda's point it is about, as it stands there."""
    found = led_or_403(request, number)
    form = DecisionForm({**request.POST.dict(), "meeting": found.pk}, person=request.user)
    if not form.is_valid():
        return render(
            request, "comms/meetings/meeting.html", about(request, found, decision=form), status=422
        )
    figure = taken.figure_of_point(found, request.POST.get("point", ""))
    given = {"what": form.cleaned_data["what"], "why": form.cleaned_data["why"]}
    return done(
        request, found, lambda: holding.decide(by=request.user, meeting=found, figure=figure, **given)
    )


@require_POST
def take_on(request: HttpRequest, number: str) -> HttpResponse:
    found = led_or_403(request, number)
    form = ActionForm(request.POST, meeting=found)
    if not form.is_valid():
        return render(request, "comms/meetings/meeting.html", about(request, found, action=form), status=422)
    return done(request, found, lambda: holding.take_on(found, by=request.user, **form.cleaned_data))


# What was taken on ----------------------------------------------------------------------------------------------------


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Mine first; everybody's for the desk. Those of boards and of reviews after incidents stand beside."""
    everybody = request.GET.get("view") == "all" and request.user.works_the_desk
    rows = Action.objects.visible_to(request.user).open().with_people()
    rows = rows if everybody else rows.filter(owner=request.user)
    context = {
        "page": KeysetPage.of(rows, ["due_on", "pk"], request.GET.get("cursor")),
        "everybody": everybody,
        "base": "view=all" if everybody else "",
        "elsewhere": taken.elsewhere(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "comms/meetings/actions.html", context)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """By its owner, or whoever led the meeting."""
    found = get_object_or_404(Action.objects.visible_to(request.user).with_people(), pk=pk)
    if request.user.pk != found.owner_id and not found.meeting.is_led_by(request.user):
        raise PermissionDenied
    holding.finish(found, by=request.user)
    messages.success(request, _("Done: %(what)s") % {"what": found.what})
    back = request.POST.get("back", "")
    return redirect(found.meeting) if back == "meeting" else redirect("meetings:actions")
