from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "itsm.insights"

    def ready(self) -> None:
        from itsm.frame import menu
        from itsm.insights.measures import (  # noqa: F401 - they register themselves
            assistant,
            baton,
            finding,
            promises,
            restoring,
            self_help,
            silence,
            volume,
        )
        from itsm.people.roles import ADMINISTRATOR, MANAGER

        self_help.add_to_overview()
        finding.add_to_overview()
        menu.add(
            menu.Entry(
                label=_("Insights"),
                url_name="insights:overview",
                icon="chart-bar",
                roles=frozenset({MANAGER, ADMINISTRATOR}),
                order=80,
                key="o",
                first_for=frozenset({MANAGER}),
            )
        )
