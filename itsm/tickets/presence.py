"""Who else has this ticket open now, and who is writing. Kept in Valkey for a moment; without Valkey nobody is seen."""

import json
import time
from typing import Any

import redis

from itsm.people.models import Person
from itsm.tickets.hints import ask, publish

STAYS = 45  # seconds after the last sign; a page gives one every 20


JUST_NOW = 3  # seconds
Signs = dict[Any, Any]  # by person: name, whether they write, until when this holds


def see(ticket_pk: int, person: Person, *, replying: bool) -> list[tuple[str, bool]]:
    """This person has the ticket open now: who else does, and are they writing? Those are told when that is news."""
    sign = json.dumps([person.short_name, replying, int(time.time()) + STAYS])

    def note(client: redis.Redis) -> Signs:
        with client.pipeline(transaction=False) as pipe:
            pipe.hgetall(_key(ticket_pk))
            pipe.hset(_key(ticket_pk), str(person.pk), sign)
            pipe.expire(_key(ticket_pk), STAYS)
            found: Signs = pipe.execute()[0]
        return found

    known = ask(note, otherwise={str(person.pk): sign})
    before = known.pop(str(person.pk), None)
    if before is None or _over(before) or json.loads(before)[1] != replying:
        _tell(ticket_pk, person.pk)
    here = [json.loads(sign)[:2] for sign in known.values() if not _over(sign)]
    return sorted(((name, writes) for name, writes in here), key=lambda one: (not one[1], one[0]))


def leave(ticket_pk: int, person_pk: int) -> None:
    """A page of theirs was closed. A sign given just now is that of the page which follows it: a reload, a verb."""
    sign = ask(lambda client: client.hget(_key(ticket_pk), str(person_pk)), otherwise=None)
    if sign is None or json.loads(str(sign))[2] - STAYS > time.time() - JUST_NOW:
        return
    if ask(lambda client: client.hdel(_key(ticket_pk), str(person_pk)), otherwise=0):
        _tell(ticket_pk, person_pk)


def _over(sign: str) -> bool:
    return bool(json.loads(sign)[2] < time.time())


def _key(ticket_pk: int) -> str:
    return f"baton:here:{ticket_pk}"


def _tell(ticket_pk: int, person_pk: int) -> None:
    hint = {"number": None, "event": None, "verb": None, "actor": person_pk}
    publish({f"ticket.{ticket_pk}": "presence"}, hint)
