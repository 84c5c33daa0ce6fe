"""Where goals stand: the figure of the last four weeks against the straight line from the start to the target."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from itsm.frame import words
from itsm.frame.practices import is_here
from itsm.insights.charts import Level, Mark, Series, line
from itsm.insights.explain import told
from itsm.insights.figures import on_axis, said, with_unit, word
from itsm.insights.goals.targets import standing, today
from itsm.insights.goals.tensions import Pair, Wish, clashes, exact, wishes
from itsm.insights.measures import Better, Figure, Filter, Measure, Stretches, ask_each, measures
from itsm.insights.measures.shape import COUNTED
from itsm.people.models import Person
from itsm.people.roles import ADMINISTRATOR, MANAGER
from itsm.services.goals.figures import Clash, Stand
from itsm.services.models import Goal

DAY, LATELY = timedelta(days=1), timedelta(weeks=4)
MOST_STRETCHES = 12
NOTHING = Figure(None, 0)


def here() -> dict[str, Measure]:
    """Figures that can be aimed at: those for which one way is better, of practices that are on."""
    found = (one for one in measures() if one.better != Better.NEITHER and is_here(one.source.rows))
    return {one.key: one for one in found}


def choices() -> list[tuple[str, str]]:
    return sorted(((one.key, f"{one.name}{unit(one)}") for one in here().values()), key=lambda pair: pair[1])


def unit(one: Measure) -> str:
    return f" ({said})" if (said := word(one.unit)) else ""


def stands(goals: Iterable[Goal], now: datetime) -> dict[int, Stand]:
    """Of many goals, all figures in one question, and what pulls against each."""
    known = here()
    measured = [goal for goal in goals if goal.is_measured and goal.measure in known]
    if not measured:
        return {}
    every = Goal.objects.pursued().measured()
    pairs = list(clashes(wishes(every, standing(today(now)))))
    found = lately(measured, known, now)
    return {goal.pk: stand(goal, known[goal.measure], found[goal.pk], pairs, now=now) for goal in measured}


def lately(goals: list[Goal], known: dict[str, Measure], now: datetime) -> dict[int, Figure]:
    """The figure of the last four weeks, or since the goal began where that is less."""
    of = {goal.measured_service_id for goal in goals}
    ways = [of_late(service, now) for service in of]
    wanted = {goal.measure: known[goal.measure] for goal in goals}
    answers = dict(zip(of, ask_each(wanted.values(), [(way, None) for way in ways]), strict=True))
    return {goal.pk: answers[goal.measured_service_id][goal.measure].get(None, NOTHING) for goal in goals}


def of_late(service: int | None, now: datetime) -> Filter:
    """Whole days of the organisation's own zone, so that every reader reads the same figure."""
    last = today(now)
    return Filter.of_days(last - LATELY + DAY, last, timezone.get_default_timezone(), service=service)


def stand(goal: Goal, one: Measure, now_is: Figure, pairs: list[Pair], *, now: datetime) -> Stand:
    day = today(now)
    due = goal.planned(day)
    state = state_of(goal, now_is, due)
    return Stand(
        figure=str(one.name),
        baseline=in_unit(goal.baseline, one),
        target=in_unit(goal.target, one),
        now=with_unit(now_is, one.unit),
        due=in_unit(due, one),
        state=state,
        said=sentence(goal, state, days=(goal.reached_by - day).days if goal.reached_by else 0),
        share=share_of(goal, now_is.value),
        value=now_is.value,
        n=now_is.n,
        clashes=[clash for pair in pairs if (clash := _seen_from(goal, pair))],
    )


def in_unit(value: float | None, one: Measure) -> str:
    return "–" if value is None else exact(value, one.unit)


def state_of(goal: Goal, now_is: Figure, due: float | None) -> str:
    if now_is.value is None or goal.target is None or due is None:
        return "few" if now_is.n else "none"
    if goal.reaches(now_is.value, goal.target):
        return "reached"
    return "on_course" if goal.reaches(now_is.value, due) else "behind"


