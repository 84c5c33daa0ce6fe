"""Chat rooms for administrators, and the page on which a colleague says whose a chat account is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.http import HttpRequest as DjangoRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.chat import hearing, trying
from comms.chat.forms import RoomForm
from comms.models import ChatName, Room
from itsm.frame.http import HttpRequest, render

administrators = permission_required("comms.change_room", raise_exception=True)


@require_safe
@administrators
def rooms(request: HttpRequest) -> HttpResponse:
    found = Room.objects.select_related("team").order_by("-is_active", "name")
    return render(request, "comms/chat/rooms.html", {"rooms": found})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def room(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Set one up, or change it."""
    found = get_object_or_404(Room, pk=pk) if pk else None
    form = RoomForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        messages.success(
            request, _("“%(name)s” is kept. Send a word to see whether it arrives.") % {"name": kept.name}
        )
        return redirect("comms:chat_room", pk=kept.pk)
    context: dict[str, Any] = {"form": form, "room": found, "hooks": hooks(request)}
    return render(request, "comms/chat/room.html", context, status=422 if form.errors else 200)


def hooks(request: DjangoRequest) -> list[tuple[str, str]]:
    """What is typed in over there."""
    named = [
        (_("Slack, event subscriptions"), "comms:slack_events"),
        (_("Slack, command /baton"), "comms:slack_command"),
        (_("Mattermost, outgoing webhook"), "comms:mattermost_words"),
        (_("Mattermost, command /baton"), "comms:mattermost_command"),
    ]
    return [(label, request.build_absolute_uri(reverse(name))) for label, name in named]


@require_POST
@administrators
def try_room(request: HttpRequest, pk: int) -> HttpResponse:
    """Say a word there now, and tell what became of it."""
    found = get_object_or_404(Room, pk=pk)
    if error := trying.why_not(found):
        messages.error(request, error)
    else:
        messages.success(request, _("It arrived."))
    return redirect("comms:chat_room", pk=pk)


@require_POST
@administrators
def delete_room(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Room, pk=pk)
    found.delete()
    messages.success(
        request, _("“%(name)s” is gone. What was said there stays there.") % {"name": found.name}
    )
    return redirect("comms:chat_rooms")


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """The chat account in the address belongs to whoever is signed in, if they say so."""
    found = hearing.read_link(request.GET.get("key", ""))
    if found is None:
        raise Http404
    server, account = found
    if request.method == "POST":
        ChatName.objects.update_or_create(server=server, account=account, defaults={"person": request.user})
        messages.success(request, _("From now on Baton knows your words in chat."))
        return redirect("home")
    names = dict(Room.Server.choices)
    return render(request, "comms/chat/link.html", {"server": names.get(server, server), "account": account})
