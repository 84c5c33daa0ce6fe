"""Pages of figures by name. A practice adds its own, or panels to one that is there, when its app is ready."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.functional import Promise

from itsm.frame.practices import find, is_here
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel

Panels = Callable[[Page], Iterable[Panel]]


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """`says`: the question it answers, in one sentence. `practice`: the package whose practice must be on. `where`: what else."""

    key: str
    title: str | Promise
    says: str | Promise
    order: int
    panels: Panels
    practice: str = ""
    where: Callable[[], bool] = lambda: True

    @property
    def is_here(self) -> bool:
        practice = find(self.practice) if self.practice else None
        return is_here(self.panels) and (practice is None or practice.is_on) and self.where()

    def drawn(self, page: Page) -> Iterator[Panel]:
        """Its own panels, then those that others added."""
        for panels in [self.panels, *filter(is_here, _added[self.key])]:
            yield from panels(page)


_dashboards: dict[str, Dashboard] = {}
_added: dict[str, list[Panels]] = defaultdict(list)


def register(dashboard: Dashboard) -> None:
    """Called once, when the app that brings it is ready."""
    if _dashboards.setdefault(dashboard.key, dashboard) != dashboard:
        raise ValueError(f"Two dashboards are called {dashboard.key}")


def add_panels(key: str, panels: Panels) -> None:
    """To a dashboard of a floor below."""
    if panels not in _added[key]:
        _added[key].append(panels)


def dashboards() -> list[Dashboard]:
    """Those that are there at the moment, in their order."""
    return sorted((one for one in _dashboards.values() if one.is_here), key=attrgetter("order"))


def dashboard(key: str) -> Dashboard | None:
    found = _dashboards.get(key)
    return found if found and found.is_here else None
