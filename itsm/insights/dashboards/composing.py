"""Dashboards that people put together: the form, which keeps what is typed while figures move up and down, and its drawing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from itsm.insights.charts import Mark
from itsm.insights.dashboards import courses, panels
from itsm.insights.dashboards.known import here
from itsm.insights.dashboards.models import OwnDashboard
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.dashboards.teams import COUNTS
from itsm.insights.figures import said
from itsm.insights.measures import Figure, Measure, ask, measures
from itsm.people.models import Team
from itsm.services.models import Service

MOST = 24  # figures of one page: more is no overview
Look = OwnDashboard.Look
GROUPS: dict[str, Any] = {Look.SERVICE: Service, Look.TEAM: Team}
Chosen = list[list[str]]  # [measure, look]


def choices() -> list[tuple[str, str]]:
    """Every figure that has a past, by name."""
    keys = [one.key for one in measures() if one.key not in COUNTS]
    return sorted(((one.key, str(one.name)) for one in here(keys)), key=lambda one: one[1].casefold())


def unsplit(chosen: Sequence[Sequence[str]]) -> list[str]:
    """The names of those that are to be shown by service or team, and whose rows lead to no ticket."""
    asked = list(dict.fromkeys(key for key, look in chosen if look in GROUPS))
    return [str(one.name) for one in here(asked) if not one.splits]


class OwnForm(forms.ModelForm):
    """`figures` and `looks` come as repeated fields, in their order; `do` moves one of them and saves nothing."""

    class Meta:
        model = OwnDashboard
        fields = ("title", "shared")

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.known = dict(choices())
        self.chosen: Chosen = self.read() if data is not None else list(self.instance.figures)

    def read(self) -> Chosen:
        """What was there before and is off at the moment stays; what nobody knows is left out."""
        kept = self.known.keys() | {key for key, _look in self.instance.figures}
        data: Any = self.data
        given = zip(data.getlist("figure"), data.getlist("look"), strict=False)
        return [[key, look] for key, look in given if key in kept and look in Look.values][:MOST]

    def moved(self) -> bool:
        """Did one of the small buttons send it? Then the figures stand as it says, and nothing is saved."""
        act, _colon, place = self.data.get("do", "").partition(":")
        n = next((n for n in range(len(self.chosen)) if str(n) == place), None)
        if act in {"up", "down"} and n is not None:
            to = n - 1 if act == "up" else n + 1
            self.chosen.insert(max(to, 0), self.chosen.pop(n))
        elif act == "drop" and n is not None:
            del self.chosen[n]
        return act in {"up", "down", "drop", "add"}

    def unchecked(self) -> "OwnForm":
        """With what was typed so far, before anybody asks whether it will do."""
        typed = {name: self[name].value() for name in self.fields}
        form = OwnForm(instance=self.instance, initial=typed)
        form.chosen = self.chosen
        return form

    @property
    def is_full(self) -> bool:
        return len(self.chosen) >= MOST

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.chosen:
            raise forms.ValidationError(_("Choose one figure at least."))
        if whole := unsplit(self.chosen):
            raise forms.ValidationError(
                _("It is not known by service or team: %(figures)s. Show it as a figure or a trend.")
                % {"figures": ", ".join(whole)}
            )
        return cleaned

    def save(self, commit: bool = True) -> OwnDashboard:  # noqa: FBT001, FBT002 - Django's shape
        self.instance.figures = self.chosen
        saved: OwnDashboard = super().save(commit)
        return saved

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Measure, its name, and its look."""
        return [
            (key, self.known.get(key, _("%(key)s (not in use)") % {"key": key}), look)
            for key, look in self.chosen
        ]

    @property
    def looks(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Look.choices]


def drawn(page: Page, figures: Sequence[Sequence[str]]) -> Iterator[Panel]:
    """Its figures in their order; one that is not there at the moment is left out."""
    known = {one.key: one for one in here([key for key, _look in figures])}
    through = {one.measure.key: one for one in courses.courses(page, list(known))} if known else {}
    grouped = _grouped(page, known, figures)
    for place, (key, look) in enumerate(figures):
        if key in known:
            course = replace(courses.panel(page, through[key]), size="")
            by = grouped.get((key, look))
            yield (
                by.called(place)
                if by
                else (course.called(place) if look == Look.COURSE else course.plain(place))
            )


def _grouped(
    page: Page, known: dict[str, Measure], figures: Sequence[Sequence[str]]
) -> dict[tuple[str, str], Panel]:
    wanted: dict[str, list[Measure]] = defaultdict(list)
    for key, look in figures:
        if look in GROUPS and key in known and known[key].splits:
            wanted[look].append(known[key])
    found: dict[tuple[str, str], Panel] = {}
    for look, together in wanted.items():
        names = dict(GROUPS[look].objects.order_by("name").values_list("pk", "name"))
        answers = ask(dict.fromkeys(together), page.chosen, by=look)
        found |= {(one.key, look): _bars(page, one, look, names, answers[one.key]) for one in together}
    return found


def _bars(page: Page, one: Measure, by: str, names: dict[int, str], groups: dict[Any, Figure]) -> Panel:
    """Services with the most first. Teams stand in the order of their names: nobody is ranked."""

    def mark(group: int) -> Mark:
        about: dict[str, Any] = {by: group}
        return page.mark(one, groups[group], name=names[group], tone=tone(groups[group]), **about)

    marks = [mark(group) for group in names if group in groups]
    if by == Look.SERVICE:
        marks += [_without(one, groups[None])] if None in groups else []
        marks.sort(key=lambda mark: -(mark.value or 0))
    return Panel(
        key=one.key, title=f"{one.name}, {Look(by).label}", says=str(one.sentence), draw=panels.bars, unit=one.unit,
        rows=panels.one_each(marks), more=(_("See the figure"), page.figure(one)),
    )  # fmt: skip


def _without(one: Measure, figure: Figure) -> Mark:
    """It belongs to the whole; no address asks for tickets without a service."""
    return Mark(figure.value, said(figure, one), name=_("No service"), tone=tone(figure))


def tone(figure: Figure) -> str:
    return "few" if figure.too_few else ""
