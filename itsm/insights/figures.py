"""Figures in words: always with the unit, never more digits than are meant."""

import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from itsm.frame.practices import has_address
from itsm.insights.charts.marks import plain
from itsm.insights.measures import Better, Figure, Measure, Unit
from itsm.insights.measures.shape import COUNTED

EXACT_BELOW = 10  # lengths and averages have a decimal as long as it matters
DECIMAL = {
    Unit.HOURS,
    Unit.WORKING_HOURS,
    Unit.EACH,
    Unit.MINUTES,
    Unit.A_WEEK,
    Unit.A_MONTH,
    Unit.A_QUARTER,
    Unit.MONEY,
}

SHORT = frozenset(
    {Unit.PERCENT, Unit.OF_TIME, Unit.HOURS, Unit.MINUTES}
)  # there is room for them beside a chart
SHARES = frozenset({Unit.PERCENT, Unit.OF_TIME, Unit.POINTS})
WORDS = {
    Unit.HOURS: pgettext_lazy("unit", "h"),
    Unit.WORKING_HOURS: gettext_lazy("working h"),
    Unit.MINUTES: pgettext_lazy("unit", "min"),
    Unit.A_WEEK: gettext_lazy("a week"),
    Unit.A_MONTH: gettext_lazy("a month"),
    Unit.A_QUARTER: gettext_lazy("in 15 min"),
    Unit.PERCENT: "%",
    Unit.OF_TIME: "%",
    Unit.POINTS: pgettext_lazy("of a share", "points"),
}
OF_THEM = gettext_lazy("%(unit)s, of %(n)s")
OF_SO_MANY = {
    Unit.PERCENT: gettext_lazy("%% of %(n)s"),
    Unit.A_WEEK: gettext_lazy("a week for each colleague, %(n)s in all"),
    Unit.A_MONTH: gettext_lazy("a month for each colleague, %(n)s in all"),
    Unit.A_QUARTER: gettext_lazy("in 15 min, over %(n)s quarters of an hour"),
    Unit.EACH: gettext_lazy("each, of %(n)s"),
    Unit.MONEY: gettext_lazy("each, of %(n)s"),
}


def shown(figure: Figure, unit: Unit) -> str:
    if figure.too_few:
        return _("too few") if figure.n else "–"
    return "–" if figure.value is None else number(figure.value, unit)


def number(value: float, unit: Unit) -> str:
    exact = unit in DECIMAL and abs(value) < EXACT_BELOW
    rare = unit in {Unit.A_QUARTER, Unit.EACH} and abs(value) < 1  # what comes once an hour is not nothing
    places = (1 + rare) if exact else 0
    if unit == Unit.OF_TIME:  # nine minutes in a month are not nothing, and all of the time is only all of it
        value, places = math.floor(value * 100) / 100, 0 if value == 100 else 2
    rounded = round(value, places) + 0.0  # there is no nought below nought
    return number_format(rounded, decimal_pos=places, force_grouping=True)  # it only cuts off


def on_axis(value: float, unit: Unit) -> str:
    """At a line of a chart: where it lies, however many digits that takes."""
    return f"{plain(value)} {word(unit)}" if unit in SHORT else plain(value)


def unit_of(figure: Figure, unit: Unit, *, tickets: bool = True) -> str:
    """The unit, and how many stand behind it. A number of something else than tickets says by its name of what."""
    if figure.value is None:
        return ngettext("of %(n)s", "of %(n)s", figure.n) % {"n": figure.n} if figure.n else _("nothing yet")
    n = number_format(figure.n, force_grouping=True)
    match unit:
        case Unit.COUNT:
            return ngettext("ticket", "tickets", round(figure.value)) if tickets else ""
        case Unit.OUTAGES:
            return ngettext("outage", "outages", round(figure.value))
        case Unit.OF_TIME:
            return ngettext("%% of the time, %(n)s outage", "%% of the time, %(n)s outages", figure.n) % {
                "n": n
            }
        case Unit.PEOPLE:
            return ngettext("colleague", "colleagues", round(figure.value))
    return str(OF_SO_MANY.get(unit, OF_THEM)) % {"unit": word(unit), "n": n}


def word(unit: Unit) -> str:
    return str(WORDS.get(unit, ""))


def with_unit(figure: Figure, unit: Unit) -> str:
    text = shown(figure, unit)
    return f"{text} {word(unit)}".strip() if figure.value is not None else text


def said(figure: Figure, one: Measure) -> str:
    """The value, and how many stand behind it where it is not their number."""
    n = one.listed(figure) if one.unit in COUNTED else figure.n
    value = with_unit(figure, one.unit)
    if not n or n == figure.value:
        return value
    words = {"value": value, "n": number_format(n, force_grouping=True)}
    if one.unit == Unit.OF_TIME:
        return ngettext("%(value)s, %(n)s outage", "%(value)s, %(n)s outages", n) % words
    return ngettext("%(value)s, of %(n)s", "%(value)s, of %(n)s", n) % words


def change(now: Figure, before: Figure, unit: Unit) -> str:
    """What changed against the period before, in one sentence."""
    if now.value is None:
        return ""
    if before.value is None:
        few, none = (
            _("Too few in the period before to compare."),
            _("Nothing in the period before to compare with."),
        )
        return few if before.n else none
    difference = now.value - before.value
    by = {"by": apart(difference, unit), "was": with_unit(before, unit)}
    if by["by"] == apart(0, unit):
        return _("As in the period before.")
    if difference > 0:
        return _("%(by)s more than in the period before (%(was)s).") % by
    return _("%(by)s less than in the period before (%(was)s).") % by


def apart(difference: float, unit: Unit) -> str:
    """How far two figures lie from each other. Points are finer than shares: of 90 % half a point is something."""
    amount = number(abs(difference), unit)
    if unit in SHARES and abs(difference) < EXACT_BELOW:
        places = 2 if unit == Unit.OF_TIME else 1
        amount = number_format(round(abs(difference), places), decimal_pos=places)
    points = (
        pgettext("of a share", "point")
        if round(abs(difference), 1) == 1
        else pgettext("of a share", "points")
    )
    return f"{amount} {points if unit in SHARES else word(unit)}".strip()


def tone(now: Figure, before: Figure, unit: Unit, better: Better) -> str:
    """kept: moved the right way; soon: the wrong way; nothing where neither is better or nobody would see the difference."""
    if now.value is None or before.value is None or better == Better.NEITHER:
        return ""
    if number(now.value - before.value, unit).lstrip("-−") == number(0, unit):
        return ""
    return "kept" if (now.value > before.value) == (better == Better.HIGHER) else "soon"


@dataclass(frozen=True)
class Action:
    """What can be done about a figure, on a page of an app above that is asked with `?figure=…` and the choices of its page.

    `permission`: who may. `asks`: the name under which it is told which figure.
    """

    label: str | Promise
    url_name: str
    icon: str
    permission: str = ""
    asks: str = "figure"

    def href(self, key: str, query: str) -> str:
        return f"{reverse(self.url_name)}?{urlencode({self.asks: key})}{'&' if query else ''}{query}"


_actions: list[Action] = []


def register_action(action: Action) -> None:
    """Called once, when the app that brings it is ready."""
    if action not in _actions:
        _actions.append(action)


def actions_for(person: Any) -> list[Action]:
    """Those that are there and are theirs to do."""
    return [
        one
        for one in _actions
        if has_address(one.url_name) and (not one.permission or person.has_perm(one.permission))
    ]
