"""Which figures stand in which row of the overview. Who brings measures places them, in AppConfig.ready."""

from itsm.frame.practices import is_here
from itsm.insights.measures import Standing, measure, standing

ROWS: dict[str, list[str]] = {
    "value": ["first_contact", "first_contact_net", "reopened", "handovers"],
    "promises": ["promises_kept", "promises_renewed", "dropped"],
    "told": [],
    "service": ["sla_met", "first_response", "time_to_resolve", "time_to_resolve_p90"],
    "cause": [],
    "volume": ["opened", "resolved"],
}
# What stands on the overview, value and experience before volume. What is told and what causes it have dashboards of their own.
SHOWN = ("value", "promises", "service", "volume")
# Who brings a figure places it behind the others; these begin their row all the same. Of the service: response, restoring,
# availability, satisfaction.
FIRST = {
    "value": ("happiness", "lost_time", "happy_with_services"),
    "service": ("first_response", "time_to_resolve", "availability", "csat"),
}
SILENCE = ("silence_median", "silence_p90", "silence_over")


def place(row: str, *keys: str) -> None:
    """Called by whoever brings measures, once: they stand behind those that are in the row already."""
    ROWS[row] += [key for key in keys if key not in ROWS[row]]


def placed() -> dict[str, list[str]]:
    """Row → figures, without those of practices that are off."""
    return {row: list(filter(_is_here, in_order(row))) for row in ROWS}


def in_order(row: str) -> list[str]:
    first = FIRST.get(row, ())
    return sorted(ROWS[row], key=lambda key: first.index(key) if key in first else len(first))


def _is_here(key: str) -> bool:
    return is_here(measure(key).source.rows)


def shown_here() -> dict[str, list[str]]:
    """Those of the overview itself."""
    return {row: keys for row, keys in placed().items() if row in SHOWN}


def keys() -> list[str]:
    return [key for row in placed().values() for key in row]


def standing_here() -> list[Standing]:
    return [one for one in standing() if one.row and is_here(one.count)]
