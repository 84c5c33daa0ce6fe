"""What all charts with an upright axis share: the numbers on the left, the names below, the level and the band."""

from collections.abc import Sequence
from html import escape

from django.utils.translation import gettext as _

from itsm.insights.charts.marks import Axis, Band, Level, Mark
from itsm.insights.charts.scale import Scale, chosen

HEIGHT, BELOW, ABOVE = 200, 26, 10  # px: the plot, the names under it, room over the highest line
ON_A_PHONE, ON_A_DESK = 3, 8  # names under the chart that have room


class Upright:
    """Turns values into heights from the top."""

    def __init__(self, ticks: Sequence[float], axis: Axis) -> None:
        self.scale, self.axis = Scale(ticks, HEIGHT), axis

    def y(self, value: float) -> float:
        return round(ABOVE + HEIGHT - self.scale(value), 2)

    @property
    def ground(self) -> float:
        return self.y(max(self.scale.low, 0.0))

    @property
    def bottom(self) -> int:
        return ABOVE + HEIGHT + BELOW

    def grid(self, *, bare: bool = False) -> str:
        """Lines with their numbers, without one that reads like that below it. `bare`: there is nothing to be seen."""
        lines, said = "", ""
        for value in self.scale.marks[: 1 if bare else None]:
            y, look = self.y(value), "ground" if value == 0 else "grid"
            lines += f'<line class="{look}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
            if (number := self.axis(value)) != said:
                lines += f'<text class="at" x="-8" y="{y + 4}" text-anchor="end">{escape(number)}</text>'
            said = number
        return lines + (self.nothing() if bare else "")

    def nothing(self) -> str:
        words = escape(_("Too few in each stretch to say anything."))
        return f'<text class="at" x="50%" y="{ABOVE + HEIGHT / 2:g}" text-anchor="middle">{words}</text>'

    def level(self, level: Level | None) -> str:
        if level is None:
            return ""
        y = self.y(level.value)
        return f'<g class="level"><title>{escape(level.said)}</title><line x1="0" x2="100%" y1="{y}" y2="{y}"/></g>'

    def band(self, band: Band | None) -> str:
        if band is None:
            return ""
        top, bottom = self.y(band.high), self.y(band.low)
        return (
            f'<g class="band"><title>{escape(band.said)}</title>'
            f'<rect x="0" width="100%" y="{top}" height="{max(bottom - top, 2):g}"/></g>'
        )

    def names(self, marks: Sequence[Mark], places: Sequence[float]) -> str:
        phone, desk = chosen(len(marks), ON_A_PHONE), chosen(len(marks), ON_A_DESK)
        drawn = ""
        for n, (mark, x) in enumerate(zip(marks, places, strict=True)):
            if n not in phone | desk:
                continue
            look = "at" + (" phone" if n not in desk else " desk" if n not in phone else "")
            drawn += (
                f'<text class="{look}" x="{x}%" y="{self.bottom - 6}" text-anchor="{anchor(x)}">'
                f"{escape(mark.tick or mark.name)}</text>"
            )
        return drawn


def anchor(x: float) -> str:
    return "start" if x < 5 else "end" if x > 95 else "middle"


def key_of(level: Level | None, band: Band | None) -> list[tuple[str, str]]:
    key = []
    if level:
        key.append(('<g class="level"><line x1="0" x2="22" y1="6" y2="6"/></g>', level.said))
    if band:
        key.append(('<g class="band"><rect width="22" height="12"/></g>', band.said))
    return key


def values_of(marks: Sequence[Mark], level: Level | None, band: Band | None) -> list[float | None]:
    """Everything that must have room."""
    levels = [level.value] if level else []
    return [*(mark.value for mark in marks), *levels, *([band.low, band.high] if band else [])]
