"""News into chat rooms: a row for each room in the transaction of the news, sent by a worker, in one thread per matter."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comms import wording
from comms.chat import servers
from comms.models import Audience, ChatPost, ChatThread, Room, Update
from itsm.frame import outbound
from itsm.frame.secrets import Unreadable
from itsm.tickets.models import Event

# What a room hears of its team's tickets: public words and the turns of the matter. Notes stay where they were written.
TOLD = (
    "incident.open", "ticket.reply", "ticket.hand_over", "incident.hold", "incident.resolve", "incident.reopen",
    "request.open", "request.approve", "request.hold", "request.fulfil", "request.reopen",
    "ticket.promote_major", "ticket.break_promise",
)  # fmt: skip
TRIES = 8
PAUSE = timedelta(seconds=20)
STUCK = timedelta(minutes=3)  # a claim this old has lost its worker
LONGEST = 3500  # characters: chat servers cut what is longer


def tell_update(update: Update, *, now: datetime) -> list[int]:
    """Each room hears a message once, in the words of its readers: a team's room as IT, others as colleagues.

    A reminder is for named people, and no room confirms anything.
    """
    notice = update.notice
    if update.verb == Update.REMIND or notice.drill or (notice.ticket and notice.ticket.restricted):
        return []
    texts = {text.audience: text for text in update.texts.all()}
    rows = []
    for room in Room.objects.filter(is_active=True, notices=True).order_by("pk"):
        text = texts.get(Audience.IT if room.team_id else Audience.COLLEAGUES) or texts.get(
            Audience.COLLEAGUES
        )
        if text is not None:
            said = "\n".join(filter(None, [text.subject, text.what, text.who, text.do, text.we, text.next]))
            rows.append(
                _row(room, f"update:{update.pk}", said, notice.get_absolute_url(), now, notice=notice)
            )
    return _keep(rows)


def tell_event(event: Event, *, now: datetime) -> list[int]:
    """The rooms of the ticket's team hear it; of a restricted ticket nobody."""
    ticket = event.ticket
    if ticket.restricted:
        return []
    rooms = Room.objects.filter(is_active=True, tickets=True, team=ticket.team_id).order_by("pk")
    said = f"{ticket.number} {ticket.title}\n{wording.what(event)}"
    said += f"\n{event.comment}" if event.is_public and event.comment else ""
    address = ticket.get_absolute_url()
    return _keep([_row(room, f"event:{event.pk}", said, address, now, ticket=ticket) for room in rooms])


def _row(room: Room, cause: str, said: str, address: str, now: datetime, **about: Any) -> ChatPost:
    text = said if len(said) <= LONGEST else said[:LONGEST].rstrip() + "…"
    text = f"{text}\n{settings.BASE_URL}{address}"
    return ChatPost(room=room, cause=cause, text=text, created_at=now, next_try_at=now, **about)


def _keep(rows: list[ChatPost]) -> list[int]:
    ChatPost.objects.bulk_create(rows, ignore_conflicts=True)
    causes = {row.cause for row in rows}
    waiting = ChatPost.objects.filter(cause__in=causes, state=ChatPost.State.QUEUED)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def due(*, now: datetime) -> "QuerySet[ChatPost]":
    """What waits, and what a worker died over."""
    lost = Q(state=ChatPost.State.SENDING, next_try_at__lte=now - STUCK)
    return ChatPost.objects.filter(Q(state=ChatPost.State.QUEUED, next_try_at__lte=now) | lost)


def send(pks: Iterable[int]) -> int:
    """Send these rows, oldest first; says how many went out."""
    rows = due(now=timezone.now()).filter(pk__in=list(pks)).select_related("room", "ticket", "notice__ticket")
    rows = rows.order_by("pk")
    return sum(send_one(row) for row in rows)


def send_one(row: ChatPost) -> bool:
    """Claimed, said, marked, each by a conditional update: of two workers only one says it."""
    now = timezone.now()
    mine = due(now=now).filter(pk=row.pk)
    if not mine.update(state=ChatPost.State.SENDING, next_try_at=now, attempts=F("attempts") + 1):
        return False
    if is_closed(row):
        mine = ChatPost.objects.filter(pk=row.pk)
        mine.update(state=ChatPost.State.FAILED, error=_("Restricted"))
        return False
    about = {"ticket": row.ticket_id} if row.ticket_id else {"notice": row.notice_id}
    first = None if row.account else ChatThread.objects.filter(room=row.room, **about).first()
    try:
        reference = say(row, thread=first.reference if first else "")
    except (servers.SaidNo, outbound.Refused, Unreadable) as error:
        _mark(row, ChatPost.State.FAILED, str(error) or _("The kept token cannot be read; type it anew."))
        return False
    except outbound.Unanswered as error:
        _again(row, str(error))
        return False
    if reference and first is None and not row.account:
        named = {f"{name}_id": pk for name, pk in about.items()}
        ChatThread.objects.get_or_create(room=row.room, reference=reference, defaults=named)
    _mark(row, ChatPost.State.SENT, "")
    return True


def is_closed(row: ChatPost) -> bool:
    """A room may hold anybody; a server that was away may have kept the message waiting. Who is spoken to alone was asked."""
    ticket = row.ticket or (row.notice.ticket if row.notice else None)
    return not row.account and ticket is not None and ticket.restricted


def say(row: ChatPost, *, thread: str) -> str:
    """In the room, or to one person alone; a word to one person stands for no matter in which others answer."""
    if row.account:
        servers.post_to(row.room, row.account, row.text)
        return ""
    return servers.post(row.room, row.text, thread=thread)


def _mark(row: ChatPost, state: str, error: str) -> None:
    ChatPost.objects.filter(pk=row.pk).update(state=state, error=error[:300])
    Room.objects.filter(pk=row.room_id).exclude(error=error[:300]).update(error=error[:300])


def _again(row: ChatPost, error: str) -> None:
    if row.attempts + 1 >= TRIES:
        return _mark(row, ChatPost.State.FAILED, error)
    later = timezone.now() + PAUSE * 2**row.attempts
    ChatPost.objects.filter(pk=row.pk).update(
        state=ChatPost.State.QUEUED, next_try_at=later, error=error[:300]
    )
    return None
