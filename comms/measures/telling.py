"""Time to tell: from when the desk knew of an outage to the first notice about it."""

from typing import Any

from django.db.models import Case, Count, Exists, FloatField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from comms.measures.about import MOST_LISTED, of_notices
from comms.models import Notice
from itsm.frame import words
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.insights.measures.registry import Records
from itsm.insights.measures.sql import Percentile, hours_between
from itsm.people.models import Person
from itsm.tickets.models import Ticket

TARGET = 5  # minutes; PagerDuty's public guide
DECLARED, DETECTED = "ticket__incident__major_record__declared_at", "ticket__opened_at"


def first_notices() -> QuerySet[Any]:
    """The first notice about each ticket; told before it was declared is told in nought minutes."""
    outages = Notice.objects.filter(kind=Notice.Kind.OUTAGE, published_at__isnull=False, drill=False)
    earlier = outages.filter(ticket=OuterRef("ticket"), published_at__lt=OuterRef("published_at"))
    first = outages.filter(~Exists(earlier), ticket__isnull=False)
    return first.annotate(after_declared=_minutes_since(DECLARED), after_detected=_minutes_since(DETECTED))


def _minutes_since(moment: str) -> Any:
    length = hours_between(moment, "published_at") * Value(60.0, output_field=FloatField())
    return Case(
        When(**{f"{moment}__isnull": False}, then=Greatest(length, Value(0.0))), output_field=FloatField()
    )


FIRST = Source(key="first notices", rows=first_notices, moment="published_at", about=of_notices(""))


def records(of: str) -> Records:
    def found(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
        visible = Notice.objects.visible_to(person).values("pk")
        rows = FIRST.among(chosen).filter(pk__in=visible, **{f"{of}__isnull": False})
        told = rows.select_related("ticket").order_by(f"-{of}")[:MOST_LISTED]
        return [_record(notice.ticket, getattr(notice, of)) for notice in told]

    return found


def _record(ticket: Ticket, minutes: float) -> Record:
    return Record(
        name=str(ticket),
        href=reverse("comms:knowing", args=[ticket.number]),
        said=words.duration(minutes * 60),
        tone="kept" if minutes <= TARGET else "soon",
    )


def _measure(key: str, name: Any, sentence: Any, formula: str, of: str) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula,
        population=gettext_lazy("Incidents with a first outage notice in the period; no rehearsals. The target is 5 minutes (PagerDuty’s public guide)."),
        unit=Unit.MINUTES, better=Better.LOWER, source=FIRST, n=Count(of), value=Percentile(of, 0.5), records=records(of),
    )  # fmt: skip


time_to_tell = _measure(
    "time_to_tell",
    gettext_lazy("Time to tell"),
    gettext_lazy("Half of the major incidents were announced sooner than this after they were declared."),
    "median of first notice to the affected audience − incident declared",
    "after_declared",
)
time_to_tell_detected = _measure(
    "time_to_tell_detected",
    gettext_lazy("Time to tell, since the first report"),
    gettext_lazy("The same for every announced incident, from the moment somebody reported it."),
    "median of first notice to the affected audience − incident opened",
    "after_detected",
)
register(time_to_tell, time_to_tell_detected)
