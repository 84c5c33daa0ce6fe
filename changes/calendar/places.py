"""Where the calendar stands in the rest of the house."""

from changes import gates, planning
from changes.calendar import checking, keeping, tasks
from itsm.tickets.models import Event, Ticket
from itsm.tickets.outbox import subscribe


def add_to_practice() -> None:
    """Called once, when the app is ready."""
    planning.after_planning(keeping.after_planning)
    for verb in ("authorise", "start"):
        gates.register_gate(verb, checking.gate)
    subscribe(tasks.LOOKING, tasks.look_again, *tasks.MOVING, when=is_about_a_change)
    subscribe(
        tasks.TELLING,
        tasks.tell_the_other,
        f"ticket.{keeping.FOUND}",
        f"ticket.{keeping.GONE}",
        when=keeping.is_to_pass_on,
    )


def is_about_a_change(event: Event) -> bool:
    return event.ticket.kind == Ticket.Kind.CHANGE
