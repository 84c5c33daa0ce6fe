"""A dashboard on a wall: as many panels as a screen has room for, and with each turn the next ones."""

from collections.abc import Sequence

from itsm.insights.dashboards.panels import Panel

COLUMNS, ROWS = 6, 2
ROOM = COLUMNS * ROWS
WIDTH = {"small": 2, "": 3, "wide": ROOM}  # what spans the page is a screen of its own


def screens(panels: Sequence[Panel]) -> list[list[Panel]]:
    """In their order; what has nothing to say waits until it has."""
    found: list[list[Panel]] = [[]]
    left = ROOM
    for panel in panels:
        if panel.says_nothing:
            continue
        width = WIDTH[panel.size]
        if width > left:
            found.append([])
            left = ROOM
        found[-1].append(panel)
        left -= width
    return [screen for screen in found if screen] or [[]]


def turned(panels: Sequence[Panel], turn: str) -> tuple[list[Panel], int, int]:
    """The screen of this turn, its number from 1, and how many there are; after the last comes the first."""
    every = screens(panels)
    place = (int(turn) if turn.isdecimal() and len(turn) < 10 else 0) % len(every)
    return every[place], place + 1, len(every)
