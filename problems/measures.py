"""Whether problems keep incidents away: how soon one is raised, how old they get, and how many incidents their fixes spared."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Extract, Least, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from itsm.insights import placing
from itsm.insights.measures import (
    Better,
    Figure,
    Filter,
    Measure,
    Record,
    Source,
    Standing,
    Unit,
    register,
    register_standing,
)
from itsm.insights.measures.period import counted
from itsm.insights.measures.sql import HOUR, Percentile, hours_between
from itsm.people.models import Person
from itsm.tickets.models import Link, Ticket
from problems.models import Problem

EVERY = Count("pk")
DAYS = 90  # before the fix, and at most after it
OLD = timedelta(days=DAYS)


def incidents_of(**when: Any) -> Coalesce:
    """How many it caused in a time."""
    links = Link.objects.filter(
        counted("source__"),
        target=OuterRef("pk"),
        kind=Link.Kind.CAUSED_BY,
        source__kind=Ticket.Kind.INCIDENT,
    )
    found = links.filter(**{f"source__{name}": value for name, value in when.items()})
    return Coalesce(Subquery(found.order_by().values("target").annotate(n=Count("pk")).values("n")), 0)


def mended() -> QuerySet[Any]:
    """Resolved problems with what came before and after, and what would have come."""
    fixed = OuterRef("resolved_at")
    days = Least(
        Extract(Now() - F("resolved_at"), "epoch") / Value(24 * HOUR),
        Value(float(DAYS)),
        output_field=FloatField(),
    )
    before = incidents_of(opened_at__lte=fixed, opened_at__gt=fixed - OLD)
    after = incidents_of(opened_at__gt=fixed, opened_at__lte=fixed + OLD)
    spared = ExpressionWrapper(
        F("before") * days / Value(float(DAYS)) - F("after"), output_field=FloatField()
    )
    rows = Problem.objects.filter(resolved_at__isnull=False).annotate(before=before, after=after)
    return rows.annotate(spared=spared)


RAISED = Source(
    key="problems raised",
    rows=lambda: Problem.objects.filter(first_incident_at__lte=F("opened_at")),
    moment="opened_at",
)
MENDED = Source(key="problems mended", rows=mended, moment="resolved_at")


def by_problem(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """What spared most first; below nothing, it got worse."""
    rows = MENDED.among(chosen).filter(pk__in=Problem.objects.visible_to(person)).order_by("-spared")[:50]
    return [
        Record(
            name=f"{problem.number} {problem.title}",
            said=ngettext("%(spared).1f spared: %(before)d incident before, %(after)d after", "%(spared).1f spared: %(before)d incidents before, %(after)d after", problem.before)
            % {"spared": problem.spared, "before": problem.before, "after": problem.after},
            href=problem.get_absolute_url(),
            tone="kept" if problem.spared >= 0 else "broken",
        )
        for problem in rows
    ]  # fmt: skip


def ages(chosen: Filter, now: datetime) -> Mapping[str, Figure]:
    rows = Problem.objects.filter(chosen.tickets(), open=True)
    told = rows.aggregate(n=EVERY, old=Count("pk", filter=Q(opened_at__lte=now - OLD)))
    return {
        "problems_open": Figure(float(told["n"]), told["n"]),
        "problems_old": Figure(float(told["old"]), told["n"]),
    }


time_to_problem = Measure(
    key="time_to_problem",
    name=_("From the first incident to a problem"),
    sentence=_("Half of the problems were raised later than this after their first incident."),
    formula="median of problem opened − its first incident opened, round the clock",
    population=_("Problems raised in the period that have an incident older than themselves; without duplicates and cancelled ones."),
    unit=Unit.HOURS,
    better=Better.LOWER,
    source=RAISED,
    n=EVERY,
    value=Percentile(hours_between("first_incident_at", "opened_at"), 0.5),
)  # fmt: skip
incidents_prevented = Measure(
    key="incidents_prevented",
    name=_("Incidents prevented"),
    sentence=_("An estimate: as many would have come had the problems not been solved and had things gone on as before."),
    formula=f"Σ over problems: incidents in the {DAYS} days before the fix × days since the fix (at most {DAYS}) ÷ {DAYS} − incidents in those days since the fix",
    population=_("Problems resolved in the period and not reopened. One whose incidents go on counts against it. What else changed in the same time is not known. Without cancelled tickets and duplicates."),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    source=MENDED,
    n=EVERY,
    value=Sum("spared"),
    records=by_problem,
    rolls=False,  # each day after the fix spares more
)  # fmt: skip
FIGURES = (
    Standing(
        key="problems_open", name=_("Open problems"), sentence=_("Causes that are known of and not removed."),
        formula="open problems", population=_("Problems from new to fix in progress."), unit=Unit.COUNT, better=Better.NEITHER, count=ages,
    ),
    Standing(
        key="problems_old", name=_("Old problems"), sentence=_("Open for more than 90 days: solve them, or accept the risk for a time."),
        formula=f"open problems opened more than {DAYS} days ago", population=_("Problems from new to fix in progress."),
        unit=Unit.COUNT, better=Better.LOWER, count=ages,
    ),
)  # fmt: skip


def add_to_overview() -> None:
    register(time_to_problem, incidents_prevented)
    register_standing(*FIGURES)
    placing.place("cause", time_to_problem.key, incidents_prevented.key)
