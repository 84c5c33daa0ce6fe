"""How the timeline tells of changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from changes.models import Change, Outcome

register = template.Library()
SHORT = frozenset(
    {"title", "type", "service", "model", "starts_at", "ends_at", "back_out_minutes", "services"}
)
NAMES = {
    "services": _("affected services"),
    "steps": _("steps"),
    "back_out_steps": _("steps of the way back"),
    "contract": _("who must know"),
    "risk_answers": _("risk"),
}


@dataclass(frozen=True)
class Line:
    """`short`: old and new fit into a line."""

    field: str
    short: bool
    old: str
    new: str


@register.filter
def outcome(value: str) -> str:
    return str(dict(Outcome.choices).get(value, value))


@register.filter
def planned(details: Mapping[str, Any]) -> Iterator[Line]:
    """What a plan's Event says was changed."""
    for name, change in details.items():
        if name != "targets" and isinstance(change, list) and len(change) == 2:
            old, new = (_plain(value) for value in change)
            yield Line(_name(name), name in SHORT, old, new)


def _name(name: str) -> str:
    field: Any = Change._meta.get_field(name) if name not in NAMES else None
    return str(NAMES.get(name) or field.verbose_name)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    moment = parse_datetime(value) if isinstance(value, str) and value[:4].isdecimal() else None
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else str(value or "")
