from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "itsm.tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from itsm.people.roles import ADMINISTRATOR, AGENT, CHANGE_MANAGER, grant
        from itsm.tickets import receivers  # noqa: F401 - connects them

        for role in (AGENT, CHANGE_MANAGER, ADMINISTRATOR):
            grant(role, "tickets.work_ticket")
