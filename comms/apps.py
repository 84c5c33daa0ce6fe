from django.apps import AppConfig


class CommsConfig(AppConfig):
    name = "comms"

    def ready(self) -> None:
        from comms import menus, tasks
        from comms.rules import RULES
        from itsm.tickets.outbox import subscribe

        subscribe(tasks.CONSUMER, tasks.tell, *RULES)
        menus.add_to_frame()
