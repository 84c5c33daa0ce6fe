"""The overview: four rows of figures, each with what it means, how it changed and where its records are."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from hashlib import blake2b
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.frame import words
from itsm.frame.practices import is_here
from itsm.insights import trend
from itsm.insights.figures import change, shown, tone, unit_of, with_unit
from itsm.insights.forms import About
from itsm.insights.measures import (
    Better,
    Figure,
    Filter,
    Measure,
    Standing,
    Stretches,
    Unit,
    ask_each,
    ask_now,
    measure,
    standing,
)
from itsm.insights.measures.baton import now_open
from itsm.insights.measures.registry import NOTHING
from itsm.insights.measures.volume import backlog

ROWS: dict[str, list[str]] = {
    "value": ["time_to_resolve", "first_contact", "reopened", "handovers"],
    "promises": ["promises_kept", "promises_renewed", "dropped"],
    "told": [],
    "service": ["sla_met", "first_response", "time_to_resolve_p90"],
    "cause": [],
    "volume": ["opened", "resolved"],
}
SILENCE = ("silence_median", "silence_p90", "silence_over")
# Figures are counted at most this often; the page says when.
FRESH = timedelta(minutes=5)


def place(row: str, *keys: str) -> None:
    """Called by whoever brings measures, once: they stand behind those that are in the row already."""
    ROWS[row] += [key for key in keys if key not in ROWS[row]]


def placed() -> dict[str, list[str]]:
    """Row → figures, without those of practices that are off."""
    return {row: [key for key in keys if is_here(measure(key).source.rows)] for row, keys in ROWS.items()}


def keys() -> list[str]:
    return [key for row in placed().values() for key in row]


def standing_here() -> list[Standing]:
    return [one for one in standing() if is_here(one.count)]


@dataclass(frozen=True, kw_only=True)
class Card:
    name: str | Promise
    value: str
    unit: str
    meaning: str | Promise
    said: str = ""
    tone: str = ""
    counted: str = ""
    line: SafeString | str = ""
    href: str = ""
    records: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Every figure of the page."""

    periods: dict[str, dict[int, Figure]]  # 1 is the period before, 2 is this one
    course: dict[str, dict[int, Figure]]
    open: dict[str, int]
    left: list[int]  # the backlog at the end of the period before, and of every stretch
    standing: dict[str, Figure]


