"""How long colleagues wait for somebody's yes: the whole, and step by step."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.models import ApprovalStep
from itsm.frame import words
from itsm.insights import placing
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.insights.measures.sql import HOUR, Percentile, hours_between
from itsm.people.models import Person

MOST_LISTED = 100


def decided() -> QuerySet[Any]:
    rows = ApprovalStep.objects.filter(asked_at__isnull=False, decided_at__isnull=False)
    return rows.annotate(waited=hours_between("asked_at", "decided_at"))


STEPS = Source(key="approval steps", rows=decided, moment="decided_at", path="ticket__")


def by_step(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """The slowest first: where a yes is waited for longest."""
    found = STEPS.among(chosen).order_by().values("name")
    rows = found.annotate(n=Count("pk"), median=Percentile("waited", 0.5)).order_by("-median", "name")
    return [
        Record(
            name=row["name"],
            said=ngettext("%(time)s, %(n)d answer", "%(time)s, %(n)d answers", row["n"])
            % {"time": words.duration(row["median"] * HOUR), "n": row["n"]},
        )
        for row in rows[:MOST_LISTED]
    ]


approval_wait = Measure(
    key="approval_wait",
    name=_("Waiting for a yes"),
    sentence=_("Half of the approvals took longer than this, from asking to the answer."),
    formula="median of step decided − step asked, round the clock",
    population=_(
        "Steps of approval that were decided in the period, agreed or declined; without cancelled tickets and duplicates."
    ),
    unit=Unit.HOURS,
    better=Better.LOWER,
    source=STEPS,
    n=Count("pk"),
    value=Percentile("waited", 0.5),
    records=by_step,
)


def add_to_overview() -> None:
    register(approval_wait)
    placing.place("promises", approval_wait.key)
