"""How much of each: lying bars, the longest first if they come so, and the same with how much they make together."""

from collections.abc import Sequence
from itertools import accumulate

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.insights.charts.drawing import Drawing, Table, linked, told
from itsm.insights.charts.lying import BAR, bar, head, height, rail, top
from itsm.insights.charts.marks import Mark, Row
from itsm.insights.charts.scale import Scale

SHARE = "M0 -5L5 0L0 5L-5 0z"


def bars(marks: Sequence[Mark], *, label: str, name: str = "") -> SafeString:
    """Each mark with its name. `name` says what is counted, over the column of the table."""
    return draw_bars(marks, label=label, name=name).page()


def draw_bars(marks: Sequence[Mark], *, label: str, name: str = "") -> Drawing:
    ground = _ground(marks)
    body = "".join(_bar(mark, place, ground) for place, mark in enumerate(marks))
    table = Table(heads=["", name or _("How many")], rows=[(mark.name, [mark]) for mark in marks])
    return Drawing(label=label, height=height(marks), body=body, table=table, axis=False)


def pareto(marks: Sequence[Mark], *, label: str, name: str = "") -> SafeString:
    """The largest first, and after each a diamond: what share of the whole it makes with all above it."""
    return draw_pareto(marks, label=label, name=name).page()


def draw_pareto(marks: Sequence[Mark], *, label: str, name: str = "") -> Drawing:
    ranked = sorted(marks, key=lambda mark: -(mark.value or 0))
    ground, whole = _ground(ranked), sum(mark.value or 0 for mark in ranked) or 1
    shares = [100 * part / whole for part in accumulate(mark.value or 0 for mark in ranked)]
    body = "".join(
        _bar(mark, place, ground) + _share(share, place)
        for place, (mark, share) in enumerate(zip(ranked, shares, strict=True))
    )
    rows: list[tuple[str, list[Mark | str]]] = [
        (mark.name, [mark, f"{share:.0f} %"]) for mark, share in zip(ranked, shares, strict=True)
    ]
    return Drawing(
        label=label,
        height=height(ranked),
        body=body,
        table=Table(heads=["", name or _("How many"), _("With all above")], rows=rows),
        key=[
            ('<g class="mark ours"><rect class="beam" width="22" height="12" rx="1.5"/></g>', name or _("How many")),
            (f'<svg x="11" y="6" overflow="visible" class="sum"><path d="{SHARE}"/></svg>', _("Share of the whole, with all above it")),
        ],
        axis=False,
    )  # fmt: skip


def _ground(marks: Sequence[Mark]) -> Scale:
    """From nought, or from below it where values are, to the longest."""
    values = [mark.value or 0.0 for mark in marks]
    low, high = min([*values, 0.0]), max([*values, 0.0])
    return Scale([low, high if high > low else low + 1], 100)


def _bar(mark: Mark, place: int, ground: Scale) -> str:
    nought, end = ground(0), ground(mark.value or 0)
    words = told(mark.name, mark.said)
    drawn = bar(mark, words, place=place, x=min(nought, end), wide=abs(end - nought), look="ours")
    return rail(place) + drawn + head(Row(mark.name, [mark]), place, mark.said)


def _share(share: float, place: int) -> str:
    """The diamond says its share only on hover and in the table: the letters belong to the bar. A share of a sum has no records."""
    words = _("%(share)s %% with all above; each bar opens its own records") % {"share": f"{share:.0f}"}
    drawn = f'<svg x="{min(share, 99):.2f}%" y="{top(place) + BAR / 2}" overflow="visible"><path d="{SHARE}"/></svg>'
    return linked(Mark(share, words), words, drawn, look="sum")
