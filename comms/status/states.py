"""How a service is, from what is known about it. Pure: no database, no clock of its own.

Worst first counts. A notice speaks for its incident: what it says last is what the page says, so "watching the fix" is
trouble although the major incident is still open, and "resolved" is fine although somebody still tidies up.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comms.models import Notice, Phase
from itsm.services.models import Impact, Priority


class State(IntEnum):
    """In the order of how bad it is; the worst of several is their maximum."""

    FINE = 0
    MAINTENANCE = 1
    TROUBLE = 2
    DOWN = 3

    @property
    def word(self) -> str:
        """For marks, styles and programs."""
        return self.name.lower()

    @property
    def label(self) -> "str | Promise":
        return LABELS[self]


LABELS = {
    State.FINE: pgettext_lazy("service", "fine"),
    State.MAINTENANCE: _("being worked on"),
    State.TROUBLE: _("has trouble"),
    State.DOWN: _("is down"),
}


WORDS = [(state.word, state.label) for state in State]


class Span(NamedTuple):
    """One state from one moment to another; without an end it lasts."""

    state: State
    since: datetime
    until: datetime | None = None

    def touches(self, begin: datetime, end: datetime) -> bool:
        return self.since < end and (self.until is None or self.until > begin)


def worst(states: Iterable[State]) -> State:
    return max(states, default=State.FINE)


def of_notice(kind: str, phase: str, *, major: bool | None = None) -> State:
    """What a notice in this phase says about its services.

    `major`: whether its incident is, or was, a major one; None if there is no incident behind it, and an outage is an outage.
    """
    match kind, phase:
        case Notice.Kind.OUTAGE, Phase.INVESTIGATING | Phase.IDENTIFIED:
            return State.TROUBLE if major is False else State.DOWN
        case Notice.Kind.OUTAGE, Phase.MONITORING:
            return State.TROUBLE
        case Notice.Kind.MAINTENANCE, Phase.IN_PROGRESS:
            return State.MAINTENANCE
    return State.FINE


def of_incident(*, priority: int, impact: int, major: bool = False) -> State:
    """What an open incident says that no notice speaks for. One person's broken laptop is not trouble of a service."""
    if major:
        return State.DOWN
    if priority <= Priority.HIGH and impact <= Impact.GROUP:
        return State.TROUBLE
    return State.FINE


def spans_of_notice(
    kind: str,
    steps: Sequence[tuple[datetime, str]],
    *,
    major: bool | None = None,
    began: datetime | None = None,
) -> list[Span]:
    """The life of a notice as states. `steps` are moments and phases, oldest first.

    An outage is older than its first message: it counts from when it `began`. A maintenance counts from its start, not its plan.
    """
    spans: list[Span] = []
    for at, phase in steps:
        state = of_notice(kind, phase, major=major)
        if spans and spans[-1].until is None:
            if spans[-1].state == state:
                continue
            spans[-1] = spans[-1]._replace(until=at)
        if state:
            spans.append(Span(state, at))
    if spans and began and kind == Notice.Kind.OUTAGE:
        spans[0] = spans[0]._replace(since=min(began, spans[0].since))
    return spans


def state_at(spans: Iterable[Span], moment: datetime) -> State:
    return worst(
        span.state for span in spans if span.since <= moment and (span.until is None or span.until > moment)
    )


def state_between(spans: Iterable[Span], begin: datetime, end: datetime) -> State:
    """The worst that was, however short: a day with an outage of two minutes was not a fine day."""
    return worst(span.state for span in spans if span.touches(begin, end))
