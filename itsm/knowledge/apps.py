from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "itsm.knowledge"

    def ready(self) -> None:
        from itsm.knowledge import search, sources

        sources.register(search.TICKETS)
