"""What can be mailed: the overview, every dashboard that is there, and those that people put together; and who may read it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models import Report
from itsm.insights import placing
from itsm.insights.dashboards import Dashboard, Panel, courses, panels
from itsm.insights.dashboards.composing import drawn
from itsm.insights.dashboards.models import OWN, OwnDashboard
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.registry import dashboard, dashboards
from itsm.insights.figures import shown, unit_of
from itsm.insights.forms import About
from itsm.insights.measures import ask_now
from itsm.insights.measures.registry import NOTHING
from itsm.insights.views import READERS
from itsm.people.models import Person

OVERVIEW = "overview"
EACH_ROW = 4


@dataclass(frozen=True, kw_only=True)
class Subject:
    """`panels` draws it; `href` is its page with the figures of today; `told` are those of its panels that a mail tells,
    where it cannot tell them all."""

    key: str
    name: str | Promise
    href: str
    panels: Callable[[Page], Iterable[Panel]]
    told: Callable[[], Iterable[str]] = tuple
    own: OwnDashboard | None = None

    @property
    def title(self) -> str:
        """In the language that is active: a report is made in several."""
        return str(self.name)


def may_read(person: Person) -> bool:
    """Figures of the desk, at all."""
    return bool(person.roles & READERS)


def may_have(person: Person, subject: Subject) -> bool:
    """This one: what somebody put together for themselves goes to nobody else."""
    return may_read(person) and (
        subject.own is None or subject.own.shared or subject.own.owner_id == person.pk
    )


def subjects(person: Person) -> list[Subject]:
    """All that this person can send, in their order on the page."""
    owned = OwnDashboard.objects.visible_to(person)
    return [_overview(), *map(_registered, dashboards()), *map(_own, owned)]


def named(key: str, person: Person) -> Subject | None:
    if key.startswith(OWN):
        mine = OwnDashboard.objects.visible_to(person).filter(slug=key.removeprefix(OWN)).first()
        return _own(mine) if mine else None
    found = dashboard(key)
    return _overview() if key == OVERVIEW else _registered(found) if found else None


def of(report: Report) -> Subject | None:
    """None while the practice that it is about is off, or who put it together no longer shares it with its sender."""
    if report.own is None:
        return named(report.dashboard, report.owner)
    mine = report.own.shared or report.own.owner_id == report.owner_id
    return _own(report.own) if mine else None


def page_of(report: Report, subject: Subject, *, now: datetime) -> Page:
    """Its figures as they are at this moment; a choice that is no longer there is no choice, as on the page itself."""
    return Page.asked(About(choice(report.query)), person=report.owner, place=subject.href, now=now)


def choice(query: str) -> QueryDict:
    return QueryDict(query)


def _overview() -> Subject:
    def every(page: Page) -> Iterable[Panel]:
        yield from courses.drawn(page, [key for keys in placing.shown_here().values() for key in keys])
        yield from at_this_moment(page)

    return Subject(
        key=OVERVIEW, name=gettext_lazy("How we do"), href=reverse("insights:overview"), panels=every, told=first_of_each
    )  # fmt: skip


def at_this_moment(page: Page) -> Iterator[Panel]:
    """What has no past, and so no course: who waits now, and for how long."""
    wanted = placing.standing_here()
    found = ask_now(wanted, page.chosen, now=page.now)
    for one in wanted:
        figure = found.get(one.key, NOTHING)
        yield Panel(
            key=courses.key_of(one.key), title=str(one.name), unit=one.unit, draw=panels.nothing, size="small",
            value=f"{shown(figure, one.unit)} {unit_of(figure, one.unit)}", says=str(one.sentence),
            changed=_("When this was counted; it has no past to compare with."),
        )  # fmt: skip


def first_of_each() -> list[str]:
    """The first figures of every row of the overview, value before promises, service and volume; and what has no past."""
    through = [key for keys in placing.shown_here().values() for key in keys[:EACH_ROW]]
    return [courses.key_of(key) for key in (*through, *(one.key for one in placing.standing_here()))]


def _registered(found: Dashboard) -> Subject:
    href = reverse("insights:dashboard", args=[found.key])
    return Subject(key=found.key, name=found.title, href=href, panels=found.drawn)


def _own(found: OwnDashboard) -> Subject:
    return Subject(
        key=found.subject, name=found.title, href=found.get_absolute_url(), own=found,
        panels=lambda page: drawn(page, found.figures),
    )  # fmt: skip
