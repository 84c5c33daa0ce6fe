"""The page of lost time: how much, for whom, and how few services and tickets make most of it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.insights.charts import Mark
from itsm.insights.dashboards import courses, panels
from itsm.insights.dashboards.known import here
from itsm.insights.dashboards.losses import STATED, Lost, lost
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import number
from itsm.insights.measures import Unit, measure
from itsm.services.models import Service

COURSES = ("lost_time", "lost_time_sum", "time_to_resolve_mean", "elapsed_mean")


def lost_time(page: Page) -> Iterator[Panel]:
    found = lost(page.chosen)
    yield by_service(page, found)
    yield from courses.drawn(page, COURSES)


def by_service(page: Page, found: Lost) -> Panel:
    names = dict(
        Service.objects.filter(pk__in=[pk for pk in found.by_service if pk]).values_list("pk", "name")
    )
    marks = [
        Mark(hours, on_tickets(hours, n), address(page, found, pk), n, name=names[pk] if pk else _("No service"))
        for pk, (hours, n) in found.by_service.items()
        if hours
    ]  # fmt: skip
    others = rest(found)
    return Panel(
        key="by-service",
        title=_("Working time lost, by service"),
        value=_("%(hours)s h") % {"hours": number(found.total, Unit.COUNT)},
        says=" ".join([source(found), mean(found), cap(found), few(found), without(others)]).strip(),
        draw=panels.pareto,
        unit=Unit.HOURS,
        rows=panels.one_each([*marks, *others]),
        size="wide",
        more=(_("See every statement"), page.records(measure(STATED))) if found.stated else None,
    )


def rest(found: Lost) -> list[Mark]:
    """What services state with too few each: it belongs to the whole, and nothing can be said of one of them."""
    hours = found.total - sum(hours for hours, _n in found.by_service.values())
    n = found.n - sum(n for _hours, n in found.by_service.values())
    name = _("Others, too few each")
    return [Mark(hours, on_tickets(hours, n), name=name)] if found.stated and n > 0 else []


def without(others: list[Mark]) -> str:
    return _("What stands under others is in the list of every statement.") if others else ""


def on_tickets(hours: float, n: int) -> str:
    words = {"hours": number(hours, Unit.HOURS), "n": number(n, Unit.COUNT)}
    return ngettext("%(hours)s h on %(n)s ticket", "%(hours)s h on %(n)s tickets", n) % words


def address(page: Page, found: Lost, service: int | None) -> str:
    """What colleagues without a service stated no address asks for."""
    if found.stated:
        return page.records(measure(STATED), service=service) if service else ""
    return page.tickets("lost-time", of="" if service else "none", service=service or "")


def source(found: Lost) -> str:
    if found.stated:
        return _("What colleagues stated when they were asked after their ticket.")
    until_then = (
        _("Too few colleagues have stated yet what it cost them.")
        if here([STATED])
        else _("Colleagues are not asked what it cost them.")
    )
    return f"{until_then} {_('Until then these are the working hours between report and resolution, with every wait: what they waited, not what they could not do.')}"


def mean(found: Lost) -> str:
    if found.mean is None:
        return ""
    return _("%(mean)s h for each of %(n)s tickets on average.") % {
        "mean": number(found.mean, Unit.HOURS), "n": number(found.n, Unit.COUNT),
    }  # fmt: skip


def cap(found: Lost) -> str:
    if found.cap is None:
        return _("A statement above the 99th percentile counts as that.") if found.stated else ""
    return _("A ticket above the 99th percentile (%(cap)s h) counts as that, so that a forgotten one does not hide the rest.") % {"cap": number(found.cap, Unit.HOURS)}  # fmt: skip


def few(found: Lost) -> str:
    if not found.few or found.mean is None:
        return ""
    share = number(100 * found.few / found.n, Unit.PERCENT)
    return _("%(share)s %% of the tickets make 80 %% of it.") % {"share": share}
