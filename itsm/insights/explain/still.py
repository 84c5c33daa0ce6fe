"""A figure of this moment: it has a value, a meaning and records, and no course."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from itsm.frame.practices import is_here
from itsm.insights.benchmarks.bands import Benchmark, bands_of, without_any
from itsm.insights.forms import About
from itsm.insights.measures import Figure, Standing, ask_now, standing
from itsm.insights.measures.registry import NOTHING
from itsm.insights.overview import Overview


def find_standing(key: str) -> Standing | None:
    return next((one for one in standing() if one.key == key and is_here(one.count)), None)


@dataclass(frozen=True)
class StillAccount:
    measure: Standing
    form: About
    about: Overview

    @classmethod
    def of(cls, measure: Standing, form: About) -> "StillAccount":
        return cls(measure, form, Overview.about(form, now=timezone.now()))

    @cached_property
    def now(self) -> Figure:
        found = ask_now([self.measure], self.about.chosen, now=self.about.at)
        return found.get(self.measure.key, NOTHING)

    @cached_property
    def bands(self) -> list[Benchmark]:
        return bands_of(self.measure.key)

    @property
    def nobody_publishes(self) -> bool:
        return self.measure.key in without_any()
