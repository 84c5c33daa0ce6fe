from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "itsm.tickets"

    def ready(self) -> None:
        from itsm.people.leaving import count_tickets_with
        from itsm.people.roles import ADMINISTRATOR, AGENT, CHANGE_MANAGER, grant
        from itsm.tickets import (
            menus,
            offers,
            receivers,  # noqa: F401 - connects them
        )
        from itsm.tickets.models import Ticket

        offers.add_to_registry()
        menus.add_to_frame()
        count_tickets_with(lambda person: Ticket.objects.held_by(person).count())
        for role in (AGENT, CHANGE_MANAGER, ADMINISTRATOR):
            grant(role, "tickets.work_ticket")
