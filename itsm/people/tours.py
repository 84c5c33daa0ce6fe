"""A tour for each role, and the stops on the pages of people and of what is set up."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.tours import Stop, Tour, add, register
from itsm.people import roles

STOPS = (
    Stop(
        tour="colleague", order=40, url_name="people:me", at="#main", label=_("How we speak with you"),
        says=_("Your name, your language, your time zone. Beside it you choose what reaches you by mail, and when it is quiet."),
    ),
    Stop(
        tour="administrator", order=10, url_name="frame:setup", at=".setup", label=_("All that is set up"),
        says=_("Everything you set once stands here, by subject. A number says where somebody has to look."),
    ),
    Stop(
        tour="administrator", order=20, url_name="people:people", at=".page-head", label=_("Colleagues"),
        says=_("Add them one by one or from a file. Open a person to give them a role."),
    ),
    Stop(
        tour="administrator", order=30, url_name="people:teams", at="#main", label=_("Teams"),
        says=_("A ticket that no person holds lies with a team. Exactly one team is the first line and takes what no other takes."),
    ),
    Stop(
        tour="administrator", order=50, url_name="frame:practices", at="#main", label=_("One practice after the other"),
        says=_("Begin small. Each says how much it is used; the next step is suggested from your own figures."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    register(
        Tour(key="agent", role=roles.AGENT, label=_("Tour of the desk"), order=10),
        Tour(key="change", role=roles.CHANGE_MANAGER, label=_("Tour of changes"), order=20),
        Tour(key="manager", role=roles.MANAGER, label=_("Tour of the figures"), order=30),
        Tour(key="administrator", role=roles.ADMINISTRATOR, label=_("Tour of Set up"), order=40),
        Tour(key="colleague", role=roles.COLLEAGUE, label=_("Tour of the portal"), order=50),
    )
    add(STOPS)
