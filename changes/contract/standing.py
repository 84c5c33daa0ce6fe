"""How each line of a contract stands: what was owed, what is proven, and in plain words what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from changes.models import Change, ContractLine
from itsm.tickets.models import Event

# Whoever starts to work here after the notice went out, or whose mail bounces, does not break a contract.
ENOUGH = 95  # per cent of those who must know
TALKED = "ticket.talk_over"


@dataclass(frozen=True)
class Evidence:
    """What is proven about the people of a line: how many they are, whom word reached (in time, at all), who confirmed it."""

    people: int = 0
    in_time: int = 0
    told: int = 0
    acknowledged: int = 0


class Collect(Protocol):
    """From real deliveries, by a line's key: what was proven by `now`."""

    def __call__(
        self, change: Change, lines: list[ContractLine], due: Mapping[int, datetime], *, now: datetime
    ) -> Mapping[int, Evidence]: ...


_collect: list[Collect] = []


def register_evidence(collect: Collect) -> None:
    """Communication knows: it says so when it is ready."""
    _collect[:] = [collect]


@dataclass(frozen=True)
class Standing:
    """One line as it stands now."""

    line: ContractLine
    due_at: datetime
    evidence: Evidence
    talked_at: datetime | None = None

    @property
    def told_in_time(self) -> bool:
        if self.line.channel == ContractLine.Channel.CONVERSATION:
            return self.talked_at is not None and self.talked_at <= self.due_at
        return self.evidence.people > 0 and self.evidence.in_time * 100 >= self.evidence.people * ENOUGH

    @property
    def acknowledged_share(self) -> int:
        """Per cent of those who must know, rounded down: 79.9 are not 80."""
        return self.evidence.acknowledged * 100 // self.evidence.people if self.evidence.people else 0

    @property
    def confirmed(self) -> bool:
        talk = self.line.channel == ContractLine.Channel.CONVERSATION
        return talk or self.acknowledged_share >= self.line.share

    @property
    def kept(self) -> bool:
        return self.told_in_time and self.confirmed

    @property
    def overridden(self) -> bool:
        return self.line.overridden_at is not None

    @property
    def missing(self) -> str:
        """What stands between this line and its being kept; empty if nothing does."""
        label = {"who": self.line.label}
        if self.kept:
            return ""
        if self.line.channel == ContractLine.Channel.CONVERSATION:
            return _("Nobody has written down a talk with %(who)s in time.") % label
        if not self.evidence.people:
            return _("The contract names nobody for “%(who)s”.") % label
        if not self.told_in_time:
            return self._not_told()
        return _("%(share)s %% of %(who)s have confirmed it, %(owed)s %% must.") % {
            **label, "share": self.acknowledged_share, "owed": self.line.share,
        }  # fmt: skip

    def _not_told(self) -> str:
        about = {"who": self.line.label, "told": self.evidence.in_time, "people": self.evidence.people}
        hours = self.line.hours_before
        words = ngettext(
            "%(told)s of %(people)s of %(who)s were told at least %(hours)s hour before it starts.",
            "%(told)s of %(people)s of %(who)s were told at least %(hours)s hours before it starts.",
            hours,
        )
        return words % {**about, "hours": hours}


def due_at(change: Change, line: ContractLine, *, now: datetime) -> datetime:
    """An emergency has no planned start: it starts now."""
    return (change.starts_at or now) - timedelta(hours=line.hours_before)


def standings(change: Change, *, now: datetime) -> list[Standing]:
    """All lines, in the order in which they fall due. Three statements, and one for the audience of each line."""
    lines = list(change.contract.select_related("overridden_by"))
    due = {line.pk: due_at(change, line, now=now) for line in lines}
    told = _collect[0](change, lines, due, now=now) if lines and _collect else {}
    talks = (
        talked(change, now=now)
        if any(line.channel == ContractLine.Channel.CONVERSATION for line in lines)
        else {}
    )
    return [Standing(line, due[line.pk], told.get(line.pk, Evidence()), talks.get(line.pk)) for line in lines]


def talked(change: Change, *, now: datetime) -> dict[int, datetime]:
    """When the talk about a line was first written down."""
    rows = (
        Event.objects.filter(ticket=change.pk, verb=TALKED, at__lte=now)
        .order_by("-at")
        .values_list("details", "at")
    )
    return {details["line"]: at for details, at in rows}


def owed(found: Iterable[Standing]) -> list[Standing]:
    """What nobody has kept, and nobody answers for."""
    return [one for one in found if not one.kept and not one.overridden]
