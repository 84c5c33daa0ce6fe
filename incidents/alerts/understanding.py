"""What stored deliveries say, in batches: alerts first, then the few incidents they make.

A batch is one transaction with the state of its deliveries, so each is dealt with once, however often it is tried and wherever
a worker dies. Batches follow each other: two at once would open two incidents for one trouble.
"""

import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from incidents.alerts import gathering
from incidents.alerts.parsing import Reading, Told, Unreadable, parse
from incidents.alerts.places import Places
from incidents.alerts.standing import Heard, hear
from incidents.models import Alert, AlertDelivery, AlertSource
from incidents.models.alert import TRIES

logger = logging.getLogger(__name__)
State = AlertDelivery.State
BATCH = 500  # deliveries
ROWS = 1000  # alerts a statement
WRITTEN = (
    "title", "description", "link", "severity", "labels", "service", "component", "topic", "state", "since", "until",
    "fired_at", "changed_at", "heard_at", "messages", "late", "fired", "quiet",
)  # fmt: skip


def attempt(source: AlertSource, *, now: datetime) -> bool:
    """One batch by one worker. False when nothing waits."""
    batch = AlertDelivery.objects.filter(source=source).claim(now=now, most=BATCH)
    for worn in (delivery for delivery in batch if delivery.attempts > TRIES):
        said = worn.reason or _("The worker that read it died.")
        _settle(worn, State.UNREADABLE, reason=_("It could not be understood: %(why)s") % {"why": said})
    fresh = [delivery for delivery in batch if delivery.attempts <= TRIES]
    try:
        understand(source, fresh, now=now)
    except Exception:  # whatever it is, one delivery must not hold up the others
        logger.exception("Alerts of %s could not be understood together", source)
        _one_by_one(source, fresh, now=now)
    return bool(batch)


def _one_by_one(source: AlertSource, batch: Sequence[AlertDelivery], *, now: datetime) -> None:
    for delivery in batch:
        try:
            understand(source, [delivery], now=now)
        except Exception as error:
            logger.exception("Alerts %s could not be understood", delivery.pk)
            said = f"{type(error).__name__}: {error}"[:250]
            AlertDelivery.objects.filter(pk=delivery.pk, state=State.STORED).update(reason=said)


@transaction.atomic
def understand(source: AlertSource, deliveries: Iterable[AlertDelivery], *, now: datetime) -> None:
    gathering.one_at_a_time()
    pks = [delivery.pk for delivery in deliveries]
    waiting = AlertDelivery.objects.waiting().filter(pk__in=pks).order_by("pk").select_for_update()
    told = _read(source, waiting)
    heard = take_in(source, told, now=now)
    begun = [one.alert for one in heard if one.begins]
    gathering.hush(begun, now=now)
    _write([one.alert for one in heard])
    gathering.begin([alert for alert in begun if not alert.quiet], now=now)
    gathering.finish([one.alert for one in heard if one.ends], now=now)
    _mark(delivery for delivery, _found in told)
    if told:
        AlertSource.objects.filter(pk=source.pk).update(
            heard_at=max(each.received_at for each, _found in told)
        )


def _read(source: AlertSource, waiting: Iterable[AlertDelivery]) -> list[tuple[AlertDelivery, Told]]:
    told = []
    for delivery in waiting:
        try:
            found = parse(source, bytes(delivery.body), received_at=delivery.received_at)
        except Unreadable as error:
            _settle(delivery, State.UNREADABLE, reason=str(error))
        else:
            told.append((delivery, found))
    return told


def take_in(source: AlertSource, told: Sequence[tuple[AlertDelivery, Told]], *, now: datetime) -> list[Heard]:
    """Each message in its turn, on the alert it is about; nothing is written yet but into `told`."""
    prints = {reading.fingerprint for _delivery, found in told for reading in found.readings}
    rows = source.alerts.filter(fingerprint__in=prints)
    heard = {alert.fingerprint: Heard(alert, was_firing=alert.is_firing) for alert in rows}
    for delivery, found in told:
        outcomes: Counter[str] = Counter()
        for reading in found.readings:
            one = heard.setdefault(
                reading.fingerprint, Heard(_fresh(source, reading, now=now), was_firing=False)
            )
            outcomes[hear(one, reading, now=now)] += 1
        delivery.state = State.DONE if found.readings or not found.broken else State.UNREADABLE
        delivery.reason, delivery.next_try_at, delivery.counts = (
            "; ".join(found.broken)[:300],
            None,
            dict(outcomes),
        )
    places = Places(source, [one.alert.labels for one in heard.values()])
    for one in heard.values():
        one.alert.source = source
        places.put(one.alert)
    return list(heard.values())


def _fresh(source: AlertSource, reading: Reading, *, now: datetime) -> Alert:
    return Alert(
        source=source, fingerprint=reading.fingerprint, state=Alert.State.OVER, since=reading.since, changed_at=now,
        heard_at=now,
    )  # fmt: skip


def _write(alerts: Sequence[Alert]) -> None:
    """New and known ones alike: one statement for a thousand. The incident is not among it: it is set afterwards."""
    known = [alert for alert in alerts if alert.pk]
    Alert.objects.bulk_create([alert for alert in alerts if not alert.pk], batch_size=ROWS)
    Alert.objects.bulk_create(
        known, batch_size=ROWS, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
    )


def _mark(deliveries: Iterable[AlertDelivery]) -> None:
    """In a storm hundreds became the same: a statement for each kind of end."""
    alike: dict[str, list[AlertDelivery]] = defaultdict(list)
    for delivery in deliveries:
        alike[json.dumps([delivery.state, delivery.reason, delivery.counts], sort_keys=True)].append(delivery)
    for group in alike.values():
        rows = AlertDelivery.objects.filter(pk__in=[delivery.pk for delivery in group])
        first = group[0]
        rows.update(state=first.state, reason=first.reason, counts=first.counts, next_try_at=None)


def _settle(delivery: AlertDelivery, state: str, *, reason: str) -> None:
    delivery.state, delivery.reason, delivery.next_try_at = state, reason[:300], None
    delivery.save(update_fields=["state", "reason", "next_try_at"])
