"""Who else has this ticket open now, and who is writing. Kept in Valkey for a moment; without Valkey nobody is seen."""

import json
import time
from typing import Any

import redis

from itsm.people.models import Person
from itsm.tickets.hints import ask, publish

STAYS = 45  # seconds after the last sign; a page gives one every 20


def see(ticket_pk: int, person: Person, *, replying: bool) -> None:
    """This person has the ticket open now. Those who have it open too are told when that is news."""
    sign = json.dumps([person.short_name, replying, int(time.time()) + STAYS])

    def note(client: redis.Redis) -> Any:
        with client.pipeline() as pipe:
            pipe.hget(_key(ticket_pk), str(person.pk))
            pipe.hset(_key(ticket_pk), str(person.pk), sign)
            pipe.expire(_key(ticket_pk), STAYS)
            return pipe.execute()[0]

    before: str | None = ask(note, otherwise=sign)
    if before is None or _over(before) or json.loads(before)[1] != replying:
        _tell(ticket_pk, person)


def leave(ticket_pk: int, person: Person) -> None:
    """The page was closed."""
    if ask(lambda client: client.hdel(_key(ticket_pk), str(person.pk)), otherwise=0):
        _tell(ticket_pk, person)


def who_is_here(ticket_pk: int, *, except_for: Person) -> list[tuple[str, bool]]:
    """Names and whether they are writing; writers first."""
    signs: dict[Any, Any] = ask(lambda client: client.hgetall(_key(ticket_pk)), otherwise={})
    here = [json.loads(sign) for pk, sign in signs.items() if pk != str(except_for.pk) and not _over(sign)]
    return sorted(((name, replying) for name, replying, _until in here), key=lambda one: (not one[1], one[0]))


def _over(sign: str) -> bool:
    return bool(json.loads(sign)[2] < time.time())


def _key(ticket_pk: int) -> str:
    return f"baton:here:{ticket_pk}"


def _tell(ticket_pk: int, person: Person) -> None:
    hint = {"number": None, "event": None, "verb": None, "actor": person.pk}
    publish({f"ticket.{ticket_pk}": "presence"}, hint)
