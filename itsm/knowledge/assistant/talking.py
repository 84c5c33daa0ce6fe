"""One question in a talk, and the answer to it; what hands a talk over to a person registers here."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from itsm.knowledge.asking import note, opened
from itsm.knowledge.assistant.answering import Answer, answer
from itsm.knowledge.models import Asked, Talk, Turn
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

LONGEST = 1000  # characters of a question
MANY = 200  # questions and answers of one talk
PERIOD = 600  # seconds in which ASSISTANT_RATE questions are answered
Opening = Callable[..., Ticket]
_openings: list[Opening] = []


class TooMany(Refused):
    """Asked faster than anybody reads."""


def register_opening(opening: Opening) -> None:
    """`opening(talk, about=, phone=)` makes the ticket that a person takes over with: the practice of incidents has one."""
    _openings[:] = [opening]


def ask(words: str, *, by: Person, talk: Talk | None = None, now: datetime | None = None) -> Turn:
    """What was asked and what was answered, in this talk or in a new one. The answer comes before anything is written:
    nothing is locked while a model thinks.
    """
    now, words = now or timezone.now(), words.replace("\x00", " ").strip()
    count(by)
    if talk is not None and talk.turns.count() >= MANY:
        raise Refused(_("This conversation is long. Begin a new one; this one stays in your list."))
    said = answer(words, by, before=last_question(talk))
    with transaction.atomic():
        kept = talk or Talk.objects.create(person=by, began_at=now, last_at=now)
        Turn.objects.create(talk=kept, side=Turn.Side.COLLEAGUE, at=now, words=words)
        turn = Turn.objects.create(
            talk=kept, side=Turn.Side.ASSISTANT, at=timezone.now(), words=said.words, knows=said.knows,
            wording=said.wording, sources=[one.as_json() for one in said.cited],
        )  # fmt: skip
        # Somebody who goes on asking is not done; what was handed over stays so.
        Talk.objects.filter(pk=kept.pk).update(last_at=now)
        Talk.objects.filter(pk=kept.pk, ticket=None).update(outcome=Talk.Outcome.OPEN, decided_at=None)
        if said.wording != Turn.Wording.MANNERS:
            note_question(words, said, by=by, now=now)
    return turn


def note_question(words: str, said: Answer, *, by: Person, now: datetime) -> None:
    """Among the searches: what nobody could answer is looked for in vain; what was told was opened, for it was read here."""
    note(words, place=Asked.Place.ASSISTANT, by=by, hits=len(said.cited), now=now)
    if said.cited:
        opened(words, said.cited[0].url, by=by, now=now)


def last_question(talk: Talk | None) -> str:
    if talk is None:
        return ""
    mine = talk.turns.filter(side=Turn.Side.COLLEAGUE).order_by("-pk").values_list("words", flat=True)
    return mine.first() or ""


def count(person: Person) -> None:
    """While the cache is away nobody is counted: answering matters more."""
    if not settings.ASSISTANT_RATE:
        return
    key = f"assistant:{person.pk}"
    try:
        cache.add(key, 0, PERIOD)
        asked = cache.incr(key)
    except (ValueError, RedisError, OSError):
        return
    if asked > settings.ASSISTANT_RATE:
        raise TooMany(_("That is a lot at once. Ask again in some minutes, or talk to a person."))


def hand_over(talk: Talk, *, about: str, phone: str = "", now: datetime | None = None) -> Ticket:
    def opened(kept: Talk) -> Ticket:
        return _openings[0](kept, about=about, phone=phone)

    return talk.hand_over(opened, now=now or timezone.now())
