from django.apps import AppConfig

VERBS = ("start", "hold", "resume", "resolve", "reopen", "close", "cancel")


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents import (
            downtime,
            evidence,
            examples,
            menus,
            offers,
            panel,
            privacy,
            retention,
            suggested,
            using,
        )
        from incidents.alerts import menus as alert_menus
        from incidents.alerts import panel as alert_panel
        from incidents.alerts import retention as alert_retention
        from incidents.family import CONSUMER, TELLING, has_children
        from incidents.models import Incident
        from incidents.servicenow import measures  # noqa: F401 - they register themselves
        from incidents.taking_over import take_over
        from incidents.tasks import keep_downtime, tell_children
        from itsm.knowledge.assistant.talking import register_opening
        from itsm.people.roles import ADMINISTRATOR, AGENT, MANAGER, grant
        from itsm.tickets.models import register_follow_up, register_kind
        from itsm.tickets.outbox import subscribe

        register_kind(Incident, Incident.Status)
        subscribe(CONSUMER, tell_children, *TELLING, when=has_children)
        subscribe(downtime.CONSUMER, keep_downtime, *downtime.TELLING, when=downtime.is_major)
        register_opening(take_over)
        register_follow_up(Incident.after)
        examples.add_to_room()
        using.add_to_house()
        offers.add_to_registry()
        panel.add_to_registry()
        suggested.add_to_registry()
        menus.add_to_frame()
        alert_panel.add_to_registry()
        alert_menus.add_to_frame()
        alert_retention.add_to_house()
        retention.add_to_house()
        evidence.add_to_house()
        grant(ADMINISTRATOR, *(f"incidents.{verb}_alertsource" for verb in ("add", "change", "delete")))
        grant(AGENT, *(f"incidents.{verb}_incident" for verb in VERBS))
        for role in (AGENT, MANAGER, ADMINISTRATOR):
            grant(role, "incidents.lead_major")
        privacy.add_to_house()
