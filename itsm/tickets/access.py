"""The one door to a ticket from a page: what you may not see does not exist."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404

from itsm.frame.prepared import Prepared
from itsm.people.models import Person
from itsm.tickets.models import Ticket
from itsm.tickets.models.kinds import KINDS, PATHS

KIND_OF_PATH = {path: kind for kind, path in PATHS.items()}


@cache
def numbered(model: type[Ticket], drawn: Callable[[Any], Any] | None = None) -> Prepared[Any]:
    """By its number, and whether a person watches it; `drawn` says what else is read with it."""
    tickets = drawn(model.objects.order_by()) if drawn else model.objects.order_by()
    return Prepared(lambda number, me: tickets.filter(number=number).with_watcher(me), str, int)


def people(tickets: Any) -> Any:
    """All whom a page shows; a practice's own may be more."""
    return tickets.with_people()


def ticket_or_404(
    person: Person, place: str, number: str, *, with_people: bool = False, reads: bool = True
) -> Ticket:
    """The ticket as its practice knows it, if it lives at this address and the person may see it.

    `with_people`: for a page that shows them all. A verb needs few of them, and reads those when it asks for them.
    `reads`: what follows shows what is on it, so whoever looks at a restricted one is noted.
    """
    model = KINDS.get(KIND_OF_PATH.get(place, ""))
    if model is None:
        raise Http404
    asked = numbered(model, people if with_people else None)
    found: Ticket | None = asked.one(number.upper(), person.pk)
    if found is None or not found.is_visible_to(person):
        raise Http404
    if reads:
        found.has_reader(person)
    return found
