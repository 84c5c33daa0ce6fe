"""What the status page knows, as plain data: it can be kept in a file, narrowed to a reader, and drawn without a database.

`gathering` makes it, `keeping` keeps it; the page, the feeds and the JSON are all drawn from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _

from comms.models import Notice, Phase
from comms.status.states import Span, State, state_at

DAYS = 90  # of history
Sees = Callable[["Told"], bool]


@dataclass(frozen=True, slots=True)
class Message:
    """One message, in the colleagues' words."""

    pk: int
    verb: str
    phase: str
    at: datetime
    subject: str
    what: str
    who: str = ""
    do: str = ""
    we: str = ""
    next: str = ""
    next_update_at: datetime | None = None
    starts_at: datetime | None = None  # of planned work, as this message says it
    ends_at: datetime | None = None

    @property
    def phase_label(self) -> str:
        """In the words for colleagues; a date that moved is a message of its own kind."""
        return str(_("moved") if self.verb == "reschedule" else Phase(self.phase).label)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as it stands on the page. Its title is the first message's: what colleagues read, not the desk's own."""

    pk: int
    number: str
    kind: str
    phase: str
    open: bool
    public: bool
    everyone: bool  # whoever is signed in may read it
    services: tuple[int, ...]
    messages: tuple[Message, ...]  # oldest first, at least one
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    next_update_at: datetime | None = None
    over_at: datetime | None = None

    @property
    def title(self) -> str:
        return self.messages[0].subject

    @property
    def began(self) -> datetime:
        """Where it stands in the history: a maintenance where the work began, or was called off."""
        if not self.is_planned or self.is_coming:
            return self.messages[0].at
        started = (message.at for message in self.messages if message.phase == Phase.IN_PROGRESS)
        return next(started, self.changed_at)

    @property
    def changed_at(self) -> datetime:
        return self.messages[-1].at

    @property
    def newest(self) -> Message:
        return self.messages[-1]

    @property
    def newest_first(self) -> tuple[Message, ...]:
        return self.messages[::-1]

    @property
    def earlier(self) -> tuple[Message, ...]:
        return self.messages[-2::-1]

    @property
    def is_planned(self) -> bool:
        return self.kind == Notice.Kind.MAINTENANCE

    @property
    def has_phases(self) -> bool:
        """An advisory and something new are said; they do not run a course."""
        return self.kind in {Notice.Kind.OUTAGE, Notice.Kind.MAINTENANCE}

    @property
    def is_coming(self) -> bool:
        return self.is_planned and self.phase == Phase.PLANNED

    @property
    def is_running(self) -> bool:
        return self.open and not self.is_coming and self.kind != Notice.Kind.NEWS

    @property
    def kind_label(self) -> str:
        return str(Notice.Kind(self.kind).label)

    @property
    def phase_label(self) -> str:
        return str(Phase(self.phase).label)

    def touches(self, begin: datetime, end: datetime) -> bool:
        return self.began < end and (self.over_at is None or self.over_at >= begin)


@dataclass(frozen=True, slots=True)
class Offered:
    """A service on the page, with everything that was wrong with it."""

    pk: int
    name: str
    purpose: str
    group: str
    public: bool
    spans: tuple[Span, ...] = ()

    def state(self, now: datetime) -> State:
        return state_at(self.spans, now)

    def since(self, now: datetime) -> datetime | None:
        """How long it has not been fine."""
        running = [span.since for span in self.spans if span.until is None and span.since <= now]
        return min(running, default=None)


@dataclass(frozen=True, slots=True)
class Board:
    at: datetime  # when it was gathered
    open_to_all: bool
    title: str
    services: tuple[Offered, ...] = ()  # by group, in the order of the page
    notices: tuple[Told, ...] = ()  # newest first
    names: dict[int, str] = field(default_factory=dict)

    def for_everybody(self) -> "Board":
        """Without signing in: public services, and public notices as far as they are about those."""
        services = tuple(service for service in self.services if service.public)
        return self._narrowed(services, lambda notice: notice.public)

    def for_colleagues(self) -> "Board":
        """What may be shown to whoever is signed in."""
        return self.for_reader(frozenset())

    def for_reader(self, addressed: frozenset[int]) -> "Board":
        """What is open to every colleague, and the notices with these keys."""
        return self._narrowed(
            self.services, lambda notice: notice.everyone or notice.public or notice.pk in addressed
        )

    def _narrowed(self, services: tuple[Offered, ...], sees: Sees) -> "Board":
        names = {service.pk: service.name for service in services}
        kept = (
            replace(notice, services=tuple(pk for pk in notice.services if pk in names))
            for notice in self.notices
            if sees(notice) and (not notice.services or not names.keys().isdisjoint(notice.services))
        )
        return replace(self, services=services, notices=tuple(kept), names=names)

    # What the drawings ask --------------------------------------------------------------------------------------------

    @property
    def groups(self) -> list[tuple[str, list[Offered]]]:
        found: dict[str, list[Offered]] = {}
        for service in self.services:
            found.setdefault(service.group, []).append(service)
        return list(found.items())

    @property
    def running(self) -> list[Told]:
        return [notice for notice in self.notices if notice.is_running]

    @property
    def coming(self) -> list[Told]:
        planned = [notice for notice in self.notices if notice.is_coming]
        return sorted(planned, key=lambda notice: (notice.starts_at or notice.began, notice.pk))

    @property
    def changed_at(self) -> datetime | None:
        return max((notice.changed_at for notice in self.notices), default=None)

    def names_of(self, services: Iterable[int]) -> list[str]:
        return [self.names[pk] for pk in services if pk in self.names]

    def notice(self, number: str) -> Told | None:
        return next((notice for notice in self.notices if notice.number == number), None)
