"""The page of teams: each its part of the same figures. The parts add up to the whole, and nobody is ranked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.insights.charts import Mark, Part, Row
from itsm.insights.dashboards import panels, unhappy
from itsm.insights.dashboards.experience import asked, experience, weights
from itsm.insights.dashboards.gaps import points
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import number
from itsm.insights.measures import Figure, Measure, Unit, ask_each, register
from itsm.insights.measures.baton import dropped
from itsm.insights.measures.flowing import ping_pong
from itsm.insights.measures.promises import promises_kept
from itsm.insights.measures.registry import NOTHING
from itsm.insights.measures.restoring import sla_met
from itsm.insights.measures.returning import reopened
from itsm.insights.measures.volume import opened, resolved
from itsm.people.models import Team


def counted(share: Measure, name: str | Promise) -> Measure:
    """A share as how many of how many: counts are never too few to be shown, and they add up."""
    return Measure(
        key=f"{share.key}_count",
        name=name,
        sentence=share.sentence,
        formula=share.formula.partition(" ÷ ")[0],
        population=share.population,
        unit=Unit.COUNT,
        better=share.better,
        source=share.source,
        n=share.over,
        value=share.value,
    )


@dataclass(frozen=True, kw_only=True)
class Column:
    """`count` is what is counted; of a share, how many of how many."""

    name: str | Promise
    count: Measure
    of: bool = False


def _share(share: Measure, name: str | Promise) -> Column:
    return Column(name=name, count=counted(share, name), of=True)


COLUMNS = (
    Column(name=opened.name, count=opened),
    Column(name=resolved.name, count=resolved),
    _share(sla_met, gettext_lazy("Levels met")),
    _share(reopened, gettext_lazy("Came back")),
    _share(ping_pong, gettext_lazy("To and fro")),
    _share(promises_kept, gettext_lazy("Promises kept")),
    _share(dropped, gettext_lazy("Dropped")),
)
COUNTS = frozenset(column.count.key for column in COLUMNS if column.of)
register(*(column.count for column in COLUMNS if column.of))


@dataclass(frozen=True)
class Parts:
    """Measure → figure, of each team and of everything together."""

    teams: Mapping[int, Mapping[str, Figure]]
    whole: Mapping[str, Figure]


def parts(page: Page) -> Parts:
    """One question, asked by team and altogether: the whole is not the sum of what is shown, so that it can be compared."""
    wanted = [column.count for column in COLUMNS] + [unhappy.unhappy_tickets, *asked()]
    by_team, whole = ask_each(dict.fromkeys(wanted), [(page.chosen, "team"), (page.chosen, None)])
    groups = {team for found in by_team.values() for team in found if team is not None}
    each = {team: {key: found.get(team, NOTHING) for key, found in by_team.items()} for team in groups}
    return Parts(each, {key: found.get(None, NOTHING) for key, found in whole.items()})


def teams(page: Page) -> Iterator[Panel]:
    found, names = parts(page), dict(Team.objects.order_by("name").values_list("pk", "name"))
    named = {team: name for team, name in names.items() if team in found.teams}
    yield table(page, found, named)
    yield not_well_served(page, found, named)


def table(page: Page, found: Parts, names: Mapping[int, str]) -> Panel:
    weighed = weights()

    def row(name: str, figures: Mapping[str, Figure], href: str = "", **of: Any) -> Row:
        felt = experience(figures, weighed).value
        cells = [cell(page, column, figures[column.count.key], **of) for column in COLUMNS]
        said = points(felt) if felt is None else number(felt, Unit.COUNT)
        return Row(name, [*cells, Mark(felt, said, page.dashboard("mirrors", **of))], href)

    each = [
        row(name, found.teams[team], page.dashboard("flow", team=team), team=team)
        for team, name in names.items()
    ]
    return Panel(
        key="parts",
        title=_("Each team’s part"),
        says=_("In the order of their names. A ticket counts for the team that has it, or had it last; so the parts of all teams make the whole. The experience of the whole is not the sum of its parts: each team’s is counted from its own tickets."),
        draw=panels.table,
        parts=[*(Part(str(column.name)) for column in COLUMNS), Part(_("Experience, of 100"))],
        rows=[*each, row(_("All together"), found.whole)] if each else [],
        size="wide",
    )  # fmt: skip


def cell(page: Page, column: Column, figure: Figure, **of: Any) -> Mark:
    value = figure.value or 0.0
    words = {"part": number(value, Unit.COUNT), "whole": number(figure.n, Unit.COUNT)}
    said = _("%(part)s of %(whole)s") % words if column.of else words["part"]
    return page.mark(column.count, Figure(value, figure.n), said=said, **of)


def not_well_served(page: Page, found: Parts, names: Mapping[int, str]) -> Panel:
    key, whole = unhappy.unhappy_tickets.key, found.whole[unhappy.unhappy_tickets.key]
    marks = [
        Mark(float(figure.n), number(figure.n, Unit.COUNT), page.tickets("unhappy", team=team), figure.n, name=name)
        for team, name in names.items()
        if (figure := found.teams[team][key]).n
    ]  # fmt: skip
    return Panel(
        key="not-well-served",
        title=_("Tickets on which something shows that the colleague was not well served"),
        value=number(whole.n, Unit.COUNT),
        says=_("What shows it: it %(signs)s. Each team’s part of the whole.") % {"signs": ", ".join(str(sign.name) for sign in unhappy.signs())},
        draw=panels.bars,
        rows=panels.one_each(marks),
        more=(_("See them all"), page.tickets("unhappy")),
        empty=_("On no ticket of this period."),
        size="wide",
    )  # fmt: skip
