"""A parent's public word reaches everyone who waits on one of its children, and its resolution resolves them."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from itsm.tickets.models import Channel, Event, Outbox, Ticket

CONSUMER = "children"
RESOLVE = "incident.resolve"
TELLING = ("ticket.reply", "ticket.log", "incident.hold", RESOLVE)


def has_children(event: Event) -> bool:
    """Most tickets have none, and their words need no task; nor do words that are said to each of them by itself."""
    return event.ticket.child_count > 0 and not event.details.get("to_each")


def waiting(event_pk: int) -> Iterator[Event]:
    """This event and what its parent said before it and nobody has passed on yet, in the order it was said."""
    rows = Outbox.objects.filter(consumer=CONSUMER, event__lte=event_pk)
    same_parent = rows.filter(event__ticket__events=event_pk).select_related("event__ticket", "event__actor")
    for row in same_parent.order_by("event"):
        yield row.event


def pass_on(event: Event) -> None:
    """Tell each open child in a transaction of its own, so that nobody who works on one waits for the others.

    A worker killed half-way leaves the outbox row; whoever comes next finds in each timeline whether it was told.
    """
    if is_news(event):
        for child in event.ticket.children().filter(open=True).order_by("pk"):
            tell(child.specific, event)
    with Outbox.dealing_with(event.pk, CONSUMER):
        pass


def is_news(event: Event) -> bool:
    """The desk's own public words; a colleague's answer on the parent is theirs."""
    parent, actor = event.ticket, event.actor
    return bool(
        parent.child_count and event.is_public and event.comment and actor and parent.is_our_word(actor)
    )


def tell(child: Ticket, event: Event) -> None:
    with child.hold_still():
        if not child.open or was_told(child, event):
            return
        if event.verb == RESOLVE and child.kind == event.ticket.kind:
            child.resolve(resolution=event.details["resolution"], words=event.comment, by=event.actor)  # type: ignore[attr-defined]
        else:
            repeat(child, event)


def was_told(child: Ticket, event: Event) -> bool:
    later = child.events.filter(pk__gt=event.pk)
    resolved = later.filter(verb=RESOLVE, actor=event.actor, comment=event.comment)
    return later.filter(details__parent_event=event.pk).exists() or (
        event.verb == RESOLVE and resolved.exists()
    )


def repeat(child: Ticket, event: Event) -> None:
    """The same words as a reply on the child: they keep its promise, and the next word is due when the parent's is."""
    parent, now = event.ticket, timezone.now()
    until = parent.promised_at if parent.promised_at and parent.promised_at > now else None
    about: dict[str, Any] = {"parent": parent.number, "parent_event": event.pk}
    with child.act(
        "reply", by=event.actor, now=now, public=True, comment=event.comment, channel=Channel.DESK, **about
    ) as act:
        child.hear_from_us(act, event.comment, until=until)
