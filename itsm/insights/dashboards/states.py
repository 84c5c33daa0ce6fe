"""How long tickets stand in each state: a panel of the flow, and the lists behind it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from itsm.insights.charts import Mark
from itsm.insights.dashboards import panels
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import number, with_unit
from itsm.insights.measures import Figure, Unit
from itsm.insights.measures.states import stood_in
from itsm.tickets.models.kinds import STATUS_LABELS


def label(state: str) -> str:
    """What the first practice that has it calls it."""
    return next(
        (str(name).capitalize() for (_kind, status), name in STATUS_LABELS.items() if status == state), state
    )


def panel(page: Page) -> Panel:
    found = sorted(stood_in(page.chosen).items(), key=lambda one: -one[1][0])
    return Panel(
        key="in-state",
        title=_("Time in each state"),
        says=_("Hours altogether, day and night, before tickets resolved in the period were resolved, and how many tickets stood there."),
        draw=panels.bars,
        unit=Unit.HOURS,
        rows=panels.one_each([_mark(page, state, hours, n) for state, (hours, n) in found]),
    )  # fmt: skip


def _mark(page: Page, state: str, hours: float, n: int) -> Mark:
    words = {"hours": with_unit(Figure(hours, n), Unit.HOURS), "n": number(n, Unit.COUNT)}
    said = ngettext("%(hours)s, %(n)s ticket", "%(hours)s, %(n)s tickets", n) % words
    return Mark(hours, said, page.tickets("in-state", of=state), n, name=label(state))
