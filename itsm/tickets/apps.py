from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "itsm.tickets"

    def ready(self) -> None:
        from itsm.people.leaving import count_tickets_with
        from itsm.people.roles import ADMINISTRATOR, AGENT, CHANGE_MANAGER, grant
        from itsm.tickets import (
            first_steps,
            menus,
            offers,
            privacy,
            receivers,  # noqa: F401 - connects them
            retention,
            tours,
            using,
        )
        from itsm.tickets.models import Ticket
        from itsm.tickets.reads import places as reads
        from itsm.tickets.training import places as training

        offers.add_to_registry()
        menus.add_to_frame()
        first_steps.add_to_house()
        reads.add_to_house()
        training.add_to_house()
        tours.add_to_house()
        using.add_to_house()
        retention.add_to_house()
        count_tickets_with(lambda person: Ticket.objects.held_by(person).count())
        for role in (AGENT, CHANGE_MANAGER, ADMINISTRATOR):
            grant(role, "tickets.work_ticket")
        privacy.add_to_house()
