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

# What is asked of these rows: `addressed` is everyone it is for; `found` has also those who were meant and may not.
FOUND = f"""
    WITH {HIT}, {MEANT}, found AS MATERIALIZED (
        SELECT person_id, min(rank::bigint << {BITS} | about_id) AS best FROM meant GROUP BY person_id
    ), reason(rank, why) AS (
        VALUES (0, 'named'), (1, 'asked'), (2, 'subscribed'), (3, 'used'), (4, 'serves'), (5, 'site'), (6, 'team'), (7, 'everyone')
    ), allowed AS MATERIALIZED (
        SELECT found.person_id, {AUDIENCE} AS audience, best >> {BITS} AS rank, best & ((1::bigint << {BITS}) - 1) AS about_id
        FROM found JOIN people_person person ON person.id = found.person_id WHERE {MAY}
    ), addressed AS (
        SELECT person_id, audience, reason.rank, why, left(coalesce(
            CASE why WHEN 'asked' THEN %(ticket)s WHEN 'site' THEN site.name WHEN 'team' THEN team.name ELSE hit.name END, ''
        ), 120) AS about
        FROM allowed JOIN reason USING (rank)
        LEFT JOIN hit ON hit.id = about_id AND why IN ('subscribed', 'used', 'serves')
        LEFT JOIN people_site site ON site.id = about_id AND why = 'site'
        LEFT JOIN people_team team ON team.id = about_id AND why = 'team'
    )"""  # noqa: S608 - constants


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
