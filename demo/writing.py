"""Rehearsed lives become rows."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from catalog.models import ServiceRequest
from demo import copying
from demo.rehearsal import Rehearsal
from incidents.models import Incident
from itsm.frame.copying import copy_objects
from itsm.tickets.models import Clock, Event, Handover, Hold, Participant, Ticket

PRACTICES: tuple[type[Ticket], ...] = (Incident, ServiceRequest)
WRITTEN = (Ticket, Event, Clock, Hold, Handover, Participant)


def write(lives: Sequence[Rehearsal]) -> None:
    """Numbered in the order in which they were opened; Events in the order in which they happened."""
    lives = sorted(lives, key=attrgetter("opened_at"))
    if not lives:
        return
    copying.number(Ticket, lives)
    for practice in PRACTICES:
        number([life for life in lives if life.kind == practice.KIND], practice)
    handovers = gather(lives, "kept_handovers", "at", Handover)
    events = gather(lives, "kept_events", "at", Event)
    for life in lives:
        settle(life)
    copy_objects(Ticket, lives)
    for practice in PRACTICES:
        copy_objects(practice, [life for life in lives if life.kind == practice.KIND])
    copy_objects(Handover, handovers)
    copy_objects(Event, events)
    for model, kept, order in (
        (Clock, "kept_clocks", "started_at"),
        (Hold, "kept_holds", "since"),
        (Participant, "kept_participants", "since"),
    ):
        copy_objects(model, gather(lives, kept, order, model))
    copying.catch_up(*WRITTEN)


def number(lives: Sequence[Rehearsal], practice: type[Ticket]) -> None:
    if not lives:
        return
    first = copying.number_from(f"tickets_{practice.KIND}_number", len(lives))
    for offset, life in enumerate(lives):
        life.id = life.pk
        life.number = f"{Ticket.PREFIX[practice.KIND]}-{first + offset}"
        own_rows(life)


def own_rows(life: Rehearsal) -> None:
    rows: tuple[Any, ...] = (
        *life.kept_events,
        *life.kept_clocks,
        *life.kept_holds,
        *life.kept_handovers,
        *life.kept_participants,
    )
    for row in rows:
        row.ticket_id = life.pk


def gather(lives: Sequence[Rehearsal], kept: str, order: str, model: type) -> list:
    rows = sorted((row for life in lives for row in getattr(life, kept)), key=attrgetter(order))
    copying.number(model, rows)
    return rows


def settle(life: Rehearsal) -> None:
    """What refers to rows by their keys, now that they have some."""
    life.last_event = max(event.pk for event in life.kept_events)
    for event in life.kept_events:
        if isinstance(event.details.get("offer"), Handover):
            event.details["offer"] = event.details["offer"].pk
