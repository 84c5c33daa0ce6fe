"""What all lying charts share: rows of one height, the name above its bar, so that the longest name has room on a phone."""

from collections.abc import Sequence
from html import escape

from itsm.insights.charts.drawing import linked
from itsm.insights.charts.marks import Mark, Row

ON_A_PHONE = 40  # letters that have room side by side
ROW, BAR, LETTERS = 46, 14, 15  # px: a row, its bar, and where the letters above it stand


def head(row: Row, place: int, said: str) -> str:
    """The name on the left, what is said about it on the right. On a phone a long name is cut in its middle."""
    y, short = place * ROW + LETTERS, cut(row.name, ON_A_PHONE - len(said))
    looks = [("", row.name)] if short == row.name else [("desk", row.name), ("phone", short)]
    names = "".join(f'<text class="{look}" x="0" y="{y}">{escape(name)}</text>' for look, name in looks)
    named = f'<a class="name" href="{escape(row.href)}">{names}</a>' if row.href else names
    return f'{named}<text class="said" x="100%" y="{y}" text-anchor="end">{escape(said)}</text>'


def cut(name: str, most: int) -> str:
    """The beginning and the end of a name, for what tells two apart may stand in either."""
    if len(name) <= most:
        return name
    half = max(most - 1, 6) // 2
    return f"{name[:half].rstrip()}…{name[-half:].lstrip()}"


def top(place: int) -> int:
    """Where the bar of a row begins."""
    return place * ROW + LETTERS + 7


def rail(place: int) -> str:
    """What a bar lies in, so that a short one shows what it is short of."""
    return f'<rect class="bed" x="0" width="100%" y="{top(place)}" height="{BAR}" rx="2"/>'


def bar(mark: Mark, told: str, *, place: int, x: float, wide: float, look: str, fill: str = "") -> str:
    """In percent; even the smallest is seen and can be pressed."""
    y = top(place)
    drawn = (
        f'<rect class="hit" x="{x:.2f}%" width="{max(wide, 1.5):.2f}%" y="{y - 5}" height="{BAR + 10}"/>'
        f'<rect class="beam"{fill} x="{x:.2f}%" width="{max(wide, 0.4):.2f}%" y="{y}" height="{BAR}" rx="1.5"/>'
    )
    return linked(mark, told, drawn, look=look)


def height(rows: Sequence[object]) -> int:
    return max(len(rows), 1) * ROW
