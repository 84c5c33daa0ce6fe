"""What alerts make of an incident: they open it, let it grow, reopen it, and end it unless a person has it in hand."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from incidents.models import Alert, Incident, Resolution
from itsm.services.impact import impact_of
from itsm.services.models import Impact, Urgency
from itsm.services.policy import current_policy
from itsm.tickets.errors import Refused
from itsm.tickets.models import Act, Channel

logger = logging.getLogger(__name__)
A_GROUP = 25  # colleagues; more of them are many
NAMED = 10  # alerts by their titles, in an incident's description
# At how many alerts an incident says that it grows: a line for each would hide everything else.
LEVELS = (2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
URGENCY = {
    Alert.Severity.CRITICAL: Urgency.CRITICAL,
    Alert.Severity.WARNING: Urgency.MEDIUM,
    Alert.Severity.INFO: Urgency.LOW,
}


@contextmanager
def unless_refused(incident: Incident) -> Iterator[None]:
    """A person was faster; what they decided stands, and the alerts are counted all the same."""
    try:
        with transaction.atomic():
            yield
    except Refused as refused:
        logger.info("Alerts changed nothing on %s: %s", incident.number, refused)


def open_for(group: Sequence[Alert], *, now: datetime) -> Incident:
    """For the gravest of them, in the name of who answers for its source."""
    first = group[0]
    source, service, place = first.source, first.service, first.place
    return Incident.report(
        by=source.owner, requester=source.owner, title=first.title, description=describe(group), service=service,
        site=first.component.site if first.component else None, team=(service and service.team) or source.team,
        impact=impact(place), urgency=URGENCY[Alert.Severity(first.severity)], channel=Channel.ALERT, now=now,
    )  # fmt: skip


def impact(place: object) -> int:
    """By how many colleagues it hits, as far as the map knows."""
    if place is None:
        return Impact.GROUP
    hit = impact_of(place).colleagues  # type: ignore[arg-type]
    return Impact.MANY if hit > A_GROUP else Impact.GROUP


def describe(group: Sequence[Alert]) -> str:
    first = group[0]
    lines = [first.description or first.title]
    if len(group) > 1:
        lines += ["", *(f"- {alert.title}" for alert in group[:NAMED])]
    if len(group) > NAMED:
        lines.append(_("- and %(n)d more") % {"n": len(group) - NAMED})
    if first.link:
        lines += ["", first.link]
    return "\n".join(lines)


def grow(incident: Incident, group: Sequence[Alert], *, now: datetime) -> None:
    """More of the same: said at some numbers. A graver one makes it more urgent, as long as nobody decided otherwise."""
    here = incident.alerts.count()
    count = here + sum(alert.incident_id != incident.pk for alert in group)
    urgency = URGENCY[Alert.Severity(group[0].severity)]
    graver = urgency < incident.urgency and is_untouched(incident)
    if not graver and not any(here < level <= count for level in LEVELS):
        return
    with incident.act("alerts", by=None, now=now, alerts=count, title=group[0].title) as act:
        if graver:
            _raise(incident, urgency, act)


def _raise(incident: Incident, urgency: int, act: Act) -> None:
    act.details["urgency"] = [incident.urgency, urgency]
    incident.urgency, before = urgency, incident.priority
    incident.priority = current_policy().priority(incident.impact, urgency)
    if incident.priority != before:
        act.details["priority"] = [before, incident.priority]
        act.details["targets"] = act.clocks.retarget()


def reopen(incident: Incident, group: Sequence[Alert], *, now: datetime) -> None:
    words = _("It fires again: %(title)s") % {"title": group[0].title}
    incident.reopen(words=words, by=None, channel=Channel.ALERT, now=now)


def end(incident: Incident, *, now: datetime) -> None:
    """None of its alerts fires any more. Whoever took it by hand says themselves when it is done."""
    if not incident.open:
        return
    n = incident.alerts.count()
    words = ngettext(
        "Monitoring says that it is over.", "Monitoring says that all %(n)d alerts are over.", n
    ) % {"n": n}
    if is_untouched(incident):
        incident.resolve(resolution=Resolution.GONE, words=words, by=None, channel=Channel.ALERT, now=now)
    else:
        with incident.act("alerts_over", by=None, now=now, comment=words, channel=Channel.ALERT, alerts=n):
            pass


def is_untouched(incident: Incident) -> bool:
    """Nobody has it in hand: no person did anything with it since monitoring opened it."""
    if incident.channel != Channel.ALERT or incident.assignee_id or incident.major:
        return False
    by_people = incident.events.filter(actor__isnull=False).exclude(verb="incident.open")
    return not by_people.exists()
