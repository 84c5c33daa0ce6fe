"""What a message changes about its alert. Pure: messages come twice, in any order, and long after they were true."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.alerts.parsing import Reading
from incidents.models import Alert
from incidents.models.alert import Outcome

# Alertmanager does not say when it said that something fires. Of a beginning that has ended already, a message within
# this time of the end was under way before it; one after that means that it fires again.
UNDER_WAY = timedelta(minutes=10)


@dataclass
class Heard:
    """An alert while messages of one batch are taken in: `was_firing` before the first of them."""

    alert: Alert
    was_firing: bool
    fired: bool = False  # it began in between, whatever it does now

    @property
    def begins(self) -> bool:
        return self.fired and self.alert.is_firing

    @property
    def ends(self) -> bool:
        return self.was_firing and not self.alert.is_firing


def hear(heard: Heard, reading: Reading, *, now: datetime) -> Outcome:
    """Take it in, and say what it was."""
    alert = heard.alert
    alert.messages, alert.heard_at = alert.messages + 1, now
    outcome, first = judge(alert, reading, now=now), False
    match outcome:
        case Outcome.FIRES:
            heard.fired = True
            alert.state, alert.since, alert.until = Alert.State.FIRING, reading.since, None
            alert.fired, alert.fired_at, alert.changed_at = alert.fired + 1, now, now
        case Outcome.ENDS:
            alert.state, alert.until, alert.changed_at, alert.quiet = Alert.State.OVER, reading.until, now, ""
            alert.since = min(alert.since, reading.since)
        case Outcome.KNOWN:
            if first := alert.until is None:
                alert.since, alert.changed_at = reading.since, now
            alert.until = max(filter(None, (alert.until, reading.until)), default=now)
        case Outcome.LATE:
            alert.late += 1
    if outcome in {Outcome.FIRES, Outcome.STILL} or first:
        describe(alert, reading)
    return outcome


def judge(alert: Alert, reading: Reading, *, now: datetime) -> Outcome:
    if is_late(alert, reading, now=now):
        return Outcome.LATE
    if reading.firing:
        return Outcome.STILL if alert.is_firing else Outcome.FIRES
    return Outcome.ENDS if alert.is_firing else Outcome.KNOWN


def is_late(alert: Alert, reading: Reading, *, now: datetime) -> bool:
    """Is it older than what we know? An alert that nobody heard of yet has neither fired nor ended."""
    if alert.is_firing:
        return (reading.until or reading.since) < alert.since
    if alert.until is None:
        return False
    if reading.told_at is not None:
        return reading.told_at < alert.until
    return reading.since <= alert.until and now - alert.changed_at < UNDER_WAY


def describe(alert: Alert, reading: Reading) -> None:
    """Its words may change from message to message: the newest count."""
    alert.title, alert.description, alert.link = reading.title, reading.description, reading.link
    alert.severity, alert.labels = reading.severity, dict(reading.labels)
