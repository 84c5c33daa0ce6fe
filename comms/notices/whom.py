"""Whom the writer of a notice means, and the one statement that turns it into people, each once, with the reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from comms.models import Aim, Notice
from comms.models.notice import who_may_see
from itsm.tickets.models import Link, Participant, Ticket

LATELY = timedelta(days=90)
NOBODY = -1  # no person has this key

# The services that were named, and everything that stands on them: whoever uses the webshop is hit when the directory fails.
HIT = """
    hit(id, name) AS (
        WITH RECURSIVE reached(id) AS (
            SELECT unnest(%(services)s::bigint[])
            UNION
            SELECT edge.from_service_id FROM services_service_depends_on edge JOIN reached ON edge.to_service_id = reached.id
        ) SELECT service.id, service.name FROM services_service service JOIN reached USING (id)
        WHERE service.is_active OR service.id = ANY(%(services)s)
    )"""

# Every reason that finds somebody, the plainest with the lowest rank, and the service, site or team it is about. Keys only:
# the best reason of each person is then a minimum of numbers, which costs a hash and no sorting of names.
MEANT = """
    meant(person_id, rank, about_id) AS (
        SELECT unnest(%(people)s::bigint[]), 0, 0
        UNION ALL
        SELECT unnest(%(askers)s::bigint[]), 1, 0
        UNION ALL
        SELECT follows.person_id, 2, hit.id
        FROM comms_subscription follows JOIN hit ON hit.id = follows.service_id WHERE follows.person_id IS NOT NULL
        UNION ALL
        SELECT ticket.requester_id, 3, hit.id
        FROM tickets_ticket ticket JOIN hit ON hit.id = ticket.service_id WHERE ticket.opened_at >= %(lately)s
        UNION ALL
        SELECT person.id, 4, hit.id
        FROM hit JOIN services_service_sites place ON place.service_id = hit.id
        JOIN people_person person ON person.site_id = place.site_id
        UNION ALL
        SELECT person.id, 5, person.site_id FROM people_person person WHERE person.site_id = ANY(%(sites)s::bigint[])
        UNION ALL
        SELECT member.person_id, 6, member.team_id FROM people_team_members member WHERE member.team_id = ANY(%(teams)s::bigint[])
        UNION ALL
        SELECT person.id, 7, 0 FROM people_person person WHERE %(everyone)s
    )"""
BITS = 40  # of the key of what a reason is about; the rank stands above them
REASONS = ("named", "asked", "subscribed", "used", "serves", "site", "team", "everyone")

# IT are those who work tickets; the role of a manager alone makes nobody IT.
AUDIENCE = """
    CASE
        WHEN person.id = %(sponsor)s THEN 'sponsor'
        WHEN person.id IN (SELECT member.person_id FROM people_person_groups member JOIN auth_group role
            ON role.id = member.group_id WHERE role.name IN ('agent', 'change manager', 'administrator')) THEN 'it'
        WHEN person.id IN (SELECT member.person_id FROM people_person_groups member JOIN auth_group role
            ON role.id = member.group_id WHERE role.name = 'manager') THEN 'managers'
        WHEN person.id IN (SELECT report.manager_id FROM people_person report WHERE report.is_active) THEN 'managers'
        ELSE 'colleagues'
    END"""

# Leavers never; on a restricted ticket only those who may see it.
MAY = """
    person.is_active AND person.id <> ALL(%(without)s::bigint[]) AND (NOT %(restricted)s OR person.id = ANY(%(may_see)s::bigint[]))
    """

# `found` is everyone who was meant, with their best reason; `allowed` those of them who get it. People are joined before they
# are grouped, so that the planner knows how many they are.
FOUND = f"""
    WITH {HIT}, {MEANT}, found(id, name, is_active, best) AS MATERIALIZED (
        SELECT person.id, person.name, person.is_active, min(rank::bigint << {BITS} | about_id)
        FROM meant JOIN people_person person ON person.id = meant.person_id GROUP BY person.id
    ), allowed AS MATERIALIZED (
        SELECT person.id AS person_id, {AUDIENCE} AS audience, best FROM found person WHERE {MAY}
    )"""  # noqa: S608 - constants
# A reason as words: what it is called, and the name of what it is about. To be joined to rows that have a `best`.
SPELLED = f"""
    JOIN (SELECT why, place - 1 AS rank FROM unnest(ARRAY{list(REASONS)}) WITH ORDINALITY reason(why, place)) reason
        ON reason.rank = best >> {BITS}
    LEFT JOIN hit ON why IN ('subscribed', 'used', 'serves') AND hit.id = best & ((1::bigint << {BITS}) - 1)
    LEFT JOIN people_site site ON why = 'site' AND site.id = best & ((1::bigint << {BITS}) - 1)
    LEFT JOIN people_team team ON why = 'team' AND team.id = best & ((1::bigint << {BITS}) - 1)"""  # noqa: S608 - constants
ABOUT = "left(coalesce(CASE why WHEN 'asked' THEN %(ticket)s END, hit.name, site.name, team.name, ''), 120)"


@dataclass(frozen=True, kw_only=True)
class Whom:
    """An aim as plain keys: of a notice, or of a form that is still being filled in."""

    everyone: bool = False
    services: tuple[int, ...] = ()
    sites: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    without: tuple[int, ...] = ()
    sponsor: int | None = None
    ticket: Ticket | None = None
    now: datetime = field(default_factory=timezone.now)

    @classmethod
    def of(
        cls,
        source: "Notice | Aim | Mapping[str, Any] | Whom",
        *,
        ticket: Ticket | None = None,
        now: datetime | None = None,
    ) -> "Whom":
        """From whatever says it. A mapping may hold rows or their keys."""
        now = now or timezone.now()
        match source:
            case Whom():
                return source
            case Notice():
                return cls.of(source.aim, ticket=source.ticket, now=now)
            case Aim():
                names = ("services", "sites", "teams", "people", "without")
                many = {name: keys(getattr(source, name).all()) for name in names}
                notice_ticket = ticket or source.notice.ticket
                return cls(
                    everyone=source.everyone, sponsor=source.sponsor_id, ticket=notice_ticket, now=now, **many
                )
            case _:
                return cls._of_mapping(source, ticket=ticket, now=now)

    @classmethod
    def _of_mapping(cls, source: Mapping[str, Any], *, ticket: Ticket | None, now: datetime) -> "Whom":
        names = ("services", "sites", "teams", "people", "without")
        many = {name: keys(source.get(name) or ()) for name in names}
        sponsor = next(iter(keys([source["sponsor"]])), None) if source.get("sponsor") else None
        return cls(everyone=bool(source.get("everyone")), sponsor=sponsor, ticket=ticket, now=now, **many)

    def params(self) -> dict[str, Any]:
        """For the statements above."""
        restricted = bool(self.ticket and self.ticket.restricted)
        return {
            "everyone": self.everyone,
            "services": list(self.services),
            "sites": list(self.sites),
            "teams": list(self.teams),
            "people": [*self.people, *([self.sponsor] if self.sponsor else [])],
            "without": list(self.without),
            "sponsor": self.sponsor or NOBODY,
            "askers": who_asked(self.ticket) if self.ticket else [],
            "ticket": self.ticket.number if self.ticket else "",
            "lately": self.now - LATELY,
            "restricted": restricted,
            "may_see": who_may_see(self.ticket) if self.ticket and restricted else [],
        }


def keys(rows: Iterable[Any]) -> tuple[int, ...]:
    return tuple(row if isinstance(row, int) else row.pk for row in rows)


def who_asked(ticket: Ticket) -> list[int]:
    """Who waits on the ticket or on one of its children: they asked, or said "me too", or are in copy."""
    children = Link.objects.filter(target=ticket.pk, kind=Link.Kind.CHILD_OF).values("source")
    rows = Ticket.objects.filter(pk=ticket.pk).union(Ticket.objects.filter(pk__in=children, open=True))
    found = dict(rows.order_by().values_list("pk", "requester"))
    waiting = (Participant.Part.AFFECTED, Participant.Part.CC)
    others = Participant.objects.filter(ticket__in=list(found), part__in=waiting)
    return sorted({*found.values(), *others.values_list("person", flat=True)})
