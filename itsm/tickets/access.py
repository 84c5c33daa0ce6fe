"""The one door to a ticket from a page: what you may not see does not exist."""

from django.http import Http404

from itsm.people.models import Person
from itsm.tickets.models import Ticket
from itsm.tickets.models.kinds import KINDS, PATHS

KIND_OF_PATH = {path: kind for kind, path in PATHS.items()}


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
    try:
        tickets = model.objects.with_people() if with_people else model.objects.all()
        found: Ticket = tickets.with_watcher(person).get(number=number.upper())
    except model.DoesNotExist:
        raise Http404 from None
    if not found.is_visible_to(person):
        raise Http404
    if reads:
        found.has_reader(person)
    return found
