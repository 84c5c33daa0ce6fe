"""A known error with the longest and oddest words, offered on a ticket and answered by others, for the walk over all pages."""

from typing import Any

from django.utils import timezone

from comms.known_errors import links
from itsm.people.models import Person
from itsm.tickets.models import Ticket
from problems.models import KnownError, Problem


def tried(words: str, *, ticket: Ticket, agent: Person) -> dict[str, Any]:
    """What the addresses name: the known error, one that is doubted, and the link of a mail that nobody pressed yet."""
    problem = Problem.raise_(by=agent, title=words, description=words * 3, team=ticket.team)
    known = KnownError.write(
        by=agent, title=words, symptom=words * 4, cause=words * 2, affected=words, problem=problem,
        workaround=f"1. {words}\n2. https://halden.example/{'a' * 200}",
    )  # fmt: skip
    known.publish(by=agent)
    known.offer_on(ticket, by=agent)
    for person in Person.objects.exclude(pk=ticket.requester_id)[:2]:
        known.answer(person, "works", environment=words[:80], words=words)
        known.answer(person, "fails")
    doubted = KnownError.write(by=agent, title="Grey", symptom="Grey.", workaround="Wait.")
    doubted.publish(by=agent)
    doubted.reopen(reason=words, by=None)
    trial = known.trial_of(ticket.requester)
    token = links.token(trial, now=timezone.now()) if trial else ""
    return {"known": known.number, "doubted": doubted.number, "way_round": token}
