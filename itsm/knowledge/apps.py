from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "itsm.knowledge"

    def ready(self) -> None:
        from itsm.knowledge import menus, privacy, retention, search, sources
        from itsm.knowledge.articles import places, source, tickets
        from itsm.knowledge.assistant import places as assistant
        from itsm.knowledge.models import Asked
        from itsm.knowledge.suggesting import places as suggesting
        from itsm.knowledge.tasks import note_told
        from itsm.people import roles
        from itsm.tickets.outbox import subscribe
        from itsm.tickets.training import room

        for act in ("add", "change", "delete", "view"):
            roles.grant(roles.ADMINISTRATOR, f"knowledge.{act}_synonym")
        sources.register(search.TICKETS)
        sources.register(source.ARTICLES)
        suggesting.add_to_house()
        assistant.add_to_house()
        menus.add_to_frame()
        places.add_to_frame()
        retention.add_to_house()
        room.take_along(Asked)
        subscribe(tickets.CONSUMER, note_told, *tickets.SAYING, when=tickets.names_an_article)
        privacy.add_to_house()
