"""Availability, and how long services work and how long they are down: every outage of the period, no sample of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame import words
from itsm.insights.availability.counting import Ledger, about, ledger
from itsm.insights.measures import Better, Filter, Measure, Record, Source, Unit, register
from itsm.insights.measures.registry import By, Figure, Reading
from itsm.services.models import Outage
from itsm.services.models.outage import OutageQuerySet
from itsm.services.outages.downtime import Downtime

LISTED = 99  # and a line that says so, where there are more
AGREED = gettext_lazy("Only the hours agreed for each service: those of its agreement’s calendar.")
POPULATION = gettext_lazy(
    "Services that are offered, in their agreed hours, up to now; overlapping outages are one; planned downtime and what lies within it stand apart; outages marked as not counting are left out."
)


def records(measure: Measure, chosen: Filter, person: Any) -> list[Record]:
    rows = measure.behind(chosen) if measure.behind else measure.source.among(chosen)
    latest = list(rows.select_related("service").order_by("-began_at", "-pk")[: LISTED + 1])
    older = (
        [Record(name=_("Older ones are on the pages of their services"), said="")] if latest[LISTED:] else []
    )
    return [*map(record, latest[:LISTED]), *older]


def record(outage: Outage) -> Record:
    return Record(
        name=f"{outage.service}: {outage.words}", said=said(outage), href=outage.get_absolute_url(), tone=outage.tone
    )  # fmt: skip


def said(outage: Outage) -> str:
    began = f"{words.day(timezone.localtime(outage.began_at))} {timezone.localtime(outage.began_at):%H:%M}"
    if outage.ended_at is None:
        return _("since %(began)s") % {"began": began}
    return _("%(began)s, for %(length)s") % {
        "began": began, "length": words.duration(outage.ended_at - outage.began_at),
    }  # fmt: skip


def unplanned() -> OutageQuerySet:
    return Outage.objects.counted().filter(planned=False)


OUTAGES = Source(key="outages", rows=unplanned, moment="began_at", about=about)
EVERY = Count("pk")


def _began(known: Ledger, by: By) -> Reading:
    def figure(_parts: Sequence[Figure], group: Any, since: datetime, until: datetime) -> Figure:
        n = known.began(known.members(by, group), since, until)
        return Figure(None if n is None else float(n), n or 0)

    return Reading(figure, known.groups(by))


outages = Measure(
    key="outages",
    name=gettext_lazy("Outages"),
    sentence=gettext_lazy("How often a service broke down."),
    formula="count of outages that began in the period",
    population=gettext_lazy("Unplanned outages of services that are offered; those marked as not counting are left out."),
    unit=Unit.OUTAGES,
    better=Better.LOWER,
    source=OUTAGES,
    n=EVERY,
    value=EVERY,
    records=records,
    combine=_began,
    prepare=ledger,
    rolls=False,
)  # fmt: skip


def touching(chosen: Filter) -> QuerySet[Outage]:
    """Whatever lay in the period, whenever it began."""
    return unplanned().filter(about(chosen)).touching(chosen.since, min(chosen.until, timezone.now()))


def _read(value: Callable[[Downtime], float | None]) -> Callable[[Ledger, By], Reading]:
    def combine(known: Ledger, by: By) -> Reading:
        def figure(_parts: Sequence[Figure], group: Any, since: datetime, until: datetime) -> Figure:
            services = known.members(by, group)
            found = known.of(services, since, until)
            return Figure(value(found), known.rows(services, since, until))

        return Reading(figure, known.groups(by))

    return combine


def _of_time(
    key: str, name: Promise, sentence: Promise, formula: str, value: Callable[[Downtime], float | None], *,
    unit: Unit = Unit.WORKING_HOURS, better: Better = Better.HIGHER,
) -> Measure:  # fmt: skip
    return Measure(
        key=key, name=name, sentence=sentence, formula=formula, population=POPULATION, unit=unit, better=better,
        source=OUTAGES, n=EVERY, value=EVERY, records=records, calendar=AGREED, of=(outages,), combine=_read(value), prepare=ledger,
        behind=touching, sample=False,
    )  # fmt: skip


availability = _of_time(
    "availability",
    gettext_lazy("Availability"),
    gettext_lazy("How much of the agreed time services could be used."),
    "(agreed time − downtime in agreed time) ÷ agreed time × 100",
    lambda found: found.availability,
    unit=Unit.OF_TIME,
)
mtbf = _of_time(
    "mtbf",
    gettext_lazy("Time between failures (MTBF)"),
    gettext_lazy("How long a service works on average until it breaks down again."),
    "(agreed time − downtime in agreed time) ÷ outages that took agreed time",
    lambda found: found.between_failures,
)
mtrs = _of_time(
    "mtrs",
    gettext_lazy("Time to restore a service (MTRS)"),
    gettext_lazy("How long a service is down on average when it breaks down."),
    "downtime in agreed time ÷ outages that took agreed time",
    lambda found: found.to_restore,
    better=Better.LOWER,
)
mtbsi = _of_time(
    "mtbsi",
    gettext_lazy("Time between outages (MTBSI)"),
    gettext_lazy("From the beginning of one outage to the beginning of the next, on average."),
    "agreed time ÷ outages that took agreed time, which is MTBF + MTRS",
    lambda found: found.between_incidents,
)
register(outages, availability, mtbf, mtrs, mtbsi)
