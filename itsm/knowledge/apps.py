from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "itsm.knowledge"

    def ready(self) -> None:
        from itsm.knowledge import search, sources
        from itsm.knowledge.articles import places, source, tickets
        from itsm.knowledge.tasks import note_told
        from itsm.tickets.outbox import subscribe

        sources.register(search.TICKETS)
        sources.register(source.ARTICLES)
        places.add_to_frame()
        subscribe(tickets.CONSUMER, note_told, *tickets.SAYING, when=tickets.names_an_article)
