"""The list of changes: its tabs, and the columns that only changes have. Lists of every ticket know nothing of them."""

from html import escape

from django.utils.translation import gettext_lazy as _

from changes.models import Change, Level
from changes.models.flow import BEFORE_START
from itsm.tickets.console import View
from itsm.tickets.rows import Column, Pen

TONES = {Level.HIGH: "broken", Level.MEDIUM: "soon", Level.LOW: "kept"}
ORDERS = {"window": ("starts_at", "pk")}
USUAL = ("status", "type", "risk", "window", "service", "holder")


def type_(change: Change, pen: Pen) -> str:
    return f'<td class="quiet">{escape(change.get_type_display().capitalize())}</td>'


def risk(change: Change, pen: Pen) -> str:
    if not change.risk_level:
        return '<td class="phone-hide"></td>'
    tone, said = TONES[Level(change.risk_level)], escape(change.get_risk_level_display().capitalize())
    return f'<td data-label="{escape(str(COLUMNS["risk"].label))}"><span class="badge" data-tone="{tone}">{said}</span></td>'


def window(change: Change, pen: Pen) -> str:
    """From when and for how long. What should have started by its end stands out."""
    if not (change.starts_at and change.ends_at):
        return '<td class="phone-hide"></td>'
    late = "late" if change.status in BEFORE_START and change.ends_at <= pen.now else ""
    lasts = escape(pen.words.duration(change.ends_at - change.starts_at))
    return f'<td class="{late}"><span>{pen.when(change.starts_at, "at")} <small class="soft">{lasts}</small></span></td>'


COLUMNS = {
    "type": Column(_("Type"), type_, fields=frozenset({"type"})),
    "risk": Column(_("Risk"), risk, fields=frozenset({"risk_level"})),
    "window": Column(_("Window"), window, "window", fields=frozenset({"starts_at", "ends_at"})),
}
VIEWS = (
    View(
        "open", _("Open"), lambda all_, who, now: all_.open(), "window", empty=_("No change is open."),
        columns=USUAL, own_columns=COLUMNS, own_orders=ORDERS,
    ),
    View(
        "all", _("Everything"), lambda all_, who, now: all_, "opened", empty=_("No change matches."),
        columns=(*USUAL, "opened"), own_columns=COLUMNS, own_orders=ORDERS,
    ),
)  # fmt: skip
BY_SLUG = {view.slug: view for view in VIEWS}
