"""A change as the calendar sees it: when, which services, whose hands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

from django.db import connection

from changes.calendar.moments import EARLIEST, LATEST
from changes.models import Change
from changes.models.change import IN_THE_CALENDAR

# A deployment needs nobody's hands: in whose name it is done is needed nowhere at that time.
COLUMNS = """
    change.ticket_ptr_id, ticket.number, change.starts_at, change.ends_at, ticket.team_id, ticket.site_id, ticket.restricted,
    ARRAY(SELECT service_id FROM changes_change_services WHERE change_id = change.ticket_ptr_id
          UNION SELECT ticket.service_id WHERE ticket.service_id IS NOT NULL),
    ARRAY(SELECT owner_id FROM changes_changestep step
           WHERE step.change_id = change.ticket_ptr_id AND owner_id IS NOT NULL
          UNION SELECT ticket.assignee_id WHERE ticket.assignee_id IS NOT NULL
                  AND NOT EXISTS (SELECT FROM changes_deployment run WHERE run.change_id = change.ticket_ptr_id))
"""
TABLES = "changes_change change JOIN tickets_ticket ticket ON ticket.id = change.ticket_ptr_id"
# A window without an end, or without both, is one that meets everything; a year that is a slip cannot be reckoned with.
WHOLE = f"change.starts_at >= '{EARLIEST}' AND change.ends_at < '{LATEST}'"
THESE = f"""
    SELECT {COLUMNS} FROM {TABLES}
     WHERE change.ticket_ptr_id = ANY(%s) AND {WHOLE}
"""  # noqa: S608 - constant texts
# By the index on windows first; of what is near in time, what shares a service or a person.
NEAR = f"""
    SELECT {COLUMNS} FROM {TABLES}
     WHERE change.window && %(spans)s::tstzmultirange AND {WHOLE}
       AND ticket.status = ANY(%(states)s)
       AND (ticket.service_id = ANY(%(services)s) OR ticket.assignee_id = ANY(%(people)s)
            OR EXISTS (SELECT FROM changes_change_services other
                        WHERE other.change_id = change.ticket_ptr_id AND other.service_id = ANY(%(services)s))
            OR EXISTS (SELECT FROM changes_changestep step
                        WHERE step.change_id = change.ticket_ptr_id AND step.owner_id = ANY(%(people)s)))
"""  # noqa: S608


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    pk: int
    number: str
    starts_at: datetime
    ends_at: datetime
    services: frozenset[int] = field(default_factory=frozenset)
    people: frozenset[int] = field(default_factory=frozenset)  # who carries it out, or a step of it
    team: int | None = None
    site: int | None = None
    restricted: bool = False

    def at(self, starts_at: datetime, ends_at: datetime) -> Self:
        """The same at another time. In UTC, in which an hour is an hour, whoever's clock it was said by."""
        return replace(self, starts_at=starts_at.astimezone(UTC), ends_at=ends_at.astimezone(UTC))


def plan_of(change: Change) -> Plan | None:
    """None while nobody has said when."""
    return plans_of([change.pk]).get(change.pk)


def plans_of(changes: Collection[int], *, in_the_calendar: bool = False) -> dict[int, Plan]:
    """By the change's key; one without a time has none. One statement."""
    statement = THESE + (" AND ticket.status = ANY(%s)" if in_the_calendar else "")
    asked = [list(changes), *([list(IN_THE_CALENDAR)] if in_the_calendar else [])]
    return {plan.pk: plan for plan in _read(statement, asked)} if changes else {}


def near(
    spans: Iterable[tuple[datetime, datetime]], *, services: Iterable[int], people: Iterable[int]
) -> list[Plan]:
    """What stands in the calendar then and shares one of these services or people. One statement."""
    asked = {
        "spans": multirange(spans),
        "states": list(IN_THE_CALENDAR),
        "services": list(services),
        "people": list(people),
    }
    return _read(NEAR, asked)


def multirange(spans: Iterable[tuple[datetime, datetime]]) -> str:
    """As PostgreSQL reads several spans at once, so that one index scan finds what meets any of them."""
    return "{" + ",".join(f'["{since.isoformat()}","{until.isoformat()}")' for since, until in spans) + "}"


def _read(statement: str, parameters: Any) -> list[Plan]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [_plan(*row) for row in cursor.fetchall()]


def _plan(
    pk: int, number: str, starts_at: datetime, ends_at: datetime, team: int | None, site: int | None, restricted: Any,
    services: list[int], people: list[int],
) -> Plan:  # fmt: skip
    return Plan(
        pk=pk,
        number=number,
        starts_at=starts_at,
        ends_at=ends_at,
        services=frozenset(services),
        people=frozenset(people),
        team=team,
        site=site,
        restricted=restricted,
    )
