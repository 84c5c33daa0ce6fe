"""A source of alerts, one delivery that nobody understood, and one alert, for the walk through every address."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from incidents.alerts import door
from incidents.models import Alert, AlertDelivery, AlertSource

if TYPE_CHECKING:
    from tests.access.world import World


def objects(world: "World") -> dict[str, Any]:
    agent: Any = world.people["agent"]
    source = AlertSource(name="Prometheus", owner=agent)
    door.new_secret(source)
    source.save()
    now = timezone.now()
    delivery = AlertDelivery.objects.create(source=source, body=b"x", received_at=now, state="unreadable")
    alert = Alert.objects.create(
        source=source, fingerprint="1", title="Disk", state="firing", since=now, changed_at=now, heard_at=now
    )
    return {
        "incidents:alert_source": source,
        "incidents:alert_delivery": delivery,
        "api:alerts": alert,
        "api:alert-sources": source,
    }
