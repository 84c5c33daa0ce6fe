from django.apps import AppConfig

VERBS = ("start", "hold", "resume", "resolve", "reopen", "close", "cancel")


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from incidents.models import Incident
        from itsm.people.roles import ADMINISTRATOR, AGENT, MANAGER, grant
        from itsm.tickets.models import register_kind

        register_kind(Incident, Incident.Status)
        grant(AGENT, *(f"incidents.{verb}_incident" for verb in VERBS))
        for role in (AGENT, MANAGER, ADMINISTRATOR):
            grant(role, "incidents.lead_major")
