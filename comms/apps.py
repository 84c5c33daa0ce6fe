from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "comms"

    def ready(self) -> None:
        from comms import menus, tasks
        from comms.rules import RULES
        from itsm.people import roles
        from itsm.tickets.outbox import subscribe

        for role in roles.GROUPS:
            roles.grant(role, "comms.tell_notice")
        roles.grant(roles.ADMINISTRATOR, "comms.change_template", "comms.change_room", "comms.change_mailbox")
        subscribe(tasks.CONSUMER, tasks.tell, *RULES)
        menus.add_to_frame()
