"""Who is hit when something fails, and what it stands on: walks over services and components together.

The four kinds of arrows (service on service, service on the component that carries it, component on component,
component on service) are one graph. Circles are allowed in it: nobody's cabling is free of them. `UNION` in the
recursive statement visits each place once, so a walk ends.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from itsm.services.models import Component, Service

ARROWS = """
    SELECT 's' AS upper, from_service_id AS upper_id, 's' AS lower, to_service_id AS lower_id
      FROM services_service_depends_on
    UNION ALL SELECT 's', service_id, 'c', component_id FROM services_component_services
    UNION ALL SELECT 'c', from_component_id, 'c', to_component_id FROM services_component_depends_on
    UNION ALL SELECT 'c', component_id, 's', service_id FROM services_component_needs
"""
START = """
    SELECT 's'::text AS kind, unnest(%(services)s::bigint[]) AS id
    UNION SELECT 'c', unnest(%(components)s::bigint[])
"""
UPWARDS = f"""
    reached(kind, id) AS (
        {START}
        UNION
        SELECT arrow.upper, arrow.upper_id FROM reached
          JOIN ({ARROWS}) arrow ON arrow.lower = reached.kind AND arrow.lower_id = reached.id
    )
"""  # noqa: S608 - constant texts
DOWNWARDS = f"""
    reached(kind, id) AS (
        {START}
        UNION
        SELECT arrow.lower, arrow.lower_id FROM reached
          JOIN ({ARROWS}) arrow ON arrow.upper = reached.kind AND arrow.upper_id = reached.id
    )
"""  # noqa: S608
# A service without sites is used at all of them; colleagues without a site count only then.
IMPACT = f"""
    WITH RECURSIVE {UPWARDS},
    hit AS (SELECT service.id, service.name, service.criticality FROM reached
              JOIN services_service service ON service.id = reached.id
             WHERE reached.kind = 's' AND service.is_active),
    parts AS (SELECT component.id, component.name FROM reached
                JOIN services_component component ON component.id = reached.id WHERE reached.kind = 'c'),
    bound AS (SELECT place.site_id FROM hit JOIN services_service_sites place ON place.service_id = hit.id),
    everywhere AS (SELECT EXISTS (SELECT FROM hit WHERE NOT EXISTS
                     (SELECT FROM services_service_sites place WHERE place.service_id = hit.id)) AS yes),
    places AS (SELECT site.id, site.name FROM people_site site, everywhere
                WHERE everywhere.yes OR site.id IN (SELECT site_id FROM bound))
    SELECT (SELECT coalesce(jsonb_agg(jsonb_build_array(id, name) ORDER BY criticality, name), '[]') FROM hit),
           (SELECT coalesce(jsonb_agg(jsonb_build_array(id, name) ORDER BY name, id), '[]') FROM parts),
           (SELECT coalesce(jsonb_agg(jsonb_build_array(id, name) ORDER BY name), '[]') FROM places),
           (SELECT count(*) FROM people_person person, everywhere
             WHERE person.is_active AND (everywhere.yes OR person.site_id IN (SELECT site_id FROM bound)))
"""  # noqa: S608
FOOTING = f"""
    WITH RECURSIVE {DOWNWARDS}
    SELECT (SELECT coalesce(jsonb_agg(jsonb_build_array(service.id, service.name) ORDER BY service.name), '[]')
              FROM reached JOIN services_service service ON service.id = reached.id WHERE reached.kind = 's'),
           (SELECT coalesce(jsonb_agg(jsonb_build_array(component.id, component.name) ORDER BY component.name), '[]')
              FROM reached JOIN services_component component ON component.id = reached.id WHERE reached.kind = 'c')
"""  # noqa: S608


@dataclass(frozen=True)
class Place:
    """A service, component or site that a walk came by."""

    pk: int
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Impact:
    """What is hit. `services` are those still offered, the most critical first, among them a service that was asked for;
    `components` likewise. `sites` are those where the services are used, `colleagues` how many work there."""

    services: tuple[Place, ...]
    components: tuple[Place, ...]
    sites: tuple[Place, ...]
    colleagues: int


@dataclass(frozen=True)
class Footing:
    """What has to work for it."""

    services: tuple[Place, ...]
    components: tuple[Place, ...]


def impact_of(*things: Service | Component) -> Impact:
    """If all of these fail together: one recursive statement."""
    services, components, sites, colleagues = _asked(IMPACT, things)
    return Impact(_places(services), _places(components), _places(sites), colleagues)


def footing_of(*things: Service | Component) -> Footing:
    """The other way: what these stand on, themselves included."""
    services, components = _asked(FOOTING, things)
    return Footing(_places(services), _places(components))


def _asked(statement: str, things: Iterable[Service | Component]) -> Any:
    things = list(things)
    starts = {
        "services": [thing.pk for thing in things if isinstance(thing, Service)],
        "components": [thing.pk for thing in things if isinstance(thing, Component)],
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, starts)
        return cursor.fetchone()


def _places(pairs: str) -> tuple[Place, ...]:
    """The cursor hands JSON out as it came."""
    return tuple(Place(pk, name) for pk, name in json.loads(pairs))
