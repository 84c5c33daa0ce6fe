"""Every figure of Baton: what it is called, what it means, how it is counted. See `registry` for how they are asked."""

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import (
    Better,
    Figure,
    Measure,
    Record,
    Source,
    Standing,
    Stretches,
    Unit,
    ask,
    ask_each,
    ask_now,
    measure,
    measures,
    one,
    register,
    register_standing,
    standing,
)

__all__ = [
    "Better",
    "Figure",
    "Filter",
    "Measure",
    "Record",
    "Source",
    "Standing",
    "Stretches",
    "Unit",
    "ask",
    "ask_each",
    "ask_now",
    "measure",
    "measures",
    "one",
    "register",
    "register_standing",
    "standing",
]
