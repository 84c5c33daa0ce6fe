"""Measures by name, those that are there: a dashboard names figures that an app above brings, and does without them."""

from collections.abc import Collection

from itsm.frame.practices import is_here
from itsm.insights.measures import Measure, measures


def here(keys: Collection[str]) -> list[Measure]:
    """Those of them that are registered and whose practice is on, in the order of the keys."""
    known = {one.key: one for one in measures() if one.key in keys and is_here(one.source.rows)}
    return [known[key] for key in keys if key in known]
