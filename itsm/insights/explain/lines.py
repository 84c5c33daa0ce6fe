"""What an account says, in words: for the page and for files."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.insights.benchmarks.bands import Benchmark
from itsm.insights.explain.account import Account, Compared
from itsm.insights.explain.moved import Moved, moved_most
from itsm.insights.explain.still import StillAccount
from itsm.insights.figures import apart, change, said, tone
from itsm.insights.measures import Figure, Unit


@dataclass(frozen=True, kw_only=True)
class ComparedLine:
    period: Compared
    value: str
    difference: str = ""
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class MovedLine:
    """`n` is what the list behind it shows."""

    moved: Moved
    now: str
    before: str
    part: str
    href: str
    n: int | None


@dataclass(frozen=True, kw_only=True)
class BandLine:
    band: Benchmark
    told: str
    old: bool
    stands: str


STANDS = {
    "within": gettext_lazy("We are within it."),
    "better": gettext_lazy("We are on its good side."),
    "worse": gettext_lazy("We are on its bad side."),
    "": "",
}


def changes(account: Account) -> tuple[str, str]:
    """Against the period before in one sentence, and whether that is better; then what moved it most."""
    one, now, before = account.measure, account.now, account.before
    return change(now, before, one.unit) + most_of_it(account), tone(now, before, one.unit, one.better)


def most_of_it(account: Account) -> str:
    """Nothing where nobody would see a difference."""
    one, now, before = account.measure, account.now.value, account.before.value
    if now is None or before is None or apart(now - before, one.unit) == apart(0, one.unit):
        return ""
    most = moved_most(account.moved, now - before)
    by = signed(most.part or 0, one.unit) if most else ""
    if most is None or by == apart(0, one.unit):
        return ""
    return " " + _("Moved most by %(name)s: %(by)s of it.") % {"name": most.name, "by": by}


def compared(account: Account) -> Iterator[ComparedLine]:
    one = account.measure
    for period in account.compared:
        other = period.figure
        same = other is account.now
        yield ComparedLine(
            period=period,
            value=said(other, one),
            difference="" if same else difference(account.now, other, one.unit),
            tone="" if same else tone(account.now, other, one.unit, one.better),
        )


def difference(now: Figure, other: Figure, unit: Unit) -> str:
    """By how much this period lies above or below the other."""
    if now.value is None or other.value is None:
        return ""
    return signed(now.value - other.value, unit)


def signed(value: float, unit: Unit) -> str:
    amount = apart(value, unit)
    sign = "" if amount == apart(0, unit) else "+" if value > 0 else "−"
    return f"{sign}{amount}"


def moved(account: Account) -> Iterator[MovedLine]:
    """What moved by nothing that can be seen is left out."""
    unit = account.measure.unit
    for one in account.moved:
        part = signed(one.part, unit) if one.part is not None else difference(one.now, one.before, unit)
        if part == apart(0, unit):
            continue
        yield MovedLine(
            moved=one,
            now=said(one.now, account.measure),
            before=said(one.before, account.measure),
            part=part,
            href=account.records(**{one.dimension: one.value}) if one.now.n else "",
            n=account.measure.listed(one.now),
        )


def bands(account: Account | StillAccount) -> Iterator[BandLine]:
    one, year = account.measure, account.about.chosen.until.year
    for band in account.bands:
        yield BandLine(
            band=band,
            told=band.told(one.unit),
            old=band.is_old(year),
            stands=str(STANDS[band.stands(account.now.value, one.better)]),
        )
