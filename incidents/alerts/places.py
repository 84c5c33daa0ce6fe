"""What alerts are about: the component and the service that their labels name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models.functions import Lower

from incidents.models import Alert, AlertSource
from itsm.services.models import Component, Service

PORT = re.compile(r"^(?:https?://)?([^/:\[\]]+)(?::\d+)?(?:/.*)?$")


@dataclass(frozen=True)
class Names:
    """As the labels call them, in lower case; empty where they do not."""

    service: str
    components: tuple[str, ...]  # as it is written, and as a host name alone

    @classmethod
    def of(cls, source: AlertSource, labels: Mapping[str, str]) -> "Names":
        plain = source.form == AlertSource.Form.PLAIN
        service = labels.get("service" if plain else source.service_label, "").strip().lower()
        component = labels.get("component" if plain else source.component_label, "").strip().lower()
        host = PORT.match(component)
        return cls(service, tuple(dict.fromkeys(filter(None, (component, host[1] if host else "")))))


class Places:
    """Three queries, however many alerts."""

    def __init__(self, source: AlertSource, labels: Iterable[Mapping[str, str]]) -> None:
        self.source = source
        wanted = {Names.of(source, each) for each in labels}
        found = Component.objects.with_keys({key for names in wanted for key in names.components})
        self.components = {row.key.lower(): row for row in found.prefetch_related("services")}
        named = Service.objects.alias(any_case=Lower("name"))
        self.services = {
            row.name.lower(): row for row in named.filter(any_case__in={names.service for names in wanted})
        }

    def put(self, alert: Alert) -> None:
        """What it is about, and with what it makes one incident."""
        names = Names.of(self.source, alert.labels)
        alert.component = next(self._components(names), None)
        alert.service = self.services.get(names.service) or self._carried_by(alert.component)
        alert.topic = self._topic(alert)

    def _components(self, names: Names) -> Iterator[Component]:
        return (self.components[key] for key in names.components if key in self.components)

    def _carried_by(self, component: Component | None) -> Service | None:
        """The most critical that it carries itself."""
        if component is None:
            return None
        carried = [service for service in component.services.all() if service.is_active]
        return min(carried, key=lambda service: (service.criticality, service.name), default=None)

    def _topic(self, alert: Alert) -> str:
        """Service before component: a storm on one service is one incident, on however many machines it rages."""
        if alert.service_id:
            return f"service:{alert.service_id}"
        if alert.component_id:
            return f"component:{alert.component_id}"
        return f"source:{self.source.pk}:{alert.labels.get('alertname') or alert.title}"[:120]
