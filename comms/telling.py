"""From an Event to inbox rows and mail rows: all of it in the transaction that takes the Event out of the outbox."""

from collections import defaultdict
from datetime import datetime
from functools import partial

from django.db import transaction

from comms import quiet, wording
from comms.approvals import chat as approving
from comms.chat import tasks as chat
from comms.letters import compose, line_of, reading_as
from comms.mail_words import writing
from comms.models import Delivery, Held, Notification
from comms.recipients import Told
from comms.rules import Rule, tellings
from itsm.tickets.hints import publish_to_people
from itsm.tickets.models import Event, Ticket

CHUNK = 20  # mails in one sending task, over one connection

Telling = tuple[Rule, Told]


def tell(event: Event, *, now: datetime) -> list[int]:
    """Write who is told of it, once each; returns the mails to send. Runs inside `Outbox.dealing_with`."""
    event.ticket = (
        Ticket.objects.with_people()
        .select_related("team__lead__manager", "opened_by")
        .get(pk=event.ticket_id)
    )
    found = list(tellings(event))
    notify([telling for telling in found if telling[0].inbox], event, now=now)
    chat.wake_after(approving.tell(event, found, now=now))
    at_once, later = by_mail(found, event, now=now)
    changed = writing.changed() if at_once else {}
    mails = [compose(event, told, rule, now=now, changed=changed) for rule, told in at_once]
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)
    lines = [line_of(event, told, rule, now=now, due_at=due_at) for rule, told, due_at in later]
    Held.objects.bulk_create(lines, ignore_conflicts=True)
    queued = event.deliveries.filter(state=Delivery.State.QUEUED)
    return list(queued.order_by("pk").values_list("pk", flat=True))


def notify(found: list[Telling], event: Event, *, now: datetime) -> None:
    rows = []
    for _rule, told in found:
        with reading_as(told.person):
            line = wording.what(event)
        about = {"reason": told.reason, "about": told.about, "title": line, "at": now}
        rows.append(Notification(event=event, person=told.person, ticket=event.ticket, **about))
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    people = [row.person_id for row in rows]
    hint = {"number": event.ticket.number, "event": event.pk, "verb": event.verb, "actor": event.actor_id}
    transaction.on_commit(partial(publish_to_people, people, hint))


def by_mail(
    found: list[Telling], event: Event, *, now: datetime
) -> tuple[list[Telling], list[tuple[Rule, Told, datetime]]]:
    """Whose mail goes now, and whose becomes a line of a digest, and when. One of many reads the inbox."""
    kinds: dict[tuple[str, bool], list[Telling]] = defaultdict(list)
    for rule, told in found:
        if not told.one_of_many:
            urgent = quiet.is_urgent(event, group=rule.group, reason=told.reason, reader=told.person)
            kinds[rule.group, urgent].append((rule, told))
    at_once: list[Telling] = []
    later: list[tuple[Rule, Told, datetime]] = []
    for (group, urgent), tellings_of_kind in kinds.items():
        people = [told.person.pk for _rule, told in tellings_of_kind]
        wanted = quiet.wants(people, group=group, now=now, urgent=urgent)
        for rule, told in tellings_of_kind:
            if told.person.pk in wanted.at_once:
                at_once.append((rule, told))
            elif due_at := wanted.later.get(told.person.pk):
                later.append((rule, told, due_at))
    return at_once, later


def chunks(pks: list[int]) -> list[list[int]]:
    return [pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK)]
