"""What must be true of every ticket, however it was made."""

from django.db.models import Count, Q

from incidents.models import Incident
from itsm.services.policy import current_policy
from itsm.tickets.models import Clock, Hold, Holder, Ticket


def broken_invariants() -> list[str]:
    return [sentence for check in (holders, deadlines, ledgers, timelines, states) for sentence in check()]


def holders():
    counted = Ticket.objects.annotate(held=Count("holds", filter=Q(holds__until=None)))
    for ticket in counted.open().exclude(held=1):
        yield f"{ticket} is open and has {ticket.held} holders"
    for ticket in counted.filter(open=False).exclude(held=0):
        yield f"{ticket} is finished and has a holder"
    for hold in Hold.objects.filter(until=None).select_related("ticket"):
        if (hold.holder, hold.since) != (hold.ticket.holder, hold.ticket.held_since):
            yield f"{hold.ticket} says another holder than its ledger"


def deadlines():
    for ticket in Ticket.objects.open().prefetch_related("clocks"):
        live = {clock.kind: clock for clock in ticket.clocks.all() if clock.outcome == ""}
        handover, update = live.get(Clock.Kind.HANDOVER), live.get(Clock.Kind.NEXT_UPDATE)
        if ticket.drops_at != (handover and handover.due_at) or (ticket.holder == Holder.TEAM) != bool(
            handover
        ):
            yield f"{ticket} drops at another time than its hand-over clock says"
        if ticket.promised_at != (update and update.due_at):
            yield f"{ticket} promises another time than its clock"
        due = [
            clock.due_at
            for kind, clock in live.items()
            if kind in {"first_response", "resolution"} and clock.due_at
        ]
        if ticket.due_at != min(due, default=None):
            yield f"{ticket} is due at another time than its clocks"


def ledgers():
    policy = current_policy()
    for clock in Clock.objects.select_related("ticket"):
        reading = clock.reading(policy)
        swept = reading.due_at if clock.announced_at else None  # found broken while it runs on
        if clock.due_at != reading.due_at or clock.breached_at != (reading.breached_at or swept):
            yield f"{clock}: stored and read from the ledger differ"
        if (clock.outcome == "") != (reading.stopped_at is None) or (clock.outcome and clock.next_at):
            yield f"{clock}: stopped or not"
        if clock.outcome == "" and not clock.ticket.open:
            yield f"{clock} runs on a finished ticket"


def timelines():
    for ticket in Ticket.objects.prefetch_related("events"):
        events = sorted(ticket.events.all(), key=lambda event: event.pk)
        if [event.at for event in events] != sorted(event.at for event in events):
            yield f"{ticket} tells its events out of order"
        if not events or ticket.last_event != events[-1].pk or events[0].at != ticket.opened_at:
            yield f"{ticket} does not know its first or last event"


def states():
    for incident in Incident.objects.all():
        if incident.open == (incident.status in Incident.FINISHED):
            yield f"{incident} is {incident.status} and open: {incident.open}"
        if bool(incident.hold_reason) != (incident.status == Incident.Status.ON_HOLD):
            yield f"{incident} waits without a reason, or has one without waiting"
