"""A notice's word on the tickets it is about: the linked one and its children. Whoever waits there hears it once.

People who wait on those tickets are addressees of the notice (see `whom.who_asked`), so the notice's own mail is the one
they get. The event keeps the tickets' promises: real words went to the people who wait on them.
"""

from typing import Any

from comms.models import Text, Update
from itsm.tickets.models import Channel, Event, Outbox, Ticket

CONSUMER = "notices"
VERB = "ticket.announce"


def announce(update: Update, text: Text) -> None:
    """Runs in the transaction of the message: the notice is locked first, then the ticket."""
    ticket = update.notice.ticket
    if ticket is not None and not update.notice.drill:
        put_on(ticket.specific, update, words_of(text))


def put_on(ticket: Ticket, update: Update, words: str) -> None:
    """Public words on one ticket; the next word there is due when the notice's is."""
    notice = update.notice
    about: dict[str, Any] = {
        "notice": notice.number,
        "notice_id": notice.pk,
        "update": update.pk,
        "step": update.verb,
    }
    with ticket.hold_still():
        now = max(update.at, ticket.changed_at)  # somebody may have written since; a ledger only goes forward
        until = update.next_update_at if update.next_update_at and update.next_update_at > now else None
        with ticket.act(
            "announce", by=update.by, now=now, public=True, comment=words, channel=Channel.DESK, **about
        ) as act:
            ticket.hear_from_us(act, words, until=until)


def words_of(text: Text) -> str:
    """The slots as one message."""
    return "\n\n".join(filter(None, [text.what, text.who, text.do, text.we, text.next]))


# The children, in the background: each in a transaction of its own, so that nobody who works on one waits for the others.


def has_children(event: Event) -> bool:
    return event.ticket.child_count > 0


def pass_on(event: Event) -> None:
    """A worker killed half-way leaves the outbox row; whoever comes next finds on each child whether it was told."""
    update = Update.objects.select_related("notice", "by").get(pk=event.details["update"])
    for child in event.ticket.children().filter(open=True).order_by("pk"):
        one = child.specific
        with one.hold_still():
            told = one.events.filter(verb=VERB, details__update=update.pk).exists()
            if one.open and not told:
                put_on(one, update, event.comment)
    with Outbox.dealing_with(event.pk, CONSUMER):
        pass
