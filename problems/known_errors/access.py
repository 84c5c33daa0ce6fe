"""The one door to a known error: what you may not see does not exist."""

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from itsm.people.models import Person
from itsm.tickets.models import Ticket
from problems.models import KnownError

WRITE = "problems.write_known_error"
may_write = permission_required(WRITE, raise_exception=True)


def known_error_or_404(person: Person, number: str) -> KnownError:
    """For the desk, whatever its state; for a colleague, what is published for them."""
    seen = KnownError.objects.visible_to(person).select_related("problem", "owner", "fix_change")
    return get_object_or_404(seen, number=number.upper())


def for_colleagues(person: Person) -> "QuerySet[KnownError]":
    """In the portal, where the desk reads what colleagues read."""
    found: QuerySet[KnownError] = KnownError.objects.published().visible_to(person)
    return found


def ticket_or_404(person: Person, number: str) -> Ticket:
    """One that is still waited for."""
    found: Ticket | None = (
        Ticket.objects.visible_to(person).with_people().filter(number=number.upper()).first()
    )
    if found is None:
        raise Http404
    return found