@dataclass(frozen=True)
class Overview:
    chosen: Filter
    stretches: Stretches
    query: str = ""  # the same choice, for the address of a figure

    @classmethod
    def about(cls, form: About, *, now: datetime, zone: tzinfo) -> "Overview":
        counted_at = datetime.fromtimestamp(
            now.timestamp() // FRESH.total_seconds() * FRESH.total_seconds(), UTC
        )
        return cls(form.filter(now=counted_at, zone=zone), form.stretches, form.query())

    def rows(self) -> list[tuple[str, str, list[Card]]]:
        titles = {
            "value": _("Value and experience"),
            "promises": _("Promises and silence"),
            "told": _("Told, and landed"),
            "service": _("Service"),
            "cause": _("Changes and problems"),
            "volume": _("Volume"),
        }
        more = {"promises": self.silences, "volume": self.backlogs}
        return [
            (
                row,
                titles[row],
                [*(self.card(measure(key)) for key in keys), *(more[row]() if row in more else ())],
            )
            for row, keys in placed().items()
            if keys
        ]

    @cached_property
    def counted(self) -> Counted:
        """Asked once for everybody who looks within the same few minutes: half a year of a busy desk takes a moment."""
        key = f"insights:{asdict(replace(self.chosen, zone=UTC))}:{self.stretches}"
        return cache.get_or_set(blake2b(key.encode()).hexdigest(), self.count, FRESH.total_seconds())  # type: ignore[return-value]

    def count(self) -> Counted:
        both = replace(self.chosen, since=self.chosen.before().since)
        wanted, now = [measure(key) for row in ROWS.values() for key in row], self.chosen.until
        halves = Stretches(length=self.chosen.length, count=2)
        periods, course = ask_each(wanted, [(both, halves), (self.chosen, self.stretches)])
        return Counted(
            periods=periods,
            course=course,
            open=now_open(self.chosen, now=now),
            left=backlog(self.chosen, self.ends(self.stretches.count)),
            standing=ask_now(standing(), self.chosen, now=now),
        )

    def when(self) -> dict[str, str]:
        """The period in words, in the reader's zone."""
        since, until = self.chosen.since, self.chosen.until
        return {
            "since": words.day(since),
            "until": words.day(until),
            "at": f"{timezone.localtime(until):%H:%M}",
            "zone": timezone.get_current_timezone_name(),
        }

    def ends(self, count: int) -> list[datetime]:
        return [self.chosen.since + self.stretches.length * n for n in range(count + 1)]

    def names(self) -> list[str]:
        """What each stretch is called: the days it covers."""
        starts = self.ends(self.stretches.count)
        return [
            f"{words.day(first)} – {words.day(last)}" for first, last in zip(starts, starts[1:], strict=False)
        ]

    def card(self, one: Measure) -> Card:
        now, before = (
            self.counted.periods[one.key].get(2, NOTHING),
            self.counted.periods[one.key].get(1, NOTHING),
        )
        return Card(
            name=one.name,
            value=shown(now, one.unit),
            unit=unit_of(now, one.unit),
            meaning=one.sentence,
            said=change(now, before, one.unit),
            tone=tone(now, before, one.unit, one.better),
            counted=f"{one.formula}. {one.population}",
            line=self.line(
                one.name, one.unit, [self.counted.course[one.key].get(n, NOTHING) for n in self.numbers]
            ),
            href=self.records(one.key),
            records=_("See what lies there now") if one.key == "dropped" else _("See them"),
        )

    @property
    def numbers(self) -> range:
        return range(1, self.stretches.count + 1)

    def line(self, name: str | Promise, unit: Unit, figures: Sequence[Figure]) -> SafeString:
        points = [
            trend.Point(figure.value, f"{when}: {with_unit(figure, unit)}")
            for when, figure in zip(self.names(), figures, strict=True)
        ]
        return trend.draw(points, label=_("%(name)s, from %(first)s to %(last)s") % {
            "name": name, "first": with_unit(figures[0], unit), "last": with_unit(figures[-1], unit),
        })  # fmt: skip

    def silences(self) -> Iterator[Card]:
        for one in standing_here():
            figure = self.counted.standing[one.key]
            yield Card(
                name=one.name,
                value=shown(figure, one.unit),
                unit=unit_of(figure, one.unit),
                meaning=one.sentence,
                counted=f"{one.formula}. {one.population}",
                href=self.records(one.key),
                records=_("See who waits"),
            )

    def backlogs(self) -> Iterator[Card]:
        before, *course = (Figure(float(n), n) for n in self.counted.left)
        now = course[-1]
        yield Card(
            name=_("Open now"),
            value=shown(now, Unit.COUNT),
            unit=unit_of(now, Unit.COUNT),
            meaning=_(
                "%(old)s of them for more than 30 days. %(dropped)s lie dropped, %(broken)s wait for a word that was promised."
            )
            % {name: number_format(n, force_grouping=True) for name, n in self.counted.open.items()},
            said=change(now, before, Unit.COUNT),
            tone=tone(now, before, Unit.COUNT, Better.LOWER),
            counted=_("Opened and neither resolved nor closed. Without cancelled tickets and duplicates."),
            line=self.line(_("Open now"), Unit.COUNT, course),
            href=self.records("open"),
            records=_("See them"),
        )

    def records(self, key: str) -> str:
        """The list behind a figure, where a list can be asked for it."""
        views = {
            "opened": {
                "view": "all",
                "opened_after": self.chosen.since.isoformat(),
                "opened_before": self.chosen.until.isoformat(),
            },
            "dropped": {"view": "dropped"},
            **dict.fromkeys(SILENCE, {"view": "silence"}),
            "open": {"view": "open"},
        }
        if key not in views:
            listed = key in keys() and measure(key).records
            return f"{reverse('insights:figure', args=[key])}?{self.query}" if listed else ""
        about = {name: getattr(self.chosen, name) for name in ("team", "service", "priority")}
        try:
            desk = reverse("desk:home")
        except NoReverseMatch:
            return ""
        return (
            f"{desk}?{urlencode({**views[key], **{name: value for name, value in about.items() if value}})}"
        )

    def table(self) -> tuple[list[str], list[tuple[str, list[str]]]]:
        """The same as the lines, as words."""
        heads = [str(measure(key).name) for key in keys()]
        body = [
            (name, [with_unit(self.counted.course[key].get(n, NOTHING), measure(key).unit) for key in keys()])
            for n, name in enumerate(self.names(), start=1)
        ]
        return heads, body
