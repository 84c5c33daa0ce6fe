"""A panel as data: a page is shown later with the figures that it had, without links, for the lists behind them go on changing."""

from collections.abc import Mapping
from typing import Any

from itsm.insights.charts import Level, Mark, Part, Row
from itsm.insights.dashboards import panels
from itsm.insights.dashboards.panels import Drawn, Panel
from itsm.insights.measures import Unit

Kept = Mapping[str, Any]
# What a panel may be drawn as; anything else keeps its value and its words.
DRAWN: dict[str, Drawn] = {
    one.__name__: one
    for one in (
        panels.nothing,
        panels.columns,
        panels.lines,
        panels.bars,
        panels.pareto,
        panels.stacked,
        panels.shares,
        panels.dumbbell,
        panels.table,
    )
}
WORDS = ("key", "title", "value", "says", "changed", "empty", "size")


def keep(panel: Panel) -> dict[str, Any]:
    """In the language that is active."""
    target = panel.target
    return {
        **{name: str(getattr(panel, name)) for name in WORDS},
        "draw": panel.draw.__name__,
        "unit": panel.unit.value,
        "target": [target.value, str(target.said)] if target else None,
        "parts": [[str(part.name), part.kind] for part in panel.parts],
        "rows": [[str(row.name), [_mark(mark) for mark in row.marks]] for row in panel.rows],
    }


def _mark(mark: Mark) -> list[Any]:
    return [mark.value, str(mark.said), mark.n, str(mark.name), str(mark.tick), mark.tone]


def again(kept: Kept) -> Panel:
    return Panel(
        **{name: kept[name] for name in WORDS},
        draw=DRAWN.get(kept["draw"], panels.nothing),
        unit=Unit(kept["unit"]),
        target=Level(*kept["target"]) if kept["target"] else None,
        parts=[Part(*part) for part in kept["parts"]],
        rows=[Row(name, [_drawn(*mark) for mark in marks]) for name, marks in kept["rows"]],
    )


def _drawn(value: float | None, said: str, n: int | None, name: str, tick: str, tone: str) -> Mark:
    return Mark(value, said, n=n, name=name, tick=tick, tone=tone)
