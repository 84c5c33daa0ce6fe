"""The parts of a problem's page that problems bring themselves: what it costs, its story, the way to its cause, what is done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket
from problems import fishbone
from problems.models import Problem
from problems.offers import WORK
from problems.sections import Section, register_section

WEEKS = 26
STEP, BASE = 20, 56  # pixels: from bar to bar, and the line they stand on
SHOWN = 12  # incidents on the page; the others are a click away
# What of an incident's story belongs into that of its problem.
TELLING = (
    "incident.open",
    "incident.resolve",
    "incident.reopen",
    "ticket.promote_major",
    "ticket.find_cause",
)
OWN = tuple(f"problem.{verb}" for verb in Problem.FLOW)
MOST_LINES = 40
MOST_READ = 300


@dataclass(frozen=True)
class Week:
    """One bar: how many incidents, how tall, and whether it was after the fix."""

    first: datetime
    last: datetime
    count: int
    x: int
    height: int
    after_fix: bool

    @property
    def top(self) -> int:
        return BASE - self.height


def incidents_for(problem: Problem, person: Person) -> list[Ticket]:
    """Those the person may see, the newest first; read once for all parts of a page."""
    kept: dict[int, list[Ticket]] = problem.__dict__.setdefault("_incidents_for", {})
    if person.pk not in kept:
        seen = Ticket.objects.visible_to(person).filter(pk__in=problem.incidents().order_by().values("pk"))
        kept[person.pk] = list(seen.for_list(["site"]).order_by("-opened_at", "-pk")[:MOST_READ])
    return kept[person.pk]


def impact(problem: Problem, person: Person) -> dict[str, Any]:
    shown = incidents_for(problem, person)[:SHOWN]
    return {"incidents": shown, "more": problem.incident_count - SHOWN, "may_work": person.has_perm(WORK)}


def story(problem: Problem, person: Person) -> dict[str, Any] | None:
    """When its incidents came, week by week, and what happened in which order, on them and on the problem itself."""
    incidents = incidents_for(problem, person)
    if not incidents:
        return None
    events = Event.objects.filter(ticket__in=[problem.pk, *(ticket.pk for ticket in incidents)])
    told = events.filter(verb__in=TELLING + OWN).select_related("ticket", "actor").order_by("-at", "-pk")
    opened = [ticket.opened_at for ticket in incidents]
    bars = weeks(opened, now=timezone.now(), fixed_at=problem.resolved_at)
    return {"weeks": bars, "width": STEP * len(bars), "lines": told[:MOST_LINES]}


def weeks(opened: list[datetime], *, now: datetime, fixed_at: datetime | None) -> list[Week]:
    """From the first one on, at most half a year back; the last bar ends now."""
    back = min(WEEKS, max(8, (now - min(opened)).days // 7 + 1))
    ends = [now - timedelta(weeks=n) for n in reversed(range(back))]
    counts = [sum(end - timedelta(weeks=1) < at <= end for at in opened) for end in ends]
    most = max(counts) or 1
    return [
        Week(
            end - timedelta(weeks=1),
            end,
            count,
            n * STEP,
            round(48 * count / most),
            bool(fixed_at and end > fixed_at),
        )
        for n, (end, count) in enumerate(zip(ends, counts, strict=True))
    ]


def root_cause(problem: Problem, person: Person) -> dict[str, Any]:
    causes = list(problem.causes.all())
    return {
        "causes": causes,
        "bones": fishbone.draw(problem.title, causes),
        "may_work": person.has_perm(WORK),
    }


def actions(problem: Problem, person: Person) -> dict[str, Any]:
    today = timezone.localdate()
    rows = [(action, action.is_late(today)) for action in problem.actions.select_related("owner")]
    return {"actions": rows, "may_work": person.has_perm(WORK)}


SECTIONS = (
    Section(slug="impact", label=_("What it costs"), template="problems/impact.html", context=impact, order=10),
    Section(slug="root-cause", label=_("Root cause"), template="problems/root_cause.html", context=root_cause, order=20),
    Section(slug="actions", label=_("What is done"), template="problems/actions.html", context=actions, order=30),
    Section(slug="story", label=_("How it went"), template="problems/story.html", context=story, order=40),
)  # fmt: skip


def add_to_page() -> None:
    for section in SECTIONS:
        register_section(section)
