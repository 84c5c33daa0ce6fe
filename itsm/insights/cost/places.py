"""Where the cost of the desk stands in the house."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup
from itsm.insights.cost import measure  # noqa: F401 - it registers itself

LINE = setup.Line(
    label=_("Cost of the desk"),
    url_name="cost:list",
    icon="banknotes",
    group=setup.Group.SERVICES,
    permission="insights.change_deskcost",
    says=_("What a month of the service desk costs: with it “Cost per ticket” becomes a figure."),
)


def add_to_house() -> None:
    setup.add(LINE)
