"""From alerts to incidents: few of them, the right ones, and none that somebody has in hand is ended behind their back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from incidents.alerts import telling
from incidents.alerts.quiet import Place, reasons
from incidents.models import Alert, Incident
from itsm.tickets.models import Link

ONE_AT_A_TIME = 0x616C7274  # any number, but always this one
FLAPS_WITHIN = timedelta(hours=24)  # of its end: the same incident again, not another one


def hush(alerts: Iterable[Alert], *, now: datetime) -> None:
    """Say on each why it is expected, or that it is not."""
    placed = {alert.pk: place for alert in alerts if (place := place_of(alert))}
    found = reasons(set(placed.values()), now=now)
    for alert in alerts:
        alert.quiet = found.get(placed[alert.pk], "")[:200] if alert.pk in placed else ""


def place_of(alert: Alert) -> Place | None:
    if not alert.service_id:
        return None
    return alert.service_id, alert.component.site_id if alert.component else None


def one_at_a_time() -> None:
    """Until the transaction ends: two at once would open two incidents for one trouble."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


@transaction.atomic
def ring(*, now: datetime) -> int:
    """What was expected and fires still when nobody expects it any more. Says how many begin to count."""
    one_at_a_time()
    waiting = list(Alert.objects.firing().exclude(quiet="").select_related("service", "component", "source"))
    hush(waiting, now=now)
    Alert.objects.bulk_update(waiting, ["quiet"], batch_size=500)
    loud = [alert for alert in waiting if not alert.quiet]
    begin(loud, now=now)
    return len(loud)


def begin(alerts: Sequence[Alert], *, now: datetime) -> None:
    """These fire since a moment ago, and nobody expects them: those of one topic are one incident."""
    topics: dict[str, list[Alert]] = defaultdict(list)
    for alert in sorted(alerts, key=lambda alert: (alert.severity, alert.pk)):
        topics[alert.topic].append(alert)
    known = _candidates(topics, now=now)
    for topic, group in topics.items():
        incident = _join(known[topic], group, now=now) or _open(known[topic], group, now=now)
        Alert.objects.filter(pk__in=[alert.pk for alert in group]).update(incident=incident)


def finish(alerts: Iterable[Alert], *, now: datetime) -> None:
    """These are over. An incident of which none fires any more has done its work."""
    pks = {alert.incident_id for alert in alerts if alert.incident_id}
    firing = set(Alert.objects.firing().filter(incident__in=pks).values_list("incident", flat=True))
    for incident in _in_force(pks - firing).values():
        with telling.unless_refused(incident):
            telling.end(incident, now=now)


# Which incident ----------------------------------------------------------------------------------------------------------


def _candidates(topics: dict[str, list[Alert]], *, now: datetime) -> dict[str, list[Incident]]:
    """By topic: the incidents its alerts had before, and those that alerts of the same topic made lately; newest first."""
    pks: dict[str, set[int]] = defaultdict(set)
    for topic, group in topics.items():
        pks[topic] = {alert.incident_id for alert in group if alert.incident_id}
    for topic, pk in _lately(topics, now=now):
        pks[topic].add(pk)
    incidents = _in_force(set().union(*pks.values()))
    return {
        topic: sorted({incidents[pk] for pk in pks[topic] if pk in incidents}, key=lambda row: -row.pk)
        for topic in topics
    }


def _lately(topics: dict[str, list[Alert]], *, now: datetime) -> set[tuple[str, int]]:
    minutes = max((group[0].source.gathers_for for group in topics.values()), default=0)
    rows = Alert.objects.filter(
        topic__in=topics, incident__isnull=False, fired_at__gte=now - timedelta(minutes=minutes)
    )
    found: set[tuple[str, int]] = set(rows.values_list("topic", "incident").distinct())
    return found


def _in_force(pks: set[int]) -> dict[int, Incident]:
    """By the id that alerts know: an incident that was merged stands for the one it was merged into."""
    found = Incident.objects.select_related("service").in_bulk(pks)
    merged = {pk: row.merged_into_id for pk, row in found.items() if row.merged_into_id}
    targets = Incident.objects.select_related("service").in_bulk(set(merged.values()))
    return {pk: targets.get(merged[pk], row) if pk in merged else row for pk, row in found.items()}


def _join(known: Sequence[Incident], group: Sequence[Alert], *, now: datetime) -> Incident | None:
    """The newest that is open, or ended so lately that this is the same trouble."""
    for incident in sorted(known, key=lambda row: not row.open):
        if incident.open:
            telling.grow(incident, group, now=now)
            return incident
        if incident.status == Incident.Status.RESOLVED and _flaps(incident, now=now):
            with telling.unless_refused(incident):
                telling.reopen(incident, group, now=now)
                return incident
    return None


def _flaps(incident: Incident, *, now: datetime) -> bool:
    return incident.resolved_at is not None and now - incident.resolved_at <= FLAPS_WITHIN


def _open(known: Sequence[Incident], group: Sequence[Alert], *, now: datetime) -> Incident:
    incident = telling.open_for(group, now=now)
    if known:
        incident.link(known[0], Link.Kind.FOLLOWS, by=None, now=now)
    return incident
