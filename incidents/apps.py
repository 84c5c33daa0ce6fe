from django.apps import AppConfig

VERBS = ("start", "hold", "resume", "resolve", "reopen", "close", "cancel")


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents import menus, offers, panel, suggested
        from incidents.alerts import menus as alert_menus
        from incidents.alerts import panel as alert_panel
        from incidents.family import CONSUMER, TELLING, has_children
        from incidents.models import Incident
        from incidents.taking_over import take_over
        from incidents.tasks import tell_children
        from itsm.knowledge.assistant.talking import register_opening
        from itsm.people.roles import ADMINISTRATOR, AGENT, MANAGER, grant
        from itsm.tickets.models import register_follow_up, register_kind
        from itsm.tickets.outbox import subscribe

        register_kind(Incident, Incident.Status)
        subscribe(CONSUMER, tell_children, *TELLING, when=has_children)
        register_opening(take_over)
        register_follow_up(Incident.after)
        offers.add_to_registry()
        panel.add_to_registry()
        suggested.add_to_registry()
        menus.add_to_frame()
        alert_panel.add_to_registry()
        alert_menus.add_to_frame()
        grant(ADMINISTRATOR, *(f"incidents.{verb}_alertsource" for verb in ("add", "change", "delete")))
        grant(AGENT, *(f"incidents.{verb}_incident" for verb in VERBS))
        for role in (AGENT, MANAGER, ADMINISTRATOR):
            grant(role, "incidents.lead_major")
