"""What a change adds to the line: its own facts, and, on the line of an incident, the changes that were made for it."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy

from comms.knowing.knowledge import About, Fact
from itsm.people.models import Person
from itsm.tickets.models import Event, Link, Ticket

STEPS = {
    "change.authorise": gettext_lazy("%(number)s is authorised"),
    "change.reject": gettext_lazy("%(number)s is not authorised"),
    "change.start": gettext_lazy("%(number)s has started"),
    "change.back_out": gettext_lazy("%(number)s is backed out"),
    "change.finish": gettext_lazy("%(number)s is carried out"),
    "change.close": gettext_lazy("%(number)s is reviewed"),
    "change.cancel": gettext_lazy("%(number)s is cancelled"),
}


def linked_to(ticket: Ticket, person: Person) -> list[Ticket]:
    """The changes tied to it in whatever way, as far as `person` may see them."""
    if ticket.kind == Ticket.Kind.CHANGE:
        return []
    ends = Link.objects.filter(Q(source=ticket.pk) | Q(target=ticket.pk)).values_list("source", "target")
    others = {end for pair in ends for end in pair} - {ticket.pk}
    changes = Ticket.objects.visible_to(person).filter(pk__in=others, kind=Ticket.Kind.CHANGE)
    return list(changes.order_by("pk")) if others else []


def steps_of(changes: list[Ticket]) -> Iterator[Event]:
    """What became of them, oldest first."""
    events = Event.objects.filter(ticket__in=[one.pk for one in changes], verb__in=STEPS)
    yield from events.select_related("ticket").in_order() if changes else ()


def facts_of(change: Ticket) -> Iterator[Fact]:
    """It has begun, and it is over; before that there is only a plan."""
    begun = Event.objects.filter(ticket=change.pk, details__status__1="implementing").in_order().first()
    if begun:
        yield Fact(About.BEGUN, begun.at)
    over = (
        Event.objects.filter(ticket=change.pk, details__status__1__in=["review", "cancelled"])
        .in_order()
        .first()
    )
    if over:
        yield Fact(About.OVER, over.at)
