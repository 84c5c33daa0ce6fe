"""Notices say when a service is down: each outage and each maintenance that is told keeps the record of it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from comms.models import Notice, Phase
from comms.models.notice import NoticeQuerySet
from itsm.services.models import Outage
from itsm.services.outages import keeping
from itsm.services.outages.keeping import Told
from itsm.tickets.models import Event, Outbox, Ticket

DOWN: Mapping[str, frozenset[str]] = {
    Notice.Kind.OUTAGE: frozenset({Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.MONITORING}),
    Notice.Kind.MAINTENANCE: frozenset({Phase.IN_PROGRESS}),
}
AGAIN = frozenset({"worsen", "start"})
# Words in between change nothing about it.
TELLING = AGAIN | {"publish", "resolve", "finish", "cancel"}


def spoken(notice: Notice, verb: str, *, now: datetime) -> None:
    """Runs in the transaction of whoever spoke."""
    if verb in TELLING:
        again = notice.services.values_list("pk", flat=True) if verb in AGAIN else ()
        follow(notice, now=now, again=frozenset(again))


def follow(notice: Notice, *, now: datetime, again: Collection[int] = ()) -> None:
    """A rehearsal is no outage."""
    if notice.drill or notice.kind not in DOWN:
        return
    if notice.phase in DOWN[notice.kind]:
        keeping.down(told(notice), notice.services.all(), since=since(notice, now), now=now, again=again)
    else:
        keeping.up(told(notice), now=now)


def services_changed(
    *, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_signal: Any
) -> None:
    """The services of what is running were found out to be others. A draft has told nothing yet."""
    if action.startswith("post_") and not reverse and instance.published_at and instance.open:
        joined = pk_set if action == "post_add" and pk_set else ()
        follow(instance, now=timezone.now(), again=joined)


def since(notice: Notice, now: datetime) -> datetime:
    """Work that was planned begins when it begins. What broke was broken before anybody said so; a change or a problem was there
    before it broke."""
    if notice.is_planned:
        return now
    ticket = notice.ticket
    reported = ticket.opened_at if ticket and ticket.kind == Ticket.Kind.INCIDENT else None
    return notice.starts_at or reported or notice.published_at or now


def told(notice: Notice) -> Told:
    """What is restricted is not for everybody who reads figures."""
    closed = notice.ticket is not None and notice.ticket.restricted
    return Told(
        source=notice.number,
        url=notice.get_absolute_url(),
        words=restricted() if closed else notice.title,
        planned=notice.is_planned,
        ticket=notice.ticket.number if notice.ticket else "",
    )


def restricted() -> str:
    return _("Restricted")


# A ticket that is restricted when its outages are on record already.

CONSUMER, EDIT = "downtime_words", "ticket.edit"


def becomes_restricted(event: Event) -> bool:
    return event.details.get("restricted") == [False, True]


def hush(event_pk: int) -> None:
    with Outbox.dealing_with(event_pk, CONSUMER) as event:
        if event is not None:
            keeping.hush(Outage.objects.filter(ticket=event.ticket.number), restricted())


def write_up(notices: NoticeQuerySet) -> int:
    """The outages of notices from before they were kept, from their messages. Those that have theirs are left alone."""
    known = Outage.objects.exclude(source="").values("source")
    told_of = notices.real().filter(kind__in=DOWN).exclude(number__in=known)
    found = [
        outage
        for notice in told_of.select_related("ticket").prefetch_related("services", "updates")
        for begin, end in stretches(notice)
        for outage in outages(notice, begin, end)
    ]
    return len(Outage.objects.bulk_create(found))


def stretches(notice: Notice) -> Iterator[tuple[datetime, datetime | None]]:
    """When it was down, as its messages tell it."""
    begin, first = None, True
    for update in sorted(notice.updates.all(), key=attrgetter("at", "pk")):
        if update.phase in DOWN[notice.kind]:
            begin = begin or (min(since(notice, update.at), update.at) if first else update.at)
        elif begin:
            yield begin, max(update.at, begin)
            begin, first = None, False
    if begin:
        yield begin, None


def outages(notice: Notice, begin: datetime, end: datetime | None) -> Iterator[Outage]:
    one = told(notice)
    for service in notice.services.all():
        yield Outage(
            service=service, began_at=begin, ended_at=end, planned=one.planned, words=one.words, source=one.source,
            source_url=one.url, ticket=one.ticket,
        )  # fmt: skip
