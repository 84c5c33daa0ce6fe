"""The one door to a ticket from a page: what you may not see does not exist."""

from django.http import Http404

from itsm.people.models import Person
from itsm.tickets.models import Ticket
from itsm.tickets.models.kinds import KINDS, PATHS

KIND_OF_PATH = {path: kind for kind, path in PATHS.items()}


def ticket_or_404(person: Person, place: str, number: str) -> Ticket:
    """The ticket as its practice knows it, if it lives at this address and the person may see it."""
    model = KINDS.get(KIND_OF_PATH.get(place, ""))
    if model is None:
        raise Http404
    found = model.objects.visible_to(person).with_people().filter(number=number.upper()).first()
    if found is None:
        raise Http404
    return found
