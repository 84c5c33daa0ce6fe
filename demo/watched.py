"""Monitoring: one system watches Halden's machines. The print server is full, and nobody has it in hand yet."""

import json
from datetime import timedelta

from demo.history import World
from incidents.alerts.understanding import understand
from incidents.models import AlertDelivery, AlertSource
from itsm.frame.secrets import seal

FIRED = (  # minutes ago, which check, where, how grave, in words
    (190, "BackupLate", "files.porto", "warning", "The backup of files.porto is two hours late"),
    (52, "DiskAlmostFull", "print.porto", "warning", "The disk of print.porto is 92 % full"),
    (47, "QueueStuck", "print.porto", "critical", "Nothing leaves the print queues since ten minutes"),
)
OVER = (("BackupLate", "files.porto", 95),)  # and minutes ago when it ended


def watch(world: World) -> None:
    """Through the door that everybody has, at the time it happened."""
    source = AlertSource.objects.create(
        name="Prometheus", key="5f1d7c0a9be34268", secret=seal("shown to nobody in the demo"),
        owner=world.made.demo["agent"],
    )  # fmt: skip
    for minutes, *about in FIRED:
        deliver(world, source, alert(world, minutes, *about), minutes)
        for check, instance, ended in OVER:
            if (check, instance) == (about[0], about[1]):
                deliver(world, source, alert(world, minutes, *about, ended=ended), ended)


def alert(
    world: World, minutes: int, check: str, instance: str, severity: str, words: str, *, ended: int = 0
) -> dict[str, object]:
    return {
        "status": "resolved" if ended else "firing",
        "labels": {"alertname": check, "instance": f"{instance}:9100", "severity": severity},
        "annotations": {"summary": words},
        "startsAt": (world.now - timedelta(minutes=minutes)).isoformat(),
        "endsAt": (world.now - timedelta(minutes=ended)).isoformat() if ended else "0001-01-01T00:00:00Z",
    }


def deliver(world: World, source: AlertSource, told: dict[str, object], minutes: int) -> None:
    at = world.now - timedelta(minutes=minutes)
    body = json.dumps({"version": "4", "alerts": [told]}).encode()
    kept = AlertDelivery.objects.create(source=source, body=body, received_at=at)
    understand(source, [kept], now=at)
