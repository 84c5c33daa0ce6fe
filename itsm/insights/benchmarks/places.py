"""Where benchmarks stand in the house."""

from django.utils.translation import gettext_lazy as _

from itsm.frame import setup

LINE = setup.Line(
    label=_("Benchmarks"),
    url_name="benchmarks:list",
    icon="scale",
    group=setup.Group.SERVICES,
    permission="insights.add_ownband",
    says=_("What others publish about the same figures, with source and year, and bands of your own."),
)


def add_to_house() -> None:
    setup.add(LINE)
