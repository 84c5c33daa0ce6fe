from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from catalog.models import ServiceRequest
        from catalog.tasks import places as tasks
        from itsm.tickets.models import register_kind

        register_kind(ServiceRequest, ServiceRequest.Status)
        tasks.add_to_house()
