"""Known errors that fit an incident: the agent offers the way round at two presses."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from itsm.knowledge.closest import closest
from itsm.knowledge.suggesting.finding import shared
from itsm.knowledge.suggesting.kinds import Kind, Proposal
from itsm.people.models import Person
from itsm.tickets.models import Ticket
from problems.models import KnownError

MOST = 2
ENOUGH = 0.5  # of an incident's title a known error must say


def find(ticket: Ticket) -> Iterable[Proposal]:
    """What was not offered on it yet."""
    if ticket.kind != Incident.KIND:
        return
    rows = KnownError.objects.published().exclude(trials__ticket=ticket.pk)
    for row in closest(rows, ticket.title, limit=MOST, enough=ENOUGH, small=True):
        because = shared(ticket, f"{row.title} {row.symptom}")
        yield Proposal(value=row.number, label=str(row)[:240], score=row.score, because=because)


def offer(ticket: Ticket, number: str, by: Person) -> str:
    """The page that shows what is said, and says it."""
    return reverse("known_errors:offer", args=[number, ticket.number])


KNOWN_ERROR = Kind(
    what="known_error", label=_("Known error"), verb=_("Offer the way round"), icon="wrench-screwdriver", find=find,
    take=offer, address=lambda number: f"/problems/known-errors/{number}/", order=5,
)  # fmt: skip
