"""Through which eyes one looks: a service with all that it stands on and that stands on it, a team, a site."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from changes.calendar.asked import Asked
from changes.calendar.graph import Graph
from changes.calendar.sources import Item
from itsm.people.models import Site, Team
from itsm.services.models import Service


@dataclass(frozen=True)
class Lens:
    """At most five statements, however much there is to look at."""

    services: Mapping[int, str]  # by name, all that are offered
    teams: Mapping[int, str]
    sites: Mapping[int, str]
    team_of: Mapping[int, int | None]
    related: frozenset[int] | None = None
    team: int | None = None
    site: int | None = None
    sites_of: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Asked) -> Self:
        services = list(Service.objects.active().order_by("name").values_list("pk", "name", "team"))
        return cls(
            services={pk: name for pk, name, _team in services},
            teams=dict(Team.objects.filter(is_active=True).order_by("name").values_list("pk", "name")),
            sites=dict(Site.objects.order_by("name").values_list("pk", "name")),
            team_of={pk: team for pk, _name, team in services},
            related=Graph.load().related([asked.service]) if asked.service else None,
            team=asked.team,
            site=asked.site,
            sites_of=_sites_of() if asked.site else {},
        )

    def through(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if self.shows(item)]

    def shows(self, item: Item) -> bool:
        return (
            (self.related is None or _meets(item.services, self.related, item))
            and (self.team is None or _meets(self.teams_of(item), {self.team}, item))
            and (self.site is None or self._is_at_the_site(item))
        )

    def teams_of(self, item: Item) -> frozenset[int]:
        """Who has to do with it: named on it, or supporting what it touches."""
        supporting = {team for service in item.services if (team := self.team_of.get(service))}
        return item.teams or frozenset(supporting)

    def _is_at_the_site(self, item: Item) -> bool:
        if item.sites:
            return self.site in item.sites
        used = [self.sites_of.get(service, frozenset()) for service in item.services]
        return any(not sites or self.site in sites for sites in used) if used else item.for_all


def _meets(named: Collection[int], wanted: Collection[int], item: Item) -> bool:
    return any(key in wanted for key in named) if named else item.for_all


def _sites_of() -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for service, site in Service.sites.through.objects.values_list("service", "site"):
        found.setdefault(service, set()).add(site)
    return {service: frozenset(sites) for service, sites in found.items()}
