"""The doors for chat servers: events, webhooks and commands. Nobody signs in here; each request proves where it is from."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comms.chat import commands, hearing, servers
from comms.chat.signatures import LARGEST, Forged, check_mattermost, check_slack, once
from comms.models import Room
from itsm.frame.later import after_answer
from itsm.frame.outbound import Refused, Unanswered
from itsm.frame.secrets import Unreadable, unseal

View = Callable[[HttpRequest], HttpResponse]


def door(view: View) -> View:
    """Too large is 413, not proven 401, in words no program reads; everything else is one transaction."""

    @csrf_exempt
    @login_not_required
    @require_POST
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > LARGEST or len(request.body) > LARGEST:
            return HttpResponse("Too large.", status=413, content_type="text/plain")
        try:
            with transaction.atomic():
                return view(request)
        except Forged:
            return HttpResponse("Not proven.", status=401, content_type="text/plain")

    return guarded


@door
def slack_events(request: HttpRequest) -> HttpResponse:
    """The Events API: the handshake, and what is said in our threads."""
    told = read_json(request.body)
    inner = told.get("event")
    event: dict[str, Any] = inner if isinstance(inner, dict) else {}
    prove_slack(request)
    if told.get("type") == "url_verification":
        return HttpResponse(str(told.get("challenge", ""))[:500], content_type="text/plain")
    room = Room.objects.filter(
        server=Room.Server.SLACK, channel=str(event.get("channel")), is_active=True
    ).first()
    ours = event.get("type") == "message" and not event.get("bot_id") and not event.get("subtype")
    fresh = once(
        f"slack:{told.get('event_id')}", now=timezone.now()
    )  # Slack sends again what it thinks was lost
    if room is not None and ours and fresh and event.get("thread_ts"):
        account, thread = str(event.get("user")), str(event["thread_ts"])
        said = hearing.hear(
            room, account=account, words=str(event.get("text", "")), thread=thread, now=timezone.now()
        )
        tell_privately(room, account, said)
    return HttpResponse(status=200)


@door
def slack_command(request: HttpRequest) -> HttpResponse:
    """`/baton …` from Slack."""
    prove_slack(request)
    account, text = request.POST.get("user_id", ""), request.POST.get("text", "")
    return only_to_them(commands.answer(Room.Server.SLACK, account, text, now=timezone.now()))


@door
def mattermost_words(request: HttpRequest) -> HttpResponse:
    """An outgoing webhook of one channel: something was said there."""
    told = read_json(request.body) or request.POST.dict()
    now = timezone.now()
    room = Room.objects.filter(
        server=Room.Server.MATTERMOST, channel=str(told.get("channel_id")), is_active=True
    ).first()
    secret = unseal(room.secret) if room else ""
    check_mattermost(secret, str(told.get("token", "")), str(told.get("timestamp", "")), now=now)
    if room is None or not once(f"mattermost:{told.get('post_id')}", now=now):
        raise Forged
    thread = thread_of(room, str(told.get("post_id")))
    if thread:
        account = str(told.get("user_id"))
        said = hearing.hear(room, account=account, words=str(told.get("text", "")), thread=thread, now=now)
        tell_privately(room, account, said)
    return JsonResponse({})


@door
def mattermost_command(request: HttpRequest) -> HttpResponse:
    """`/baton …` from Mattermost, which sends the command's token in a header."""
    given = request.headers.get("Authorization", "").removeprefix("Token ").strip()
    now = timezone.now()
    prove(Room.Server.MATTERMOST, lambda secret: check_mattermost(secret, given, "", now=now))
    if not once(f"mattermost:{request.POST.get('trigger_id') or given}", now=now):
        raise Forged
    account, text = request.POST.get("user_id", ""), request.POST.get("text", "")
    return only_to_them(commands.answer(Room.Server.MATTERMOST, account, text, now=now))


def prove_slack(request: HttpRequest) -> None:
    """By the secret of any of our Slack rooms, and not twice."""
    now = timezone.now()
    body = request.body
    prove(Room.Server.SLACK, lambda secret: check_slack(secret, request.headers, body, now=now))
    if not once(f"slack:{request.headers['X-Slack-Signature']}", now=now):
        raise Forged


def prove(server: str, check: Callable[[str], object]) -> None:
    """A command may come from any channel, so any room's secret will do."""
    rooms = Room.objects.filter(server=server, is_active=True).exclude(secret="")
    for sealed in rooms.values_list("secret", flat=True):
        try:
            check(unseal(sealed))
        except (Forged, Unreadable):
            continue
        return
    raise Forged


def thread_of(room: Room, message: str) -> str:
    try:
        return servers.thread_of(room, message)
    except (servers.SaidNo, Refused, Unanswered):
        return ""


def tell_privately(room: Room, account: str, said: str) -> None:
    def whisper() -> None:
        try:
            servers.whisper(room, account, said)
        except (
            servers.SaidNo,
            Refused,
            Unanswered,
        ):  # a hint; the server says no, e.g. to a bot without the right
            return

    if said:
        after_answer(whisper)


def only_to_them(text: str) -> JsonResponse:
    return JsonResponse({"response_type": "ephemeral", "text": servers.quiet(text)})


def read_json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
