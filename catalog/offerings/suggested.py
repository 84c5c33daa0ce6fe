"""Offerings that fit a ticket: what is reported as broken is often something to ask for."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.models import Offering, ServiceRequest
from itsm.knowledge.closest import closest
from itsm.knowledge.suggesting.finding import TITLE, shared
from itsm.knowledge.suggesting.kinds import Kind, Proposal, register
from itsm.people.models import Person
from itsm.tickets.models import Ticket

MOST = 2


def find(ticket: Ticket) -> Iterable[Proposal]:
    """What the colleague may ask for; a request has its offering already."""
    if ticket.kind == ServiceRequest.KIND:
        return
    offered = Offering.objects.for_asking(ticket.requester)
    for row in closest(offered, ticket.title, limit=MOST, enough=TITLE, small=True):
        because = shared(ticket, f"{row.title} {row.keywords} {row.what}")
        yield Proposal(value=row.key, label=row.title, score=row.score, because=because)


def ask(ticket: Ticket, key: str, by: Person) -> str:
    """The form opens, for the colleague."""
    return f"{address(key)}?{urlencode({'for': ticket.requester.email})}"


def address(key: str) -> str:
    return reverse("asking:offering", args=[key])


def add_to_registry() -> None:
    register(
        Kind(
            what="offering",
            label=_("Can be asked for"),
            verb=_("Ask for it"),
            icon="shopping-bag",
            find=find,
            take=ask,
            address=address,
            order=15,
        )
    )
