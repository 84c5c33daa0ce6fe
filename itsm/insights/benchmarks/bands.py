"""Which bands stand with a figure, and the rules of showing them.

Only what is strong is shown by itself; an administrator may switch on what is weak, or switch off what does not fit. Every
band says where it comes from and from which year, and what is older than ten years says that it is old.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from itsm.insights.benchmarks.models import OwnBand, Shown
from itsm.insights.charts import Band
from itsm.insights.figures import number, word
from itsm.insights.measures import Better, Unit

FILE = Path(__file__).with_name("published.toml")
STRONG = frozenset("AB")  # shown unless somebody decides otherwise
SHIPPED = frozenset("ABC")
OWN = "own"
OLD = 10  # years


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """In the unit of its measure. `strength`: A, B or C as in the file, or "own"."""

    name: str
    measure: str
    source: str
    population: str
    strength: str
    year: int | None = None  # where the source bears none
    low: float | None = None
    typical: float | None = None
    good: float | None = None
    link: str = ""
    note: str = ""
    pk: int | None = None  # of one's own

    @property
    def is_own(self) -> bool:
        return self.strength == OWN

    @property
    def by_itself(self) -> bool:
        """Shown without anybody's doing?"""
        return self.strength in STRONG or self.is_own

    def is_old(self, year: int) -> bool:
        return self.year is not None and year - self.year > OLD

    @property
    def when(self) -> str:
        return str(self.year) if self.year else _("no year given")

    def span(self) -> tuple[float, float]:
        known = [value for value in (self.low, self.typical, self.good) if value is not None]
        return min(known), max(known)

    def told(self, unit: Unit) -> str:
        low, high = self.span()
        ends = f"{number(low, unit)}" if low == high else _("%(low)s to %(high)s") % {"low": number(low, unit), "high": number(high, unit)}  # fmt: skip
        return f"{ends} {word(unit)}".strip()

    def said(self, unit: Unit, *, year: int) -> str:
        """Never without its source and its year."""
        about = {"told": self.told(unit), "source": self.source, "year": self.when}
        said = _("Others: %(told)s (%(source)s, %(year)s)") if not self.is_own else _("Our band: %(told)s (%(source)s, %(year)s)")  # fmt: skip
        return f"{said % about}{_(', old') if self.is_old(year) else ''}"

    def band(self, unit: Unit, *, year: int) -> Band:
        low, high = self.span()
        return Band(low, high, self.said(unit, year=year))

    def stands(self, value: float | None, better: Better) -> str:
        """Where a figure lies: within the band, on its good side or on its bad side; nothing where that means nothing."""
        if value is None:
            return ""
        low, high = self.span()
        if low < high and low <= value <= high:
            return "within"
        if better == Better.NEITHER:
            return ""
        return "better" if (value >= high if better == Better.HIGHER else value <= low) else "worse"


@cache
def published() -> tuple[Benchmark, ...]:
    return tuple(Benchmark(**band) for band in _file()["band"] if band["strength"] in SHIPPED)


@cache
def without_any() -> frozenset[str]:
    """Measures for which nobody publishes anything."""
    return frozenset(_file()["nobody"]["measures"])


@cache
def _file() -> Mapping[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def own(rows: Any) -> list[Benchmark]:
    fields = ("measure", "source", "year", "population", "low", "typical", "good", "note", "pk")
    return [
        Benchmark(name=f"own-{row.pk}", strength=OWN, **{name: getattr(row, name) for name in fields})
        for row in rows
    ]


def every() -> list[tuple[Benchmark, bool]]:
    """All there are, one's own first, each with whether it is shown. Two statements."""
    decided = dict(Shown.objects.values_list("name", "shown"))
    found = [*own(OwnBand.objects.all()), *published()]
    return [(one, decided.get(one.name, one.by_itself)) for one in found]


def bands_of(measure: str) -> list[Benchmark]:
    """Those that stand with this figure, the one that is drawn first."""
    return [one for one, shown in every() if shown and one.measure == measure]
