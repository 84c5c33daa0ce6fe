"""What gets in the way of these plans: five statements at most, however many plans and however full the year."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from changes.calendar import clashes
from changes.calendar.clashes import BREATH, Clash, Surroundings
from changes.calendar.graph import Graph
from changes.calendar.plan import Plan, multirange, near
from itsm.services.calendars import WorkingHours
from itsm.services.policy import current_policy

Span = tuple[datetime, datetime]
OCCASIONS = """
    SELECT occasion.id, occasion.kind, occasion.title, occasion.starts_at, occasion.ends_at,
           ARRAY(SELECT service_id FROM changes_occasion_services WHERE occasion_id = occasion.id),
           ARRAY(SELECT site_id FROM changes_occasion_sites WHERE occasion_id = occasion.id),
           ARRAY(SELECT team_id FROM changes_occasion_teams WHERE occasion_id = occasion.id)
      FROM changes_occasion occasion
     WHERE occasion.window && %s::tstzmultirange AND occasion.cancelled_at IS NULL AND occasion.kind <> 'on_call'
"""
SITES = "SELECT service_id, site_id FROM services_service_sites WHERE service_id = ANY(%s)"


def find(plans: Collection[Plan]) -> dict[int, list[Clash]]:
    """By the change's key; every plan has its list, and none is compared with itself."""
    if not plans:
        return {}
    spans = [(plan.starts_at - BREATH, plan.ends_at + BREATH) for plan in plans]
    around = surroundings(plans, spans)
    return {plan.pk: clashes.clashes(plan, around) for plan in plans}


def surroundings(plans: Collection[Plan], spans: Collection[Span]) -> Surroundings:
    """All that could get in the way of these plans in these spans of time."""
    graph = Graph.load()
    services = frozenset[int]().union(*(plan.services for plan in plans))
    people = frozenset[int]().union(*(plan.people for plan in plans))
    happening = occasions(spans)
    return Surroundings(
        graph=graph,
        others=near(spans, services=graph.related(services), people=people),
        occasions=happening,
        sites=_sites(services) if any(occasion.sites for occasion in happening) else {},
        hours=hours_of(services),
    )


def occasions(spans: Iterable[Span]) -> list[clashes.Occasion]:
    return [_occasion(*row) for row in _rows(OCCASIONS, [multirange(spans)])]


def hours_of(services: Iterable[int]) -> dict[int, WorkingHours]:
    """When each of them is supported."""
    policy = current_policy()
    agreements = {service: policy.agreement_of.get(service, policy.default_agreement) for service in services}
    return {service: policy.fallback[agreement].hours for service, agreement in agreements.items()}


def _sites(services: Collection[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {service: set() for service in services}
    for service, site in _rows(SITES, [list(services)]):
        found[service].add(site)
    return {service: frozenset(sites) for service, sites in found.items()}


def _occasion(
    pk: int, kind: str, title: str, starts_at: datetime, ends_at: datetime, *named: list[int]
) -> clashes.Occasion:
    services, sites, teams = map(frozenset, named)
    return clashes.Occasion(
        pk=pk,
        kind=kind,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        services=services,
        sites=sites,
        teams=teams,
    )


def _rows(statement: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
