"""Charts as inline SVG, drawn by the server: every mark is a link to its records, and beside each chart stands its table.

Widths are shares of the box in percent and heights are pixels, so a chart fits a phone and a wall alike and its letters keep
their size. Each kind of mark has a shape or a texture of its own besides its colour; `static/insights/charts.css` has the
colours, for both themes.
"""

from itsm.insights.charts.bars import bars, pareto
from itsm.insights.charts.columns import columns
from itsm.insights.charts.dumbbells import dumbbell
from itsm.insights.charts.lines import line
from itsm.insights.charts.marks import Band, Level, Mark, Part, Row, Series, Span
from itsm.insights.charts.spans import spans
from itsm.insights.charts.stacks import stacked

__all__ = [
    "Band",
    "Level",
    "Mark",
    "Part",
    "Row",
    "Series",
    "Span",
    "bars",
    "columns",
    "dumbbell",
    "line",
    "pareto",
    "spans",
    "stacked",
]
