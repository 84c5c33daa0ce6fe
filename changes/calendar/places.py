"""Where the calendar stands in the rest of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from changes import gates, planning
from changes.calendar import checking, keeping, measures, own, tasks
from changes.models import Change
from changes.sections import Section, register_section
from itsm.frame.menu import Entry, add
from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.models import Event, Ticket
from itsm.tickets.outbox import subscribe


def add_to_practice() -> None:
    """Called once, when the app is ready."""
    own.add_to_calendar()
    measures.add_to_overview()
    register_section(
        Section("collisions", _("What is in the way"), "changes/collisions/section.html", section, order=25)
    )
    add(
        Entry(
            label=_("Calendar"),
            url_name="calendar:calendar",
            icon="calendar-days",
            roles=DESK,
            order=37,
            key="l",
            under="changes:list",
            also=_also,
        )
    )
    planning.after_planning(keeping.after_planning)
    for verb in ("authorise", "start"):
        gates.register_gate(verb, checking.gate, has_section=True)
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


def _also() -> list[str]:
    """Its other pages are below it in the rail."""
    return ["/changes/collisions/", "/changes/occasions/"]


def section(change: Change, person: Person) -> dict[str, Any] | None:
    """Looked at when the page is there: it asks the whole calendar, and the page does not wait for it."""
    return {} if change.starts_at and change.open else None
