"""Outages follow what is told: they begin, end and begin again with it. Telling the same twice changes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from itsm.services.models import Outage, Service
from itsm.services.models.outage import OutageQuerySet


@dataclass(frozen=True, kw_only=True)
class Told:
    """What told it: its number, where it is read, its words; `ticket` is the number of the ticket it is about."""

    source: str
    url: str
    words: str
    planned: bool = False
    ticket: str = ""


def down(
    told: Told, services: Iterable[Service], *, since: datetime, now: datetime, again: Collection[int] = ()
) -> None:
    """These services are down, for the first time `since` then; those `again` from now on, where it was over already.

    A service that is no longer among them is well again now. What was ended by hand stays ended until it is told again. A ticket
    tells of nothing itself that a notice about it tells of already.
    """
    with transaction.atomic():
        _one_after_another(told.ticket)
        if told.source == told.ticket and _is_told_of(told.ticket):
            return
        _take_over(told)
        mine, named = _mine(told), {service.pk for service in services}
        begins = {
            pk: now if pk in mine else min(since, now)
            for pk in sorted(named)
            if pk not in mine or (pk in again and not any(outage.is_running for outage in mine[pk]))
        }
        # Two who tell the same at once: the database lets one of them begin it.
        Outage.objects.bulk_create([_of(told, pk, at) for pk, at in begins.items()], ignore_conflicts=True)
        gone = [outage for pk, outages in mine.items() if pk not in named for outage in outages]
        Outage.close_all((outage for outage in gone if outage.is_running), at=now)


def up(told: Told, *, now: datetime) -> None:
    """It is over, for all of them."""
    with transaction.atomic():
        Outage.close_all(Outage.objects.told_by(told.source).running().select_for_update(), at=now)


def _of(told: Told, service: int, began_at: datetime) -> Outage:
    return Outage(
        service_id=service, began_at=began_at, planned=told.planned, words=told.words, source=told.source,
        source_url=told.url, ticket=told.ticket,
    )  # fmt: skip


def _mine(told: Told) -> dict[int, list[Outage]]:
    """Also what was corrected by hand to have been planned, or not."""
    found: dict[int, list[Outage]] = defaultdict(list)
    for outage in Outage.objects.told_by(told.source).select_for_update():
        found[outage.service_id].append(outage)
    return found


def _take_over(told: Told) -> None:
    """What its ticket told until now, for want of a notice, is one outage with this one, not two."""
    if told.ticket and told.ticket != told.source and not Outage.objects.told_by(told.source).exists():
        by_ticket = Outage.objects.told_by(told.ticket).filter(planned=told.planned)
        by_ticket.update(source=told.source, source_url=told.url, words=told.words)


def _one_after_another(ticket: str) -> None:
    """Whoever tells of a ticket waits until who is at it has told."""
    if ticket:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"outages of {ticket}"])


def _is_told_of(ticket: str) -> bool:
    """By somebody else. Planned work that is about it says nothing of what broke."""
    return Outage.objects.filter(ticket=ticket, planned=False).exclude(source__in=["", ticket]).exists()


def hush(outages: OutageQuerySet, words: str) -> None:
    """What they say, now and before they were corrected, is no longer for everybody who reads figures."""
    with transaction.atomic():
        for outage in outages.select_for_update():
            outage.words = words
            for one in outage.history:
                one["changes"].pop("words", None)
            outage.save(update_fields=["words", "history"])
