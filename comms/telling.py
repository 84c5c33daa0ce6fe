"""From an Event to inbox rows and mail rows: all of it in the transaction that takes the Event out of the outbox."""

from datetime import datetime
from functools import partial

from django.db import transaction

from comms import wording
from comms.letters import compose, reading_as
from comms.models import Delivery, Notification, Preference
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
    mails = [compose(event, told, rule, now=now) for rule, told in by_mail(found)]
    Delivery.objects.bulk_create(mails, ignore_conflicts=True)
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


def by_mail(found: list[Telling]) -> list[Telling]:
    """One of many reads the inbox; who said no to this group, too."""
    wanted = []
    for group in {rule.group for rule, _told in found}:
        of_group = [(rule, told) for rule, told in found if rule.group == group and not told.one_of_many]
        people = [told.person.pk for _rule, told in of_group]
        no = Preference.objects.unwilling(people, group=group, channel="mail")
        wanted += [(rule, told) for rule, told in of_group if told.person.pk not in no]
    return wanted


def chunks(pks: list[int]) -> list[list[int]]:
    return [pks[start : start + CHUNK] for start in range(0, len(pks), CHUNK)]
