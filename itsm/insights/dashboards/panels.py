"""What a dashboard is made of: rows of marks that are drawn, told as a table and given out by API alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.insights import charts
from itsm.insights.charts import Level, Mark, Part, Row, Series
from itsm.insights.figures import on_axis
from itsm.insights.measures import Unit
from itsm.insights.measures.shape import COUNTED

Size = Literal["", "small", "wide"]  # half of the page, a third, all of it
Drawn = Callable[["Panel"], SafeString]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """`parts` name the marks of every row, in their order; where they are left empty each mark has its own name.

    `value` is the figure it is about, `says` tells how to read it, `changed` is the part of it that
    tells what moved since the period before, `empty` what stands here when there is nothing to draw, `more` leads on.
    """

    key: str
    title: str
    draw: Drawn
    rows: Sequence[Row] = ()
    parts: Sequence[Part] = ()
    unit: Unit = Unit.COUNT
    value: str = ""
    says: str = ""
    changed: str = ""
    empty: str = ""
    more: tuple[str, str] | None = None  # words, address
    size: Size = ""
    target: Level | None = None
    template: str = "insights/dashboards/panel.html"

    @property
    def body(self) -> SafeString | str:
        return "" if self.says_nothing else self.draw(self)

    @property
    def says_nothing(self) -> bool:
        """Every mark has too few records to say anything, or there was none to count. A table says something with its first row."""
        if self.draw in {table, nothing}:
            return self.draw is table and not self.rows
        none = {None, 0.0} if self.unit in COUNTED else {None}
        return all(mark.value in none for mark in self.marks)

    def axis(self, value: float) -> str:
        return on_axis(value, self.unit)

    def called(self, place: int) -> Self:
        """The same with a name of its own, where a page may show it twice."""
        return replace(self, key=f"{self.key}-{place}".replace("_", "-"))

    def plain(self, place: int) -> Self:
        """Only its value and its words."""
        return replace(self.called(place), rows=(), draw=nothing)

    @property
    def marks(self) -> list[Mark]:
        """Of a panel with one row, or with one mark in each."""
        return [mark for row in self.rows for mark in row.marks]


def nothing(panel: Panel) -> SafeString:
    return SafeString("")


def tick(name: str) -> str:
    """The day on which a stretch begins: what has room under a chart."""
    return name.partition(" – ")[0]


def columns(panel: Panel) -> SafeString:
    return charts.columns(panel.marks, label=panel.title, axis=panel.axis, target=panel.target)


def lines(panel: Panel) -> SafeString:
    series = [Series(row.name, row.marks) for row in panel.rows]
    whole = panel.unit in COUNTED
    return charts.line(series, label=panel.title, axis=panel.axis, target=panel.target, whole=whole)


def bars(panel: Panel) -> SafeString:
    return charts.bars(panel.marks, label=panel.title, name=counted(panel))


def pareto(panel: Panel) -> SafeString:
    return charts.pareto(panel.marks, label=panel.title, name=counted(panel))


def counted(panel: Panel) -> str:
    """What stands over its column: of what is no number of things, what it is."""
    return "" if panel.unit in COUNTED else panel.title


def stacked(panel: Panel) -> SafeString:
    return charts.stacked(panel.rows, panel.parts, label=panel.title)


def shares(panel: Panel) -> SafeString:
    return charts.stacked(panel.rows, panel.parts, label=panel.title, shares=True)


def dumbbell(panel: Panel) -> SafeString:
    return charts.dumbbell(
        panel.rows, panel.parts, label=panel.title, axis=panel.axis, scale=range(0, 101, 25)
    )


def leads(words: str, address: str) -> tuple[str, str] | None:
    """Nowhere, where there is no address."""
    return (words, address) if address else None


def one_each(marks: Sequence[Mark]) -> list[Row]:
    """Rows of one mark, each called as its mark."""
    return [Row(mark.name, [mark]) for mark in marks]


def table(panel: Panel) -> SafeString:
    """Rows and parts as they are, each figure a link: for what is read, not compared by eye."""
    heads = format_html_join(
        "", '<th scope="col" class="end">{}</th>', ((part.name,) for part in panel.parts)
    )
    body = format_html_join(
        "", "<tr>{}{}</tr>", ((_named(row), _cells(row, panel.parts)) for row in panel.rows)
    )
    return format_html(
        '<div class="rows-box" tabindex="0" role="region" aria-label="{}"><table class="rows folds figures"><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div>',
        _("%(title)s: the table") % {"title": panel.title}, heads, body,
    )  # fmt: skip


def _named(row: Row) -> SafeString:
    name = format_html('<a href="{}">{}</a>', row.href, row.name) if row.href else row.name
    return format_html('<th scope="row" class="grow">{}</th>', name)


def _cells(row: Row, parts: Sequence[Part]) -> SafeString:
    marks = zip(parts, row.marks, strict=True)
    return format_html_join(
        "", '<td class="end" data-label="{}"{}>{}</td>', ((part.name, _toned(mark), _linked(mark)) for part, mark in marks)
    )  # fmt: skip


def _toned(mark: Mark) -> SafeString | str:
    return format_html(' data-tone="{}"', mark.tone) if mark.tone else ""


def _linked(mark: Mark) -> SafeString | str:
    if not mark.href:
        return mark.said
    counted = "" if mark.n is None else format_html(' data-n="{}"', mark.n)
    return format_html('<a href="{}"{}>{}</a>', mark.href, counted, mark.said)
