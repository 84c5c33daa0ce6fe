"""Where targets stand in the house, and how goals come by their figures."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.insights.figures import Action, register_action
from itsm.insights.goals import progress
from itsm.services.goals import figures

LINE = setup.Line(
    label=_("Targets"),
    url_name="targets:list",
    icon="flag",
    group=setup.Group.SERVICES,
    permission="services.change_goal",
    says=_("What each figure should be, for everything, a service or a team, and which of them pull against each other."),
)  # fmt: skip


def add_to_house() -> None:
    setup.add(LINE)
    register_action(
        Action(
            label=_("Set a target"), url_name="targets:list", icon="flag", permission="services.change_goal"
        )
    )
    figures.register(
        figures.Figures(choices=progress.choices, stands=progress.stands, course=progress.course)
    )
