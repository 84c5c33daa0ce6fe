from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "itsm.insights"

    def ready(self) -> None:
        from itsm.frame import menu
        from itsm.insights import first_steps, privacy, tours
        from itsm.insights.availability import places as availability
        from itsm.insights.benchmarks import places as benchmarks
        from itsm.insights.cost import places as cost
        from itsm.insights.dashboards import places as dashboards
        from itsm.insights.evidence import usual as evidence
        from itsm.insights.goals import places as goals
        from itsm.insights.measures import (  # noqa: F401 - they register themselves
            assistant,
            backlog,
            baton,
            contact,
            finding,
            flowing,
            people,
            promises,
            responding,
            restoring,
            returning,
            self_help,
            silence,
            volume,
        )
        from itsm.insights.rollups.models import Day, Rollup, Spread, Touched
        from itsm.insights.rollups.watching import watch
        from itsm.people.roles import ADMINISTRATOR, MANAGER, grant
        from itsm.tickets.training import room

        post_migrate.connect(watch, sender=self)
        room.take_along(Day, Rollup, Spread, Touched)
        benchmarks.add_to_house()
        cost.add_to_house()
        for role in (MANAGER, ADMINISTRATOR):
            grant(role, "insights.change_deskcost")
            grant(role, "insights.add_ownband")
        goals.add_to_house()
        first_steps.add_to_house()
        tours.add_to_house()
        self_help.add_to_overview()
        finding.add_to_overview()
        dashboards.add_to_house()
        availability.add_to_house()
        evidence.add_to_house()
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
        privacy.add_to_house()
