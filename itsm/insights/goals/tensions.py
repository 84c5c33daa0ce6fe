"""Targets that pull against each other, and why: contradictions are worked out, known tensions between figures are data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.practices import is_here
from itsm.insights.figures import word
from itsm.insights.goals.models import FigureTarget
from itsm.insights.measures import Better, Measure, Unit, measures
from itsm.services.models import Goal

LOWER, HIGHER = "lower", "higher"
Pull = tuple[str, str]  # a figure, and which way it is pulled


@dataclass(frozen=True)
class Tension:
    """Whoever moves one figure this way is likely to move the other the wrong way."""

    one: Pull
    other: Pull
    because: str | Promise


TENSIONS = (
    Tension(
        ("handovers", LOWER), ("first_response", LOWER),
        gettext_lazy("The quickest first word is to pass the ticket on. Who keeps it to solve it answers later."),
    ),
    Tension(
        ("first_contact", HIGHER), ("first_response", LOWER),
        gettext_lazy("Solving at the first contact takes longer than saying that somebody has it."),
    ),
    Tension(
        ("time_to_resolve", LOWER), ("reopened", LOWER),
        gettext_lazy("What is closed sooner is looked at less, and comes back more often."),
    ),
    Tension(
        ("time_to_resolve", LOWER), ("deflection", HIGHER),
        gettext_lazy("Colleagues solve the easy part by themselves. What is left for the desk takes longer."),
    ),
    Tension(
        ("time_to_resolve", LOWER), ("self_solved", HIGHER),
        gettext_lazy("Colleagues solve the easy part by themselves. What is left for the desk takes longer."),
    ),
    Tension(
        ("promises_kept", HIGHER), ("promises_renewed", LOWER),
        gettext_lazy("A promise that may not be renewed in time is broken instead."),
    ),
    Tension(
        ("time_to_resolve", LOWER), ("emergency_share", LOWER),
        gettext_lazy("The quickest repair is an emergency change. One that waits for its turn restores later."),
    ),
    Tension(
        ("noise", LOWER), ("reach", HIGHER),
        gettext_lazy("Fewer messages reach fewer colleagues, unless they go to the right ones."),
    ),
    Tension(
        ("noise_share", LOWER), ("reach", HIGHER),
        gettext_lazy("Fewer messages reach fewer colleagues, unless they go to the right ones."),
    ),
    Tension(
        ("noise", LOWER), ("survey_response", HIGHER),
        gettext_lazy("Asking and reminding more is more mail."),
    ),
    Tension(
        ("cost_per_ticket", LOWER), ("csat", HIGHER),
        gettext_lazy("What is saved on each ticket is time for the colleague who opened it."),
    ),
    Tension(
        ("cost_per_ticket", LOWER), ("first_contact", HIGHER),
        gettext_lazy("The first line solves more when it may take its time and knows more."),
    ),
    Tension(
        ("sla_met", HIGHER), ("happiness", HIGHER),
        gettext_lazy("A clock can be met by pausing it. Colleagues wait all the same."),
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A goal or a target: which figure should be where, for what."""

    name: str
    href: str
    measure: Measure
    direction: str
    value: float
    service: int | None
    team: int | None = None
    by: date | None = None  # a target holds already
    goal: int | None = None

    @property
    def said(self) -> str:
        value = exact(self.value, self.measure.unit)
        return (_("at most %s") if self.direction == LOWER else _("at least %s")) % value

    def meets(self, other: "Wish") -> bool:
        """There is work that both are about."""
        pairs = ((self.service, other.service), (self.team, other.team))
        return all(one is None or two is None or one == two for one, two in pairs)

    def is_about_the_same(self, other: "Wish") -> bool:
        return (self.service, self.team) == (other.service, other.team)

    def asks_for_more_than(self, other: "Wish") -> bool:
        return self.value < other.value if self.direction == LOWER else self.value > other.value


def exact(value: float, unit: Unit) -> str:
    """What somebody wrote down is shown as they did: 0.25, not 0.2. Figures that were counted are rounded instead."""
    said = number_format(f"{value:.2f}".rstrip("0").rstrip("."), force_grouping=True)
    return f"{said} {word(unit)}".strip()


@dataclass(frozen=True)
class Pair:
    """Two that pull against each other. `sharp`: both cannot be had; otherwise both need an eye on them."""

    one: Wish
    other: Wish
    because: str
    sharp: bool


def wishes(goals: Iterable[Goal], targets: Iterable[FigureTarget]) -> list[Wish]:
    here = {one.key: one for one in measures() if is_here(one.source.rows)}
    found = [
        _of_goal(goal, here[goal.measure]) for goal in goals if goal.is_measured and goal.measure in here
    ]
    page = reverse("targets:list")
    for one in targets:
        known = here.get(one.measure)
        if known is not None and one.value is not None and known.better != Better.NEITHER:
            place = one.service or one.team
            name = f"{known.name} ({place})" if place else str(known.name)
            about = {"service": one.service_id, "team": one.team_id, "value": one.value}
            way = str(known.better)
            found.append(Wish(name=name, href=page, measure=known, direction=way, **about))  # type: ignore[arg-type]
    return found


def _of_goal(goal: Goal, known: Measure) -> Wish:
    return Wish(
        name=goal.name, href=goal.get_absolute_url(), measure=known, direction=goal.direction, value=goal.target or 0.0,
        service=goal.measured_service_id, by=goal.reached_by, goal=goal.pk,
    )  # fmt: skip


def clashes(found: Iterable[Wish]) -> Iterator[Pair]:
    for one, other in combinations(found, 2):
        if one.meets(other) and (reason := contradiction(one, other)):
            yield Pair(one, other, reason, sharp=True)
        elif one.meets(other) and (known := tension(one, other)):
            yield Pair(one, other, str(known.because), sharp=False)


def contradiction(one: Wish, other: Wish) -> str:
    """Why both cannot be had; "" if they can."""
    if one.measure.key != other.measure.key:
        return ""
    both = {"figure": one.measure.name, "one": one.said, "other": other.said}
    if one.direction != other.direction:
        return _("They pull %(figure)s opposite ways: %(one)s and %(other)s.") % both
    if not one.is_about_the_same(other) or one.value == other.value:
        return ""
    more, less = (one, other) if one.asks_for_more_than(other) else (other, one)
    # A goal beyond what holds today, or beyond a goal of an earlier day, is a next step.
    if more.by is not None and (less.by is None or less.by < more.by):
        return ""
    return _("The same figure has two values: %(one)s and %(other)s.") % both


def tension(one: Wish, other: Wish) -> Tension | None:
    pulls = {(one.measure.key, one.direction), (other.measure.key, other.direction)}
    return next((known for known in TENSIONS if {known.one, known.other} == pulls), None)
