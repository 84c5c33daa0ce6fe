"""What a dashboard is about: the period and the filter of the address, and whoever looks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from itsm.insights.charts import Mark
from itsm.insights.explain import told
from itsm.insights.figures import said as in_words
from itsm.insights.forms import About
from itsm.insights.measures import Figure, Filter, Measure, Stretches
from itsm.insights.overview import Overview
from itsm.people.models import Person


@dataclass(frozen=True)
class Page:
    """`place` is the path of the page itself, so that its filter form and its wall view lead back to it."""

    form: About
    about: Overview
    person: Person
    place: str = ""

    @classmethod
    def asked(cls, form: About, *, person: Person, place: str = "", now: datetime | None = None) -> "Page":
        about = Overview.about(form, now=now or timezone.now())
        return cls(form, about, person, place)

    @property
    def chosen(self) -> Filter:
        return self.about.chosen

    @property
    def now(self) -> datetime:
        """When it was counted: the period ends with today, which is not over."""
        return self.about.at

    @property
    def stretches(self) -> Stretches:
        return self.about.stretches

    @property
    def query(self) -> str:
        return self.about.query

    @cached_property
    def names(self) -> list[str]:
        """Of the stretches of the period, oldest first."""
        return self.about.names

    def each(self) -> Iterator[tuple[int, Filter]]:
        """Every stretch: its number, and the filter that means only it."""
        ends = self.about.ends(self.stretches.count)
        for n, (since, until) in enumerate(pairwise(ends), start=1):
            yield n, replace(self.chosen, since=since, until=until)

    def stretch(self, number: str) -> "Page":
        """The same page about one of its stretches, where the address names one."""
        found = self.about.stretch(number)
        return replace(self, about=replace(self.about, chosen=found[1])) if found else self

    def name_of(self, number: str) -> str:
        found = self.about.stretch(number)
        return found[0] if found else ""

    def mark(
        self,
        one: Measure,
        figure: Figure,
        *,
        said: str = "",
        name: str = "",
        tick: str = "",
        tone: str = "",
        **more: object,
    ) -> Mark:
        """A figure as a mark that leads to its records; `more` narrows the filter. Only a list of rows has their number."""
        words, n = said or in_words(figure, one), one.listed(figure)
        return Mark(figure.value, words, self.records(one, **more), n, name, tick, tone)

    def records(self, one: Measure, **more: object) -> str:
        """The list behind a figure, with the same filter."""
        return told.listed(one, self.asking(**more))

    def figure(self, one: Measure, **more: object) -> str:
        """All that makes a figure understood."""
        return f"{reverse('insights:figure', args=[one.key])}?{self.asking(**more)}"

    def tickets(self, key: str, **more: object) -> str:
        """One of the lists of tickets in `lists`, with the same filter."""
        return f"{reverse('insights:tickets', args=[key])}?{self.asking(**more)}"

    def dashboard(self, key: str, **more: object) -> str:
        return f"{reverse('insights:dashboard', args=[key])}?{self.asking(**more)}"

    def asking(self, **more: object) -> str:
        asked = QueryDict(self.query).dict() | {name: str(value) for name, value in more.items()}
        return urlencode({name: value for name, value in asked.items() if value})
