"""Who may hear which live topic. Plain synchronous Django, run in threads of its own beside the streams."""

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest

from itsm.people.models import Person
from itsm.tickets.models import Ticket

logger = logging.getLogger(__name__)

# Two threads, hence at most two database connections, however many streams are open.
threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="admission")
TOPIC = re.compile(r"desk|person\.me|ticket\.\d{1,18}")
MOST_TOPICS = 20


@dataclass(frozen=True)
class Admission:
    """200 and the topics as they are published, or why not."""

    status: int
    topics: frozenset[str] = frozenset()


def asked(text: str) -> frozenset[str]:
    """The topics in an address, apart by spaces or commas; `ticket:12` is the same as `ticket.12`."""
    return frozenset(text.replace(",", " ").replace(":", ".").split())


async def in_thread(question: Callable[..., Admission], *arguments: Any, **options: Any) -> Admission:
    """Ask in one of our threads, on a connection that is looked at before and after, as Django does with requests."""

    def ask() -> Admission:
        close_old_connections()
        try:
            return question(*arguments, **options)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(threads, ask)


def admit(session_key: str, wanted: frozenset[str], *, strict: bool = True) -> Admission:
    """`strict` (when a stream opens) refuses all for one wrong topic; later looks only drop what may no longer be heard."""
    try:
        person = who(session_key)
        return hear(person, wanted, strict=strict) if person else Admission(401)
    except (DatabaseError, OSError):
        logger.warning("A live stream was not opened: the database did not answer.")
        return Admission(503)


def who(session_key: str) -> Person | None:
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    person = get_user(request)
    return person if isinstance(person, Person) else None


def hear(person: Person, wanted: frozenset[str], *, strict: bool) -> Admission:
    tickets = {int(topic[7:]) for topic in wanted if topic.startswith("ticket.") and TOPIC.fullmatch(topic)}
    seen = (
        set(Ticket.objects.visible_to(person).filter(pk__in=tickets).values_list("pk", flat=True))
        if tickets
        else set()
    )
    unknown = len(wanted) > MOST_TOPICS or any(not TOPIC.fullmatch(topic) for topic in wanted)
    if strict and (unknown or tickets - seen):
        return Admission(404)
    if strict and "desk" in wanted and not person.works_the_desk:
        return Admission(403)
    topics = {f"person.{person.pk}", *(f"ticket.{pk}" for pk in seen)}
    if "desk" in wanted and person.works_the_desk:
        topics.add("desk")
    return Admission(200, frozenset(topics))
