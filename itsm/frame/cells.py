"""Cells of a table that somebody opens in a spreadsheet."""

from typing import TypeVar

Cell = TypeVar("Cell")
# It takes words that begin so for a formula, and would run it; the wide signs are those of some keyboards.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def safe(cell: Cell) -> Cell | str:
    """Words stay words; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
