"""The page of availability: every service against its target, when it was down, and how that went on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame import words
from itsm.insights import charts
from itsm.insights.availability import measure
from itsm.insights.availability.counting import Ledger, about, ledger
from itsm.insights.charts import Mark, Part, Row
from itsm.insights.charts.marks import Span
from itsm.insights.dashboards import courses, panels
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.dashboards.registry import Dashboard
from itsm.insights.figures import number, with_unit
from itsm.insights.goals.models import FigureTarget
from itsm.insights.goals.targets import last_day
from itsm.insights.measures import Figure, Measure, Unit
from itsm.services.models import Outage, Service
from itsm.services.outages.downtime import Downtime

DRAWN = 300  # spans; a page with more would say less
FAILED, PLANNED = "nobody", "scheduled"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One service in the period. `n`: its outages, as their list counts them."""

    service: Service
    down: Downtime
    n: int
    target: float | None

    @property
    def missed(self) -> bool:
        found = self.down.availability
        return found is not None and self.target is not None and found < self.target

    @property
    def rank(self) -> tuple[bool, float, str]:
        found = self.down.availability
        return not self.missed, 100.0 if found is None else found, self.service.name


def standings(page: Page, known: Ledger) -> list[Standing]:
    services = Service.objects.in_bulk(known.services)
    targets, chosen = Targets.of(page), page.chosen
    found = [
        Standing(
            service=services[pk],
            down=known.of([pk], chosen.since, chosen.until),
            n=known.rows([pk], chosen.since, chosen.until),
            target=targets.target(pk, services[pk].team_id),
        )
        for pk in known.services
    ]
    return sorted(found, key=lambda one: one.rank)


@dataclass(frozen=True)
class Targets:
    """What availability should be: of the service, of its team, of everything. One statement for all services."""

    values: dict[tuple[int | None, int | None], float]

    @classmethod
    def of(cls, page: Page) -> "Targets":
        in_force = FigureTarget.objects.in_force(last_day(page.chosen))
        rows = in_force.filter(measure=measure.availability.key)
        return cls({(row.service_id, row.team_id): row.value for row in rows if row.value is not None})

    def target(self, service: int, team: int | None) -> float | None:
        about = ((service, team), (service, None), (None, team), (None, None))
        return next((self.values[one] for one in about if one in self.values), None)


def availability(page: Page) -> Iterator[Panel]:
    known = ledger(page.chosen)
    found = standings(page, known)
    yield by_service(page, found)
    yield when(page, found)
    yield from courses.drawn(page, (measure.availability.key, measure.outages.key))


HEADS = (
    gettext_lazy("Available"),
    gettext_lazy("Target"),
    gettext_lazy("Down"),
    gettext_lazy("Planned"),
    gettext_lazy("Outages"),
    gettext_lazy("MTBF"),
    gettext_lazy("MTRS"),
    gettext_lazy("MTBSI"),
)


def by_service(page: Page, found: Sequence[Standing]) -> Panel:
    whole = sum((one.down for one in found), Downtime())
    return Panel(
        key="by-service",
        title=_("Availability, by service"),
        value=with_unit(Figure(whole.availability, whole.outages), Unit.OF_TIME),
        says=_("Of the hours agreed for each service, up to now; what missed its target stands first. Planned downtime stands apart. MTBF: how long it works between two outages; MTRS: how long until it works again; MTBSI: from one outage to the next; all in agreed hours."),
        draw=panels.table,
        parts=[Part(str(head)) for head in HEADS],
        rows=[Row(one.service.name, list(cells(page, one)), address(one.service)) for one in found],
        unit=Unit.OF_TIME,
        size="wide",
        empty=_("No service is offered there. Outages have neither a kind nor a priority: by these nothing is known."),
        more=(_("Set targets"), f"{reverse('insights:figure', args=[measure.availability.key])}?{page.query}"),
    )  # fmt: skip


def address(service: Service) -> str:
    return reverse("outages:list", args=[service.pk])


def cells(page: Page, one: Standing) -> Iterator[Mark]:
    down, tone = one.down, "broken" if one.missed else ""
    yield _cell(page, measure.availability, down.availability, one, tone)
    target = with_unit(Figure(one.target, 0), Unit.OF_TIME)
    yield Mark(one.target, _("%(target)s, missed") % {"target": target} if one.missed else target, tone=tone)
    yield Mark(
        float(down.down), lasted(down.down), page.records(measure.availability, service=one.service.pk), one.n
    )
    yield Mark(float(down.planned), lasted(down.planned), f"{address(one.service)}?which=planned")
    yield Mark(float(one.n), str(one.n), page.records(measure.availability, service=one.service.pk), one.n)
    for figure, value in (
        (measure.mtbf, down.between_failures), (measure.mtrs, down.to_restore), (measure.mtbsi, down.between_incidents),
    ):  # fmt: skip
        yield _cell(page, figure, value, one)


def _cell(page: Page, figure: Measure, value: float | None, one: Standing, tone: str = "") -> Mark:
    said = (
        "–"
        if value is None
        else f"{number(value, figure.unit)} {'%' if figure.unit == Unit.OF_TIME else _('h')}"
    )
    return Mark(value, said, page.records(figure, service=one.service.pk), one.n, tone=tone)


def lasted(seconds: int) -> str:
    return words.duration(seconds) if seconds else "–"


def when(page: Page, found: Sequence[Standing]) -> Panel:
    """Each outage on the line of its service."""
    spans = _spans(page)
    down = [one for one in found if one.service.pk in spans]
    lines = [
        (Row(one.service.name, [Mark(one.down.availability, _said(one))], address(one.service)), spans[one.service.pk])
        for one in down
    ]  # fmt: skip
    parts = [Part(_("down"), FAILED), Part(_("planned"), PLANNED)]
    chosen = page.chosen

    def draw(panel: Panel) -> SafeString:
        return charts.spans(
            lines, parts, label=panel.title, since=chosen.since, until=min(chosen.until, page.now)
        )

    return Panel(
        key="when",
        title=_("When they were down"),
        says=_("Each mark opens its outage. Outside the agreed hours it is shown and not counted."),
        draw=draw,
        rows=[row for row, _spans in lines],
        unit=Unit.OF_TIME,
        size="wide",
        empty=_("No outage in this period."),
    )


def _said(one: Standing) -> str:
    return with_unit(Figure(one.down.availability, one.n), Unit.OF_TIME)


def _spans(page: Page) -> dict[int, list[Span]]:
    chosen, found = page.chosen, Outage.objects.counted().filter(about(page.chosen))
    touching = found.touching(chosen.since, min(chosen.until, page.now)).select_related("service")
    spans: dict[int, list[Span]] = {}
    for outage in touching.latest_first()[:DRAWN]:
        kind = PLANNED if outage.planned else FAILED
        one = Span(outage.began_at, outage.ended_at or page.now, f"{outage.words}: {measure.said(outage)}", outage.get_absolute_url(), kind=kind)  # fmt: skip
        spans.setdefault(outage.service_id, []).append(one)
    return spans


DASHBOARD = Dashboard(
    key="availability",
    title=gettext_lazy("Availability"),
    says=gettext_lazy("Could services be used in the hours we agreed?"),
    order=45,
    panels=availability,
)
