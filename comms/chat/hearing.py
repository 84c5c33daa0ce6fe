"""Words from a chat thread onto the ticket or notice it stands for.

An agent's words in a room become an internal note: a room may hold anybody, and nothing said among colleagues may go out by
accident. `/baton reply` says something to the colleague on purpose. A colleague's own words are a reply.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _

from comms.models import ChatName, ChatThread, Notice, Room
from comms.notices.questions import ask
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel

SALT = "comms.chat.link"
LINK_LASTS = 15 * 60  # seconds


def hear(room: Room, *, account: str, words: str, thread: str, now: datetime) -> str:
    """Put the words where they belong; returns what the writer must be told, or ""."""
    known = ChatThread.objects.filter(room=room, reference=thread).select_related("ticket", "notice").first()
    if known is None or not words.strip():
        return ""
    person = who(room.server, account)
    if person is None:
        return unknown(room.server, account)
    if known.notice_id:
        return _to_notice(known.notice_id, person, words, now)
    return _to_ticket(known.ticket.specific, person, words, now) if known.ticket else ""


def _to_ticket(ticket: Any, person: Person, words: str, now: datetime) -> str:
    if not ticket.is_visible_to(person):
        return _("%(number)s is not yours to see.") % {"number": ticket.number}
    speak = ticket.note if ticket.is_our_word(person) else ticket.reply
    try:
        speak(words, by=person, channel=Channel.CHAT, now=now)
    except Refused as refused:
        return str(refused)
    return ""


def _to_notice(pk: int, person: Person, words: str, now: datetime) -> str:
    found = Notice.objects.visible_to(person).filter(pk=pk).first()
    if found is None:
        return _("This notice is not addressed to you.")
    if person.works_the_desk:  # among those who work on it, the thread is a talk, not a question
        return ""
    ask(found, person, words, channel=Channel.CHAT, now=now)
    return ""


def who(server: str, account: str) -> Person | None:
    name = ChatName.objects.filter(server=server, account=account, person__is_active=True)
    found = name.select_related("person").first()
    return found.person if found else None


def unknown(server: str, account: str) -> str:
    key = signing.dumps([server, account], salt=SALT)
    address = f"{settings.BASE_URL}{reverse('comms:chat_link')}?key={key}"
    return _("Baton does not know yet who you are. Say it here, once: %(address)s") % {"address": address}


def read_link(key: str) -> tuple[str, str] | None:
    try:
        server, account = signing.loads(key, salt=SALT, max_age=LINK_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(server), str(account)
