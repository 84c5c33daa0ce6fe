"""Two mirrors: what IT measures beside what colleagues felt, service by service, the widest gap first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from itsm.insights.dashboards import unhappy
from itsm.insights.dashboards.experience import Experience, asked, experience
from itsm.insights.measures import Figure, Filter, ask
from itsm.insights.measures.registry import NOTHING
from itsm.insights.measures.restoring import sla_met
from itsm.insights.measures.volume import resolved
from itsm.services.models import Service

GREEN = 90.0  # percent of service levels met: what IT would be content with
RED = 70.0  # points of experience: below it colleagues are not


@dataclass(frozen=True, kw_only=True)
class Mirror:
    """One service. What has too few rows on either side is shown and not judged."""

    service: int
    name: str
    it: Figure
    felt: Experience
    resolved: int = 0
    unhappy: int = 0
    green_unhappy: int = 0

    @property
    def small(self) -> bool:
        return self.it.value is None or self.felt.value is None

    @property
    def gap(self) -> float:
        """Points by which IT thinks better of itself than colleagues do."""
        return 0.0 if self.small else (self.it.value or 0) - (self.felt.value or 0)

    @property
    def green(self) -> bool:
        return not self.small and (self.it.value or 0) >= GREEN

    @property
    def red(self) -> bool:
        return not self.small and (self.felt.value or 0) < RED

    @property
    def watermelon(self) -> bool:
        """Green outside, red inside."""
        return self.green and self.red

    @property
    def rank(self) -> tuple[bool, bool, float, str]:
        return self.small, not self.watermelon, -self.gap, self.name


def mirrors(chosen: Filter, weights: Mapping[str, int]) -> list[Mirror]:
    """Every service with something resolved in the period. One statement for the figures and one for the names."""
    wanted = [sla_met, resolved, unhappy.unhappy_tickets, unhappy.green_unhappy, *asked()]
    answers = ask(dict.fromkeys(wanted), chosen, by="service")
    found = {key for groups in answers.values() for key in groups if key is not None}
    names = Service.objects.filter(pk__in=found).values_list("pk", "name")
    rows = [
        _mirror(pk, name, {key: groups.get(pk, NOTHING) for key, groups in answers.items()}, weights)
        for pk, name in names
    ]
    return in_order(rows)


def in_order(rows: Iterable[Mirror]) -> list[Mirror]:
    return sorted(rows, key=attrgetter("rank"))


def _mirror(pk: int, name: str, figures: Mapping[str, Figure], weights: Mapping[str, int]) -> Mirror:
    return Mirror(
        service=pk, name=name, it=figures[sla_met.key], felt=experience(figures, weights),
        resolved=figures[resolved.key].n, unhappy=figures[unhappy.unhappy_tickets.key].n, green_unhappy=figures[unhappy.green_unhappy.key].n,
    )  # fmt: skip
