from django.apps import AppConfig

VERBS = ("start", "hold", "resume", "fulfil", "reopen", "close", "withdraw")


class CatalogConfig(AppConfig):
    name = "catalog"

    def ready(self) -> None:
        from catalog import evidence, examples, menus, privacy, retention, using
        from catalog.approvals import places as approvals
        from catalog.models import ServiceRequest
        from catalog.offerings import places, source, suggested
        from catalog.portal import places as portal
        from catalog.practice import CATALOGUE
        from catalog.requests import offers, panel
        from catalog.tasks import places as tasks
        from itsm.frame import practices
        from itsm.people.roles import ADMINISTRATOR, AGENT, MANAGER, grant
        from itsm.tickets.models import register_kind

        practices.register(CATALOGUE)
        register_kind(ServiceRequest, ServiceRequest.Status)
        evidence.add_to_house()
        retention.add_to_house()
        tasks.add_to_house()
        offers.add_to_registry()
        panel.add_to_registry()
        source.add_to_registry()
        suggested.add_to_registry()
        places.add_to_house()
        menus.add_to_frame()
        approvals.add_to_house()
        portal.add_to_portal()
        examples.add_to_room()
        using.add_to_house()
        grant(AGENT, *(f"catalog.{verb}_servicerequest" for verb in VERBS))
        for role in (AGENT, MANAGER, ADMINISTRATOR):
            grant(role, "catalog.write_offering")
        for role in (MANAGER, ADMINISTRATOR):
            grant(role, "catalog.publish_offering")
        grant(ADMINISTRATOR, "catalog.publish_offering_alone")
        privacy.add_to_house()
