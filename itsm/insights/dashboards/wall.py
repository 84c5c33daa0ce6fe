"""A dashboard on a wall: as many panels as a screen has room for, and with each turn the next ones."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from itsm.insights.dashboards import panels as drawn
from itsm.insights.dashboards.panels import Panel

COLUMNS, ROWS = 6, 2
ROOM = COLUMNS * ROWS
HALF, WHOLE = 7, 17  # lying rows that half of the height, and all of it, have room for
LYING = {drawn.bars, drawn.pareto, drawn.stacked, drawn.shares, drawn.dumbbell, drawn.table}
APART = {drawn.dumbbell, drawn.table}  # rows that say the same without the others
WIDTH = {"small": 2, "": 3, "wide": ROOM}  # what spans the page is a screen of its own


def screens(panels: Sequence[Panel]) -> list[list[Panel]]:
    """In their order; what has nothing to say waits until it has."""
    found: list[list[Panel]] = [[]]
    for panel in chain.from_iterable(map(parts, panels)):
        if panel.says_nothing:
            continue
        if not fit([*found[-1], panel]):
            found.append([])
        found[-1].append(panel)
    return [screen for screen in found if screen] or [[]]


def fit(panels: Sequence[Panel]) -> bool:
    """In two rows; in one, where any of them is taller than half of the screen."""
    room = COLUMNS if any(map(is_tall, panels)) else ROOM
    return sum(WIDTH[panel.size] for panel in panels) <= room


def is_tall(panel: Panel) -> bool:
    return panel.draw in LYING and len(panel.rows) > HALF


def parts(panel: Panel) -> list[Panel]:
    """Nobody scrolls a wall: what is taller than the screen goes on with the next, where its rows may stand apart."""
    if panel.draw not in APART:
        return [panel]
    starts = range(0, max(len(panel.rows), 1), WHOLE)
    return [replace(panel, rows=panel.rows[n : n + WHOLE]) for n in starts]


def turned(panels: Sequence[Panel], turn: str) -> tuple[list[Panel], int, int]:
    """The screen of this turn, its number from 1, and how many there are; after the last comes the first."""
    every = screens(panels)
    place = (int(turn) if turn.isdecimal() and len(turn) < 10 else 0) % len(every)
    return every[place], place + 1, len(every)
