"""The page of flow: what is left, how old it is, how it goes from hand to hand, and in whose hands the time goes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.insights.charts import Mark, Part, Row
from itsm.insights.dashboards import courses, open_now, panels, states
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import number
from itsm.insights.measures import Filter, Unit, ask
from itsm.insights.measures.backlog import open_at
from itsm.insights.measures.flowing import ANSWERED, HELD_BY, WENT
from itsm.insights.measures.registry import NOTHING
from itsm.insights.measures.sql import bucket
from itsm.insights.measures.volume import backlog
from itsm.people.models import Team
from itsm.tickets.models import Handover, Holder

COURSES = ("handovers", "ping_pong", "handovers_returned", "dropped", "straight_through")
# As the strip of a ticket draws them.
KINDS = {
    Holder.TEAM: "info",
    Holder.AGENT: "ours",
    Holder.COLLEAGUE: "theirs",
    Holder.APPROVER: "others",
    Holder.SUPPLIER: "others",
    Holder.SCHEDULED: "scheduled",
    Holder.SYSTEM: "scheduled",
}


def flow(page: Page) -> Iterator[Panel]:
    teams = dict(Team.objects.values_list("pk", "name"))
    yield left(page)
    yield by_age(page, teams)
    yield ageing(page)
    yield by_holder(page, teams)
    yield passed_on(page)
    yield went_back(page)
    yield states.panel(page)
    yield from courses.drawn(page, COURSES)


def left(page: Page) -> Panel:
    """At the end of each stretch; the last one is not over, so it is what is open now."""
    ends = [min(only.until, page.now) for _n, only in page.each()]
    marks = [
        Mark(float(n), number(n, Unit.COUNT), page.tickets("open-at", stretch=place), n, name=name, tick=panels.tick(name))
        for place, (name, n) in enumerate(zip(page.names, backlog(page.chosen, ends), strict=True), start=1)
    ]  # fmt: skip
    return Panel(
        key="left", title=_("What was left"), says=_("Open at the end of each stretch of time."), draw=panels.lines,
        value=marks[-1].said, rows=[Row(_("Open"), marks)], empty=_("Nothing was left open."),
    )  # fmt: skip


def by_age(page: Page, teams: Mapping[int, str]) -> Panel:
    found = open_now.counts(page.chosen, "team", open_now.AGES, now=page.now)
    return _open(
        page, "by-age", _("Backlog by age"), _("What is open now, by the days since it was opened. A team’s name leads to its own flow."),
        open_now.AGES, found, teams, ("ours", "others", "nobody"), "team",
    )  # fmt: skip


def ageing(page: Page) -> Panel:
    found = open_now.counts(page.chosen, "holder", open_now.HELD, now=page.now)
    return _open(
        page, "ageing", _("Whose move it is, and since when"), _("What is open now, by who holds it and for how long they have."),
        open_now.HELD, found, open_now.HOLDERS, ("ours", "info", "others", "nobody"), "holder",
    )  # fmt: skip


def _open(
    page: Page, key: str, title: str, says: str, steps: open_now.Steps, found: Mapping[tuple[Any, str], int],
    names: Mapping[Any, Any], kinds: tuple[str, ...], by: str,
) -> Panel:  # fmt: skip
    def mark(group: Any, step: str) -> Mark:
        n = found.get((group, step), 0)
        of = f"{group}.{step}" if by == "holder" else step
        narrowed = {} if by == "holder" else {by: group}
        return Mark(float(n), number(n, Unit.COUNT), page.tickets(f"open-{key}", of=of, **narrowed), n)

    groups = [group for group in names if any(found.get((group, step)) for step in steps)]
    return Panel(
        key=key, title=title, says=says, draw=panels.stacked,
        parts=[Part(str(name), kind) for (name, _condition), kind in zip(steps.values(), kinds, strict=True)],
        rows=[
            Row(str(names[group]), [mark(group, step) for step in steps], page.dashboard("flow", team=group) if by == "team" else "")
            for group in groups
        ],
        empty=_("Nothing is open."),
    )  # fmt: skip


def by_holder(page: Page, teams: Mapping[int, str]) -> Panel:
    """Like the strips of tickets, laid over each other: the mean ticket of each team."""
    answers = ask(HELD_BY, page.chosen, by="team")
    keys = {one.key: one for one in HELD_BY}

    def mark(key: str, team: int) -> Mark:
        figure = answers[key].get(team, NOTHING)
        return page.mark(keys[key], figure, team=team)

    def row(team: int) -> Row:
        marks = [mark(key, team) for key in keys]
        few = all(one.value is None for one in marks)
        return Row(_("%(team)s: too few to say") % {"team": teams[team]} if few else teams[team], marks)

    groups = [team for team in teams if any(answers[key].get(team, NOTHING).n for key in keys)]
    return Panel(
        key="by-holder",
        title=_("Whose hands the time went through"),
        says=_("The mean ticket resolved in the period, from report to resolution, day and night. Each part is a holder, as in the strip of a ticket. A ticket counts where it ended."),
        draw=panels.stacked,
        unit=Unit.HOURS,
        parts=[Part(str(one.name), KINDS[Holder(one.key.removeprefix("held_by_"))]) for one in HELD_BY],
        rows=[row(team) for team in groups],
        size="wide",
    )  # fmt: skip


def passed_on(page: Page) -> Panel:
    """Counted by ticket, so that each mark opens as many as it says."""
    rows = handed(page.chosen)
    back = Q(state=Handover.State.RETURNED)
    took = _by_stretch(page, rows.exclude(back), "answered_at", Count("ticket", distinct=True))
    returned = _by_stretch(page, rows.filter(back), "answered_at", Count("ticket", distinct=True))
    return Panel(
        key="passed-on", title=_("Hand-overs"), says=_("Tickets that another team took over, and tickets it gave back with a reason."),
        draw=panels.lines,
        rows=[
            Row(_("Taken over"), _counted(page, took, "handed-over", of="accepted")),
            Row(_("Given back"), _counted(page, returned, "handed-over", of="returned")),
        ],
    )  # fmt: skip


def went_back(page: Page) -> Panel:
    found = _by_stretch(page, WENT.among(page.chosen).filter(went_back=1), "ended_at", Count("pk"))
    return Panel(
        key="went-back", title=_("Back and forth"), says=_("Tickets that ended after coming back to a team that had had them before."),
        draw=panels.columns, rows=[Row(_("Tickets"), _counted(page, found, "went-back"))],
    )  # fmt: skip


def handed(chosen: Filter) -> QuerySet[Any]:
    return ANSWERED.among(chosen).order_by()


def _by_stretch(page: Page, rows: QuerySet[Any], moment: str, count: Count) -> dict[int, int]:
    length, n = page.stretches.length, page.stretches.count
    first: datetime = page.chosen.until - length * n
    group = bucket(moment, first=first, length=length, count=n, zone=page.chosen.zone)
    return dict(rows.order_by().values(stretch=group).annotate(n=count).values_list("stretch", "n"))


def _counted(page: Page, found: Mapping[int, int], listed: str, **more: object) -> list[Mark]:
    return [
        Mark(float(found.get(n, 0)), number(found.get(n, 0), Unit.COUNT), page.tickets(listed, stretch=n, **more), found.get(n, 0), name=name, tick=panels.tick(name))
        for n, name in enumerate(page.names, start=1)
    ]  # fmt: skip


def still_open(chosen: Filter) -> QuerySet[Any]:
    return open_at(chosen, min(chosen.until, timezone.now()))
