"""Suggestions of one ticket: made when an agent first looks at it while it is young, decided at one press."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.knowledge.models import Suggestion
from itsm.knowledge.suggesting.kinds import kind_of, kinds
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

YOUNG = timedelta(days=7)  # later, whoever works on it knows more than we


def suggestions(ticket: Ticket, reader: Person, *, now: datetime | None = None) -> list[Suggestion]:
    """What nobody decided on yet, by kind, the best first; made now if nobody looked before."""
    rows = list(Suggestion.objects.filter(ticket=ticket.pk))
    if not rows and is_young(ticket, now or timezone.now()):
        rows = make(ticket)
    return readable([row for row in rows if row.state == Suggestion.State.OPEN], reader)


def is_young(ticket: Ticket, now: datetime) -> bool:
    return ticket.open and ticket.opened_at > now - YOUNG


def make(ticket: Ticket) -> list[Suggestion]:
    """Two who look at once make the same."""
    rows = [
        Suggestion(
            ticket_id=ticket.pk,
            what=kind.what,
            value=one.value,
            label=one.label,
            because=one.because,
            score=one.score,
        )
        for kind in kinds()
        for one in kind.find(ticket)
    ]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return list(Suggestion.objects.filter(ticket=ticket.pk)) if rows else []


def readable(rows: list[Suggestion], reader: Person) -> list[Suggestion]:
    shown = []
    for kind in kinds():
        mine = [row for row in rows if row.what == kind.what]
        if mine and kind.visible is not None:
            seen = kind.visible([row.value for row in mine], reader)
            mine = [row for row in mine if row.value in seen]
        shown += mine
    return shown


def take(suggestion: Suggestion, *, by: Person, now: datetime | None = None) -> str:
    """Do what it proposes. Says where the rest is done, if a form must be filled in."""
    kind = kind_of(suggestion)
    if kind is None:
        raise Refused(_("This is no longer proposed."))
    with transaction.atomic():
        decide(suggestion, Suggestion.State.TAKEN, by=by, now=now)
        return kind.take(suggestion.ticket.specific, suggestion.value, by)


def dismiss(suggestion: Suggestion, *, by: Person, now: datetime | None = None) -> None:
    decide(suggestion, Suggestion.State.DISMISSED, by=by, now=now)


def decide(suggestion: Suggestion, state: str, *, by: Person, now: datetime | None) -> None:
    """Once: of two who press, the second is told."""
    open_one = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN)
    if not open_one.update(state=state, decided_by=by, decided_at=now or timezone.now()):
        raise Refused(_("Somebody decided on this already."))
    suggestion.state = state
