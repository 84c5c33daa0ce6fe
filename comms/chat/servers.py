"""How each chat server is spoken to. A server answers with its own id of the message, by which a thread is known again."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from comms.models import Room
from itsm.frame import outbound
from itsm.frame.secrets import unseal

if TYPE_CHECKING:
    from apprise import Apprise

SLACK = "https://slack.com/api/"
CALLS_EVERYONE = re.compile(r"@(?=(?:channel|all|here|everyone)\b)", re.IGNORECASE)


class SaidNo(Exception):
    """The server will not take it, however often it is tried."""


def post(room: Room, text: str, *, thread: str = "") -> str:
    """Say it in the room, or in one of its threads; returns the message's id ("" where the server has none)."""
    match room.server:
        case Room.Server.SLACK:
            return _slack(room, "chat.postMessage", text=slack_text(text), thread_ts=thread or None)["ts"]
        case Room.Server.MATTERMOST:
            body = {"channel_id": room.channel, "message": quiet(text), "root_id": thread}
            return str(_mattermost(room, "POST", "posts", body)["id"])
    _apprise(room, quiet(text))
    return ""


def post_to(room: Room, account: str, text: str) -> None:
    """Say it to one person in a talk of their own, which lasts; the room only says which server, and with which token."""
    if room.server == Room.Server.SLACK:
        _slack(room, "chat.postMessage", text=slack_text(text), channel=account)
    elif room.server == Room.Server.MATTERMOST:
        ourselves = str(_mattermost(room, "GET", "users/me")["id"])
        talk = str(_mattermost(room, "POST", "channels/direct", [ourselves, account])["id"])
        _mattermost(room, "POST", "posts", {"channel_id": talk, "message": quiet(text)})
    else:
        raise SaidNo("Nobody can be spoken to alone there.")


def whisper(room: Room, account: str, text: str) -> None:
    """For one reader only."""
    if room.server == Room.Server.SLACK:
        _slack(room, "chat.postEphemeral", text=slack_text(text), user=account)
    elif room.server == Room.Server.MATTERMOST:
        body = {"user_id": account, "post": {"channel_id": room.channel, "message": quiet(text)}}
        _mattermost(room, "POST", "posts/ephemeral", body)


def thread_of(room: Room, message: str) -> str:
    """Mattermost's webhooks do not say in which thread something was said, so it is asked."""
    return str(_mattermost(room, "GET", f"posts/{message}").get("root_id") or "")


def slack_text(text: str) -> str:
    """Slack reads <…> as links and calls; escaped, what people wrote calls nobody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quiet(text: str) -> str:
    """A title such as "@channel is down" wakes nobody."""
    return CALLS_EVERYONE.sub("@\u200b", text)


def _slack(room: Room, method: str, **body: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {unseal(room.address)}"}
    told = outbound.call(
        "POST", SLACK + method, body={"channel": room.channel, "unfurl_links": False, **body}, headers=headers
    ).told
    if told.get("ok") is True:
        return told
    if told.get("error") in {"ratelimited", "internal_error", "service_unavailable"}:
        raise outbound.Unanswered(str(told["error"]))
    raise SaidNo(str(told.get("error") or "no answer that Slack gives"))


def _mattermost(room: Room, method: str, path: str, body: Any = None) -> dict[str, Any]:
    """The room's address is https://TOKEN@server: the bot's token stands where a sign-in would."""
    parts = urlsplit(unseal(room.address))
    root = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
    headers = {"Authorization": f"Bearer {parts.username or ''}"}
    answer = outbound.call(method, f"{root}/api/v4/{path}", body=body, headers=headers)
    if answer.status >= 300:
        raise SaidNo(str(answer.told.get("message") or answer.status))
    return answer.told


def _apprise(room: Room, text: str) -> None:
    sender = apprise_of(unseal(room.address))
    for plugin in sender:
        host = getattr(plugin, "host", None)
        if host:
            outbound.checked(str(host), int(getattr(plugin, "port", None) or 443))
    if not len(sender):
        raise SaidNo("The address is none that apprise knows.")
    if not sender.notify(body=text):
        raise outbound.Unanswered("The other side did not take it.")


@cache
def apprise_of(address: str) -> "Apprise":
    from apprise import Apprise  # heavy, and few desks need it

    sender = Apprise()
    sender.add(address)
    return sender
