"""Figures in words: always with the unit, never more digits than are meant."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from itsm.insights.measures import Better, Figure, Unit

EXACT_BELOW = 10  # lengths and averages have a decimal as long as it matters
DECIMAL = {Unit.HOURS, Unit.WORKING_HOURS, Unit.EACH, Unit.MINUTES, Unit.A_WEEK, Unit.A_QUARTER}


def shown(figure: Figure, unit: Unit) -> str:
    if figure.too_few:
        return _("too few") if figure.n else "–"
    return "–" if figure.value is None else number(figure.value, unit)


def number(value: float, unit: Unit) -> str:
    exact = unit in DECIMAL and abs(value) < EXACT_BELOW
    rare = unit == Unit.A_QUARTER and abs(value) < 1  # what comes once an hour is not nothing
    return number_format(value, decimal_pos=(1 + rare) if exact else 0, force_grouping=True)


def unit_of(figure: Figure, unit: Unit) -> str:
    """The unit, and how many stand behind it."""
    if figure.value is None:
        return ngettext("of %(n)s", "of %(n)s", figure.n) % {"n": figure.n} if figure.n else _("nothing yet")
    n = number_format(figure.n, force_grouping=True)
    match unit:
        case Unit.PERCENT:
            return _("%% of %(n)s") % {"n": n}
        case Unit.COUNT:
            return ngettext("ticket", "tickets", round(figure.value))
        case Unit.PEOPLE:
            return ngettext("colleague", "colleagues", round(figure.value))
        case Unit.A_WEEK:
            return _("a week for each colleague, %(n)s in all") % {"n": n}
        case Unit.A_QUARTER:
            return _("in 15 min, over %(n)s quarters of an hour") % {"n": n}
        case Unit.EACH:
            return _("each, of %(n)s") % {"n": n}
    return _("%(unit)s, of %(n)s") % {"unit": word(unit), "n": n}


def word(unit: Unit) -> str:
    words = {
        Unit.HOURS: pgettext("unit", "h"),
        Unit.WORKING_HOURS: _("working h"),
        Unit.MINUTES: pgettext("unit", "min"),
        Unit.A_WEEK: _("a week"),
        Unit.A_QUARTER: _("in 15 min"),
        Unit.PERCENT: "%",
    }
    return words.get(unit, "")


def with_unit(figure: Figure, unit: Unit) -> str:
    text = shown(figure, unit)
    return f"{text} {word(unit)}".strip() if figure.value is not None else text


def change(now: Figure, before: Figure, unit: Unit) -> str:
    """What changed against the period before, in one sentence."""
    if now.value is None:
        return ""
    if before.value is None:
        return _("Too few in the period before to compare.")
    difference = now.value - before.value
    amount = number(abs(difference), unit)
    if amount == number(0, unit):
        return _("As in the period before.")
    unit_word = _("points") if unit == Unit.PERCENT else word(unit)
    by = {"by": f"{amount} {unit_word}".strip(), "was": with_unit(before, unit)}
    if difference > 0:
        return _("%(by)s more than in the period before (%(was)s).") % by
    return _("%(by)s less than in the period before (%(was)s).") % by


def tone(now: Figure, before: Figure, unit: Unit, better: Better) -> str:
    """kept: moved the right way; soon: the wrong way; nothing where neither is better or nobody would see the difference."""
    if now.value is None or before.value is None or better == Better.NEITHER:
        return ""
    if number(now.value - before.value, unit).lstrip("-−") == number(0, unit):
        return ""
    return "kept" if (now.value > before.value) == (better == Better.HIGHER) else "soon"
