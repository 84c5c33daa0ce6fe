"""Contacts around a notice, for each quarter of an hour: just before it, after it, and in the same hours of the weeks before.

Rates, not a claim: reports of an outage end by themselves, too. What a notice spared at least and at most is in `avoided`.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comms.measures.about import MOST_LISTED, of_notices
from comms.models import Notice, Question
from itsm.insights.figures import number
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.people.models import Person
from itsm.tickets.models import Ticket

QUARTER = timedelta(minutes=15)
BEFORE, AFTER = timedelta(hours=1), timedelta(hours=2)
BEFORE_QUARTERS, AFTER_QUARTERS = BEFORE // QUARTER, AFTER // QUARTER
WEEKS = ("week_1", "week_2", "week_3", "week_4")  # before it: the same two hours, the control


def number_of(rows: QuerySet[Any], by: str) -> Any:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def tickets(*, since: timedelta, until: timedelta) -> Any:
    """Opened between these, counted from the notice, about a service that it is about. A duplicate was a contact, too."""
    told = OuterRef("published_at")
    rows = Ticket.objects.filter(
        service__notices=OuterRef("pk"), opened_at__gte=told + since, opened_at__lt=told + until
    )
    return number_of(rows, "service__notices")


def around() -> QuerySet[Any]:
    """Outage notices whose two hours have passed. Questions under the notice are contacts, too."""
    nothing, told = timedelta(0), OuterRef("published_at")
    asked = Question.objects.filter(notice=OuterRef("pk"), at__gte=told, at__lt=told + AFTER)
    weeks = {
        name: tickets(since=-timedelta(weeks=n), until=AFTER - timedelta(weeks=n))
        for n, name in enumerate(WEEKS, 1)
    }
    outages = Notice.objects.filter(kind=Notice.Kind.OUTAGE, published_at__lte=Now() - AFTER)
    return outages.annotate(
        before=tickets(since=-BEFORE, until=nothing),
        after=tickets(since=nothing, until=AFTER) + number_of(asked, "notice"),
        **weeks,
    )


AROUND = Source(key="around notices", rows=around, moment="published_at", about=of_notices(""))
USUAL = sum((F(name) for name in WEEKS[1:]), F(WEEKS[0]))


def records(measure: Measure, chosen: Filter, person: Person) -> list[Record]:
    """Each notice with all of it: how far the weeks lie apart is how sure one can be."""
    visible = Notice.objects.visible_to(person).values("pk")
    rows = AROUND.among(chosen).filter(pk__in=visible).order_by("-published_at")
    return [_record(notice) for notice in rows[:MOST_LISTED]]


def _record(notice: Any) -> Record:
    weeks = [getattr(notice, name) / AFTER_QUARTERS for name in WEEKS]
    before, after = notice.before / BEFORE_QUARTERS, notice.after / AFTER_QUARTERS
    figures = {
        "before": before,
        "after": after,
        "usual": sum(weeks) / len(weeks),
        "least": min(weeks),
        "most": max(weeks),
    }
    said = gettext("%(before)s before, %(after)s after; usual %(usual)s (%(least)s to %(most)s)")
    return Record(
        name=str(notice),
        href=notice.get_absolute_url(),
        said=said % {name: number(figure, Unit.A_QUARTER) for name, figure in figures.items()},
        tone="kept" if after < before else "soon" if after > before else "",
    )  # fmt: skip


def _measure(
    key: str, name: Any, sentence: Any, formula: str, value: Any, quarters: int, better: Better = Better.LOWER
) -> Measure:
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula,
        population=_("Outage notices published in the period whose two hours have passed; tickets of any kind about their services, duplicates too, and questions under them; no rehearsals."),
        unit=Unit.A_QUARTER, better=better, source=AROUND, n=Count("pk") * quarters, value=value, records=records,
    )  # fmt: skip


contacts_before = _measure(
    "contacts_before",
    _("Contacts just before a notice"),
    _("How many wrote about it in a quarter of an hour, in the hour before they were told."),
    "tickets about its services in the hour before ÷ 4 quarters ÷ notices",
    Avg("before") / BEFORE_QUARTERS,
    BEFORE_QUARTERS,
)
contacts_after = _measure(
    "contacts_after",
    _("Contacts after a notice"),
    _(
        "The same in the two hours after they were told. Reports end by themselves, too: compare with the usual."
    ),
    "(tickets about its services + questions under it) in the two hours after ÷ 8 quarters ÷ notices",
    Avg("after") / AFTER_QUARTERS,
    AFTER_QUARTERS,
)
contacts_usual = _measure(
    "contacts_usual",
    _("Contacts in the same hours of other weeks"),
    _("The control: what comes about these services when nothing was announced."),
    "tickets about its services in the same two hours of the 4 weeks before ÷ 32 quarters ÷ notices",
    Avg(USUAL) / (AFTER_QUARTERS * len(WEEKS)),
    AFTER_QUARTERS * len(WEEKS),
    Better.NEITHER,
)
register(contacts_before, contacts_after, contacts_usual)
