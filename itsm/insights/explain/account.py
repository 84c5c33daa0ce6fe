"""Everything that the page of one figure says, and its API and its exports alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.frame import words
from itsm.frame.practices import is_here
from itsm.insights.benchmarks.bands import Benchmark, bands_of, without_any
from itsm.insights.explain import told
from itsm.insights.explain.moved import Moved, moved
from itsm.insights.forms import About
from itsm.insights.goals.targets import target_of
from itsm.insights.measures import Figure, Filter, Measure, Stretches, ask_each, measures
from itsm.insights.measures.period import DAY
from itsm.insights.measures.registry import NOTHING
from itsm.insights.overview import Overview
from itsm.people.models import Person

YEAR = timedelta(weeks=52)  # the same days of the week


def find(key: str) -> Measure | None:
    """None where there is no such figure, or its practice is off."""
    return next((one for one in measures() if one.key == key and is_here(one.source.rows)), None)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A period beside the one that was asked for."""

    name: str
    since: str
    until: str
    figure: Figure


@dataclass(frozen=True)
class Account:
    measure: Measure
    form: About
    about: Overview
    person: Person

    @classmethod
    def of(cls, measure: Measure, form: About, *, person: Person) -> "Account":
        return cls(measure, form, Overview.about(form, now=timezone.now()), person)

    @property
    def chosen(self) -> Filter:
        return self.about.chosen

    @cached_property
    def names(self) -> list[str]:
        return self.about.names

    @cached_property
    def asked(self) -> tuple[Figure, Figure, Figure, list[Figure]]:
        """Now, in the period before, in the same weeks a year before, and stretch by stretch. One question."""
        both = replace(self.chosen, since=self.chosen.before().since)
        halves = Stretches(length=self.chosen.length, count=2)
        ways = [(both, halves), (self.chosen, self.about.stretches), (self.a_year_before, None)]
        found = [answer[self.measure.key] for answer in ask_each([self.measure], ways)]
        course = [found[1].get(n, NOTHING) for n in self.about.numbers]
        return found[0].get(2, NOTHING), found[0].get(1, NOTHING), found[2].get(None, NOTHING), course

    @property
    def a_year_before(self) -> Filter:
        return replace(self.chosen, since=self.chosen.since - YEAR, until=self.chosen.until - YEAR)

    @property
    def now(self) -> Figure:
        return self.asked[0]

    @property
    def before(self) -> Figure:
        return self.asked[1]

    @property
    def a_year_ago(self) -> Figure:
        return self.asked[2]

    @property
    def course(self) -> Sequence[Figure]:
        return self.asked[3]

    @cached_property
    def compared(self) -> list[Compared]:
        periods = (
            (_("This period"), self.chosen, self.now),
            (_("The period before"), self.chosen.before(), self.before),
            (_("The same weeks a year before"), self.a_year_before, self.a_year_ago),
        )
        return [
            Compared(
                name=name,
                since=words.day(chosen.since.date()),
                until=words.day(chosen.until.date() - DAY),
                figure=figure,
            )
            for name, chosen, figure in periods
        ]

    @cached_property
    def target(self) -> float | None:
        return target_of(self.measure.key, self.chosen)

    @cached_property
    def bands(self) -> list[Benchmark]:
        return bands_of(self.measure.key)

    @property
    def nobody_publishes(self) -> bool:
        return self.measure.key in without_any()

    @cached_property
    def moved(self) -> list[Moved]:
        return moved(self.measure, self.chosen, self.now, self.before)

    def asking(self, **more: object) -> str:
        """The same choice, and more, as an address says it."""
        asked = QueryDict(self.about.query).dict() | {name: str(value) for name, value in more.items()}
        return urlencode({name: value for name, value in asked.items() if value})

    def records(self, **more: object) -> str:
        return told.listed(self.measure, self.asking(**more))

    def stretch(self, number: str) -> tuple[str, Filter]:
        """What a stretch is called, and the filter that means only it; without one, the whole period."""
        return self.about.stretch(number) or ("", self.chosen)
