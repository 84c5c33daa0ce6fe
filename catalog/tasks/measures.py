"""How fast requests are given, stage by stage, and whether teams kept the targets of their steps."""

from typing import Any

from django.db.models import Count, DateTimeField, Expression, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.models import ServiceRequest, Task
from itsm.frame import words
from itsm.insights import placing
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.insights.measures.sql import HOUR, Percentile, hours_between
from itsm.people.models import Person
from itsm.tickets.models import Event

EVERY = Count("pk")
GIVEN = (ServiceRequest.Status.FULFILLED, ServiceRequest.Status.CLOSED)
STEPS = Source(
    key="steps with a target",
    rows=lambda: Task.objects.filter(state=Task.State.DONE, due_at__isnull=False),
    moment="done_at",
    path="ticket__",
)
REQUESTS = Source(
    key="requests given",
    rows=lambda: ServiceRequest.objects.filter(status__in=GIVEN, resolved_at__isnull=False),
    moment="resolved_at",
)


def by_team(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The team that is late most often first."""
    rows = STEPS.among(chosen).order_by().values("team__name")
    counted = rows.annotate(n=EVERY, late=Count("pk", filter=~IN_TIME)).order_by("-late", "team__name")
    return [
        Record(
            name=row["team__name"],
            said=ngettext("%(kept)d of %(n)d step in time", "%(kept)d of %(n)d steps in time", row["n"])
            % {"kept": row["n"] - row["late"], "n": row["n"]},
            tone="soon" if row["late"] else "kept",
        )
        for row in counted
    ]


def last(verb: str) -> Subquery:
    events = Event.objects.filter(ticket=OuterRef("pk"), verb=verb).order_by().values("ticket")
    return Subquery(events.annotate(last=Max("at")).values("last"), output_field=DateTimeField())


def by_stage(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """Where the time goes, in the order of the stages."""
    found: QuerySet[Any] = REQUESTS.among(chosen).annotate(
        agreed=last("request.approve"), begun=last("request.start")
    )
    stages: dict[str, tuple[Any, Expression]] = {
        "agreeing": (_("Until somebody agreed"), hours_between("opened_at", "agreed")),
        "lying": (_("Until the work began"), hours_between(Coalesce("agreed", "opened_at"), "begun")),
        "working": (
            _("Until the colleague had it"),
            hours_between(Coalesce("begun", "agreed", F("opened_at")), "resolved_at"),
        ),
    }
    rows = found.annotate(**{key: length for key, (_name, length) in stages.items()})
    told = rows.aggregate(
        **{f"{key}_median": Percentile(key, 0.5) for key in stages},
        **{f"{key}_n": Count(key) for key in stages},
    )
    return [
        Record(
            name=str(name),
            said=ngettext("%(time)s, %(n)d request", "%(time)s, %(n)d requests", told[f"{key}_n"])
            % {"time": words.duration(told[f"{key}_median"] * HOUR), "n": told[f"{key}_n"]},
        )
        for key, (name, _length) in stages.items()
        if told[f"{key}_n"]
    ]


IN_TIME = Q(done_at__lte=F("due_at"))
steps_in_time = Measure(
    key="steps_in_time",
    name=_("Steps in time"),
    sentence=_("Of the steps of requests that had a target: done before it was over."),
    formula="tasks done at or before due ÷ tasks done that had a due time × 100",
    population=_(
        "Steps with a target that were done in the period, by people or by other systems; without cancelled tickets and duplicates."
    ),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    source=STEPS,
    n=EVERY,
    value=Count("pk", filter=IN_TIME),
    over=EVERY,
    records=by_team,
)
request_time = Measure(
    key="request_time",
    name=_("From asking to having"),
    sentence=_("Half of what was asked for took longer than this, from asking to having it, stage by stage."),
    formula="median of resolved − opened, round the clock",
    population=_(
        "Requests fulfilled in the period; without withdrawn and declined ones, cancelled ones and duplicates."
    ),
    unit=Unit.HOURS,
    better=Better.LOWER,
    source=REQUESTS,
    n=EVERY,
    value=Percentile(hours_between("opened_at", "resolved_at"), 0.5),
    records=by_stage,
)


def add_to_overview() -> None:
    register(steps_in_time, request_time)
    placing.place("service", request_time.key, steps_in_time.key)
