"""The dashboards that insights bring themselves."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from itsm.insights import placing
from itsm.insights.dashboards import courses, lists  # noqa: F401 - lists register themselves
from itsm.insights.dashboards.flow import flow
from itsm.insights.dashboards.gaps import two_mirrors
from itsm.insights.dashboards.lost_time import lost_time
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.dashboards.registry import Dashboard, register
from itsm.insights.dashboards.teams import teams
from itsm.insights.dashboards.tracker import communication
from itsm.people.roles import ADMINISTRATOR, MANAGER, grant


def changes_and_problems(page: Page) -> Iterator[Panel]:
    """What these practices placed on the overview, drawn at length; they add panels of their own."""
    return courses.drawn(page, placing.placed()["cause"])


DASHBOARDS = (
    Dashboard(
        key="mirrors",
        title=_("Two mirrors"),
        says=_("Where do we look good and colleagues think otherwise?"),
        order=10,
        panels=two_mirrors,
    ),
    Dashboard(
        key="communication",
        title=_("Communication"),
        says=_("Do we keep our word, reach those we mean, and are we understood?"),
        order=20,
        panels=communication,
    ),
    Dashboard(
        key="flow", title=_("Flow"), says=_("Where does work lie, go back and wait?"), order=30, panels=flow
    ),
    Dashboard(
        key="changes-and-problems",
        title=_("Changes and problems"),
        says=_("Do we change things without surprise, and end what keeps coming back?"),
        order=40,
        panels=changes_and_problems,
        where=lambda: bool(placing.placed()["cause"]),
    ),
    Dashboard(
        key="teams",
        title=_("Teams"),
        says=_("What is each team’s part of the same figures?"),
        order=50,
        panels=teams,
    ),
    Dashboard(
        key="lost-time",
        title=_("Lost time"),
        says=_("How much working time does it cost colleagues, and what makes most of it?"),
        order=60,
        panels=lost_time,
    ),
)


def add_to_house() -> None:
    for one in DASHBOARDS:
        register(one)
    for role in (MANAGER, ADMINISTRATOR):
        grant(role, "insights.weigh_experience")
