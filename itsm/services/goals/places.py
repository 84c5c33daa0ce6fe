"""Where goals stand in the house, and who writes them."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.people.roles import ADMINISTRATOR, MANAGER, grant

LINE = setup.Line(
    label=_("Goals"),
    url_name="goals:list",
    icon="trophy",
    group=setup.Group.SERVICES,
    says=_("What the organisation wants to reach, and the services it needs for it. Problems and changes that serve one go first."),
)  # fmt: skip


def add_to_house() -> None:
    setup.add(LINE)
    for role in (MANAGER, ADMINISTRATOR):
        grant(role, "services.add_goal", "services.change_goal")
