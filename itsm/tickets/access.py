"""The one door to a ticket from a page: what you may not see does not exist."""

from django.http import Http404

from itsm.people.models import Person
from itsm.tickets.models import Ticket
from itsm.tickets.models.kinds import KINDS, PATHS

KIND_OF_PATH = {path: kind for kind, path in PATHS.items()}


def ticket_or_404(person: Person, place: str, number: str) -> Ticket:
    """The ticket as its practice knows it, if it lives at this address and the person may see it.

    Its people are read when they are asked for: each costs less by its key than one statement that joins them all.
    """
    model = KINDS.get(KIND_OF_PATH.get(place, ""))
    if model is None:
        raise Http404
    try:
        found: Ticket = model.objects.with_watcher(person).get(number=number.upper())
    except model.DoesNotExist:
        raise Http404 from None
    if not found.is_visible_to(person):
        raise Http404
    return found
