"""The board in the shape that tools for status pages read: the public API of Atlassian Statuspage, version 2.

Ids are texts and never change; what Baton does not have (tweets, reminders) is there and empty, for strict readers.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.conf import settings

from comms.models import Notice, Phase
from comms.status.board import Board, Message, Offered, Told
from comms.status.sentence import sentence
from comms.status.states import State, worst

PAGE = "baton"
COMPONENT = {
    State.FINE: "operational",
    State.MAINTENANCE: "under_maintenance",
    State.TROUBLE: "partial_outage",
    State.DOWN: "major_outage",
}
INDICATOR = {
    State.FINE: "none",
    State.MAINTENANCE: "maintenance",
    State.TROUBLE: "minor",
    State.DOWN: "major",
}
STATUS = {
    Phase.PLANNED: "scheduled",
    Phase.IN_PROGRESS: "in_progress",
    Phase.DONE: "completed",
    Phase.CANCELLED: "completed",
    Phase.PUBLISHED: "monitoring",
    Phase.WITHDRAWN: "resolved",
}
MOST = 50
Shape = dict[str, Any]


class Shapes:
    """All of it about one board at one moment; `of` is the table of what may be asked for."""

    def __init__(self, board: Board, *, now: datetime) -> None:
        self.board, self.now = board, now

    def page(self) -> Shape:
        changed = self.board.changed_at or datetime(2000, 1, 1, tzinfo=UTC)
        return {
            "id": PAGE,
            "name": self.board.title or "Baton",
            "url": f"{settings.BASE_URL}/status/",
            "time_zone": "Etc/UTC",
            "updated_at": _stamp(changed),
        }

    def status(self) -> Shape:
        states = [service.state(self.now) for service in self.board.services]
        return {"indicator": INDICATOR[worst(states)], "description": sentence(states)}

    def components(self) -> list[Shape]:
        """Each group before its services."""
        made: list[Shape] = []
        for name, services in self.board.groups:
            group = f"group-{services[0].pk}" if name else None
            if name:
                state = worst(service.state(self.now) for service in services)
                ids = [str(service.pk) for service in services]
                made.append(self._component(group, name, state, components=ids))
            made += [self._service(service, group) for service in services]
        return [{**shape, "position": place} for place, shape in enumerate(made, start=1)]

    def _service(self, service: Offered, group: str | None) -> Shape:
        made = self._component(str(service.pk), service.name, service.state(self.now), group=group)
        return {**made, "description": service.purpose or None}

    def _component(
        self, key: str | None, name: str, state: State, *, group: str | None = None, **more: Any
    ) -> Shape:
        return {
            "id": key,
            "name": name,
            "status": COMPONENT[state],
            "created_at": None,
            "updated_at": self.page()["updated_at"],
            "position": 0,
            "description": None,
            "showcase": False,
            "start_date": None,
            "group_id": group,
            "page_id": PAGE,
            "group": "components" in more,
            "only_show_if_degraded": False,
            **more,
        }

    @cached_property
    def _by_key(self) -> dict[str | None, Shape]:
        return {shape["id"]: shape for shape in self.components()}

    def incidents(self, *, unresolved: bool = False) -> list[Shape]:
        kinds = {Notice.Kind.OUTAGE, Notice.Kind.ADVISORY}
        found = [notice for notice in self.board.notices if notice.kind in kinds]
        return [self._incident(notice) for notice in found if notice.open or not unresolved][:MOST]

    def maintenances(self, *phases: str) -> list[Shape]:
        found = [notice for notice in self.board.notices if notice.is_planned]
        return [self._maintenance(notice) for notice in found if not phases or notice.phase in phases][:MOST]

    def _incident(self, notice: Told) -> Shape:
        watched = (message.at for message in notice.messages if message.phase == Phase.MONITORING)
        over = notice.over_at
        return {
            "id": notice.number,
            "name": notice.title,
            "status": STATUS.get(Phase(notice.phase), notice.phase),
            "created_at": _stamp(notice.messages[0].at),
            "updated_at": _stamp(notice.changed_at),
            "monitoring_at": _stamp(next(watched, None)),
            "resolved_at": _stamp(over),
            "impact": "none" if notice.kind == Notice.Kind.ADVISORY else self._impact(notice),
            "shortlink": f"{settings.BASE_URL}/status/#{notice.number}",
            "started_at": _stamp(notice.starts_at or notice.messages[0].at),
            "page_id": PAGE,
            "incident_updates": [self._update(notice, message) for message in notice.newest_first],
            "components": [self._by_key[str(pk)] for pk in notice.services if str(pk) in self._by_key],
            "reminder_intervals": None,
        }

    def _impact(self, notice: Told) -> str:
        """The worst that its services were while it lasted."""
        services = [service for service in self.board.services if service.pk in notice.services]
        until = notice.over_at or self.now
        state = worst(
            span.state
            for service in services
            for span in service.spans
            if span.touches(notice.messages[0].at, until)
        )
        return "major" if state == State.DOWN else "minor"

    def _maintenance(self, notice: Told) -> Shape:
        return {
            **self._incident(notice),
            "impact": "maintenance",
            "scheduled_for": _stamp(notice.starts_at),
            "scheduled_until": _stamp(notice.ends_at),
        }

    def _update(self, notice: Told, message: Message) -> Shape:
        parts = (message.what, message.who, message.do, message.we, message.next)
        return {
            "id": str(message.pk),
            "status": STATUS.get(Phase(message.phase), message.phase),
            "body": "\n\n".join(part for part in parts if part),
            "incident_id": notice.number,
            "created_at": _stamp(message.at),
            "updated_at": _stamp(message.at),
            "display_at": _stamp(message.at),
            "affected_components": None,
            "deliver_notifications": True,
            "custom_tweet": None,
            "tweet_id": None,
        }

    def summary(self) -> Shape:
        return {
            "page": self.page(),
            "components": self.components(),
            "incidents": self.incidents(unresolved=True),
            "scheduled_maintenances": self.maintenances(Phase.PLANNED, Phase.IN_PROGRESS),
            "status": self.status(),
        }


SHAPES: dict[str, Callable[[Shapes], Shape]] = {
    "summary": Shapes.summary,
    "status": lambda of: {"page": of.page(), "status": of.status()},
    "components": lambda of: {"page": of.page(), "components": of.components()},
    "incidents": lambda of: {"page": of.page(), "incidents": of.incidents()},
    "incidents/unresolved": lambda of: {"page": of.page(), "incidents": of.incidents(unresolved=True)},
    "scheduled-maintenances": lambda of: {"page": of.page(), "scheduled_maintenances": of.maintenances()},
    "scheduled-maintenances/upcoming": lambda of: {
        "page": of.page(),
        "scheduled_maintenances": of.maintenances(Phase.PLANNED),
    },
    "scheduled-maintenances/active": lambda of: {
        "page": of.page(),
        "scheduled_maintenances": of.maintenances(Phase.IN_PROGRESS),
    },
}


def _stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None
