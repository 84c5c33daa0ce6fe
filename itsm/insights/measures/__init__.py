"""Every figure of Baton: what it is called, what it means, how it is counted. See `registry` for how they are asked."""

from itsm.insights.measures.period import Filter
from itsm.insights.measures.registry import (
    Better,
    Figure,
    Measure,
    Source,
    Stretches,
    Unit,
    ask,
    measure,
    measures,
    one,
    register,
)

__all__ = [
    "Better",
    "Figure",
    "Filter",
    "Measure",
    "Source",
    "Stretches",
    "Unit",
    "ask",
    "measure",
    "measures",
    "one",
    "register",
]
