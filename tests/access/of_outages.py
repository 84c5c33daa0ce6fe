"""An outage of the service that everything here is about."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from itsm.services.models import Outage, ServiceWorth

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    outage = Outage.objects.create(service=world.service, began_at=timezone.now(), words="No mail")
    ServiceWorth.objects.create(service=world.service)
    return {"outages:": outage, "api:outages": outage}


def meaning(world: "World", route: str) -> dict[str, Any]:
    return {"service": world.service.pk} if route.startswith(("outages:", "api:services-worth")) else {}
