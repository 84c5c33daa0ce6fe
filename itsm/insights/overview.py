"""The overview: four rows of figures, each with what it means, how it changed and where its records are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from operator import attrgetter
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.frame import words
from itsm.insights import trend
from itsm.insights.figures import change, number, shown, tone, unit_of, with_unit
from itsm.insights.forms import About
from itsm.insights.measures import (
    Better,
    Figure,
    Filter,
    Measure,
    Stretches,
    Unit,
    ask_each,
    ask_now,
    measure,
)
from itsm.insights.measures.baton import now_open
from itsm.insights.measures.period import DAY
from itsm.insights.measures.registry import NOTHING
from itsm.insights.measures.volume import backlog, opened
from itsm.insights.placing import SHOWN, SILENCE, placed, shown_here, standing_here

# What is not read from days is counted at most this often: what waits at this moment, and rows that no ticket leads to.
FRESH = timedelta(minutes=1)
EPOCH = date(1970, 1, 1)  # no desk is older


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
    page: str = ""  # of the figure


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
    at: datetime  # when it was counted
    query: str = ""  # the same choice, for the address of a figure
    asks: tuple[str, ...] = SHOWN  # rows whose figures are counted

    @classmethod
    def about(cls, form: About, *, now: datetime) -> "Overview":
        return cls(form.filter(now=now), form.stretches, now, form.query())

    def rows(self) -> list[tuple[str, str, list[Card]]]:
        titles = {
            "value": _("Value and experience"),
            "promises": _("Promises and silence"),
            "service": _("Service"),
            "volume": _("Volume"),
        }
        more = {"promises": self.silences, "volume": self.backlogs}
        return [
            (
                row,
                titles[row],
                [*(self.card(measure(key)) for key in keys), *(more[row]() if row in more else ())],
            )
            for row, keys in shown_here().items()
            if keys
        ]

    @cached_property
    def counted(self) -> Counted:
        both = replace(self.chosen, since=self.chosen.before().since)
        wanted = [measure(key) for row, keys in placed().items() if row in self.asks for key in keys]
        halves = Stretches(length=self.chosen.length, count=2)
        ways = [(both, halves), (self.chosen, self.stretches)]
        periods, course = ask_each(wanted, ways, kept_for=FRESH)
        open_now, still = self.waiting()
        return Counted(
            periods=periods,
            course=course,
            open=open_now,
            left=backlog(self.chosen, self.ends(self.stretches.count)),
            standing=still,
        )

    def waiting(self) -> tuple[dict[str, int], dict[str, Figure]]:
        """What lies there at this moment, counted once for everybody who looks within the same minute."""

        def count() -> tuple[dict[str, int], dict[str, Figure]]:
            open_now = now_open(self.chosen, now=self.at)
            return open_now, ask_now(standing_here(), self.chosen, now=self.at)

        wanted = [one.key for one in standing_here()]  # others, once a practice is switched on
        asked = blake2b(f"{wanted} {self.chosen!r}".encode()).hexdigest()
        return cache.get_or_set(f"waiting:{asked}", count, FRESH.total_seconds())  # type: ignore[return-value]

    def when(self) -> dict[str, str]:
        """The period in words: days of the organisation's zone, the moment in the reader's."""
        return {
            "since": words.day(self.chosen.since.date()),
            "until": words.day(self.chosen.until.date() - DAY),
            "at": f"{timezone.localtime(self.at):%H:%M}",
            "zone": timezone.get_default_timezone_name(),
        }

    def ends(self, count: int) -> list[datetime]:
        return [self.chosen.since + self.stretches.length * n for n in range(count + 1)]

    @cached_property
    def names(self) -> list[str]:
        """What each stretch is called: the days it covers."""
        starts = [moment.date() for moment in self.ends(self.stretches.count)]
        return [
            f"{words.day(first)} – {words.day(following - DAY)}"
            for first, following in zip(starts, starts[1:], strict=False)
        ]

    def stretch(self, asked: str) -> tuple[str, Filter] | None:
        """One stretch as an address names it, in words, and the filter that means only it: by its number, or by its first and
        last day ("2026-11-16.2026-11-22")."""
        if asked in map(str, self.numbers):
            since, until = self.ends(self.stretches.count)[int(asked) - 1 :][:2]
            return self.names[int(asked) - 1], replace(self.chosen, since=since, until=until)
        try:
            first, last = map(date.fromisoformat, asked.split("."))
            chosen = Filter.of_days(first, last, self.chosen.zone, **self.chosen.chosen)
        except (ValueError, OverflowError):
            return None
        return (f"{words.day(first)} – {words.day(last)}", chosen) if EPOCH <= first <= last else None

    def card(self, one: Measure) -> Card:
        periods, page = self.counted.periods[one.key], self.page_of(one)
        now, before = periods.get(2, NOTHING), periods.get(1, NOTHING)
        return Card(
            name=one.name,
            value=shown(now, one.unit),
            unit=unit_of(now, one.unit, tickets=one.counts_tickets),
            meaning=one.sentence,
            said=change(now, before, one.unit),
            tone=tone(now, before, one.unit, one.better),
            counted=f"{one.formula}. {one.population}",
            line=self.course(one, page),
            page=page,
            href=self.records(one.key, self.listed(one)),
            records=_("See what lies there now") if one.key == "dropped" else _("See them"),
        )

    @property
    def numbers(self) -> range:
        return range(1, self.stretches.count + 1)

    def course(self, one: Measure, page: str) -> SafeString:
        figures = [self.counted.course[one.key].get(n, NOTHING) for n in self.numbers]
        return self.line(
            one.name, self.said[one.key], figures, opens=f"{page}&stretch={{}}#records", listed=one.listed
        )

    @cached_property
    def said(self) -> dict[str, list[str]]:
        """The course of each figure in words."""
        return {
            key: [with_unit(course.get(n, NOTHING), measure(key).unit) for n in self.numbers]
            for key, course in self.counted.course.items()
        }

    def page_of(self, one: Measure) -> str:
        """All that makes it understood."""
        return f"{reverse('insights:figure', args=[one.key])}?{self.query}"

    def line(
        self, name: str | Promise, said: Sequence[str], figures: Sequence[Figure], *, opens: str, listed: Callable[[Figure], int | None]
    ) -> SafeString:  # fmt: skip
        """Each mark opens what was counted in its stretch."""
        points = [
            trend.Point(figure.value, f"{when}: {text}", opens.format(n), listed(figure))
            for n, (when, text, figure) in enumerate(zip(self.names, said, figures, strict=True), start=1)
        ]
        return trend.draw(points, label=_("%(name)s, from %(first)s to %(last)s") % {
            "name": name, "first": said[0], "last": said[-1],
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
            line=self.line(
                _("Open now"),
                [with_unit(figure, Unit.COUNT) for figure in course],
                course,
                opens=f"{reverse('insights:tickets', args=['open-at'])}?{self.query}&stretch={{}}",
                listed=attrgetter("n"),
            ),
            href=self.records("open"),
            records=_("See them"),
        )

    def listed(self, one: Measure) -> str:
        """In parts on the page of the figure, where its app tells it so; of what came, ticket by ticket."""
        if one.key == opened.key:
            return f"{reverse('insights:records', args=[one.key])}?{self.query}"
        return self.page_of(one) if one.records else ""

    def records(self, key: str, otherwise: str = "") -> str:
        """The list behind a figure: of the desk where it has the same tickets, for there they can be worked on."""
        views = {
            "dropped": {"view": "dropped"},
            **dict.fromkeys(SILENCE, {"view": "silence"}),
            "open": {"view": "open"},
        }
        if key not in views:
            return otherwise
        about = {name: getattr(self.chosen, name) for name in ("team", "service", "priority", "kind", "site")}
        try:
            desk = reverse("desk:home")
        except NoReverseMatch:
            return ""
        chosen = {name: value for name, value in about.items() if value}
        return f"{desk}?{urlencode(views[key] | chosen)}"

    def table(self) -> tuple[list[str], list[tuple[str, list[str]]]]:
        """The same as the lines, as words."""
        found = [measure(key) for row in shown_here().values() for key in row]
        heads = [str(one.name) for one in found]
        left = [number(n, Unit.COUNT) for n in self.counted.left[1:]]
        body = [
            (name, [*(self.said[one.key][n] for one in found), left[n]]) for n, name in enumerate(self.names)
        ]
        return [*heads, _("Open now")], body