def share_of(goal: Goal, value: float | None) -> int:
    """How much of the way is behind it, in percent; a figure that went the wrong way is at nought."""
    if value is None or goal.baseline is None or goal.target is None:
        return 0
    if goal.baseline == goal.target:
        return 100 if goal.reaches(value, goal.target) else 0
    return round(min(max((value - goal.baseline) / (goal.target - goal.baseline), 0), 1) * 100)


def sentence(goal: Goal, state: str, *, days: int) -> str:
    if days < 0 and state in {"on_course", "behind"}:
        return _("Its day has passed, and it is not reached.")
    words_of = {
        "reached": _("It is where it should be."),
        "on_course": _("It is at least where the straight line to the target is today."),
        "behind": _("It is behind the straight line to the target."),
        "few": _("Too few in the last four weeks to say."),
        "none": _("Nothing to count in the last four weeks."),
    }
    return words_of[state]


def _seen_from(goal: Goal, pair: Pair) -> Clash | None:
    sides: list[tuple[Wish, Wish]] = [(pair.one, pair.other), (pair.other, pair.one)]
    for mine, other in sides:
        if mine.goal == goal.pk:
            name = f"{other.name}: {other.said}"
            is_goal = other.goal is not None
            return Clash(other=name, href=other.href, because=pair.because, sharp=pair.sharp, is_goal=is_goal)
    return None


# Its course -----------------------------------------------------------------------------------------------------------


def course(goal: Goal, now: datetime, person: Person) -> SafeString:
    """The figure stretch by stretch since the goal began, beside the straight line it should follow."""
    one = here().get(goal.measure)
    if one is None:
        return SafeString()
    chosen, stretches = since_it_began(goal, now)
    found = ask_each([one], [(chosen, stretches)])[0][one.key]
    ends = [chosen.since + stretches.length * n for n in range(stretches.count + 1)]
    measured, meant, reads = [], [], person.roles & {MANAGER, ADMINISTRATOR}
    for n, (first, end) in enumerate(pairwise(ends), 1):
        last = end - DAY
        figure, plan = found.get(n, NOTHING), goal.planned(last.date())
        known: dict[str, Any] = {"name": f"{words.day(first)} – {words.day(last)}", "tick": words.day(last)}
        opens = address(goal, one, first, last) if reads and figure.n else ""
        measured.append(point(one, figure, opens, **known))
        meant.append(Mark(plan, in_unit(plan, one), **known))
    return line(
        [
            Series(str(one.name), measured, "ours"),
            Series(_("Where it should be (planned, not counted)"), meant, "scheduled"),
        ],
        label=_("%(goal)s: %(figure)s") % {"goal": goal.name, "figure": one.name},
        axis=partial(on_axis, unit=one.unit),
        target=Level(goal.target or 0.0, _("Target: %s") % in_unit(goal.target, one)),
        whole=one.unit in COUNTED,
    )


def point(one: Measure, figure: Figure, opens: str, **known: Any) -> Mark:
    tone = "" if figure.value is not None else "few"
    return Mark(figure.value, said(figure, one), opens, one.listed(figure), tone=tone, **known)


def since_it_began(goal: Goal, now: datetime) -> tuple[Filter, Stretches]:
    """At most twelve stretches of whole weeks, the last of them ending today."""
    last = today(now)
    days = max((last - goal.started_on).days, 7)
    length = timedelta(weeks=-(-days // (7 * MOST_STRETCHES)))
    count = -(-days // length.days)
    chosen = Filter.of_days(
        last - length * count + DAY, last, timezone.get_default_timezone(), service=goal.measured_service_id
    )
    return chosen, Stretches(length=length, count=count)


def address(goal: Goal, one: Measure, first: datetime, last: datetime) -> str:
    """What was counted from the first day to the last, about what the goal is about."""
    about = {"service": goal.measured_service_id} if goal.measured_service_id else {}
    return told.listed(one, urlencode({**about, "stretch": f"{first:%Y-%m-%d}.{last:%Y-%m-%d}"}))
