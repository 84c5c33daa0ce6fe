"""Alerts as monitoring systems send them, in the shapes that their documentation shows."""

import json
import time
from datetime import UTC, datetime, timedelta
from zlib import crc32

from django.test import Client

from incidents.alerts import door
from incidents.alerts.tasks import understand_alerts
from incidents.models import AlertSource
from itsm.frame.signed import signature

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
ZERO = "0001-01-01T00:00:00Z"


def source(owner, form="alertmanager", **fields):
    made = AlertSource(name=f"Monitoring {form}", form=form, owner=owner, **fields)
    made.plain_secret = door.new_secret(made)
    made.save()
    return made


def at(minutes):
    return (NOON + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def one(
    name="HighLoad",
    *,
    instance="web1:9100",
    starts=0,
    ends=None,
    severity="warning",
    fingerprint=None,
    **labels,
):
    """An element of “alerts”, with the members that version 4 of the payload documents."""
    firing = ends is None
    return {
        "status": "firing" if firing else "resolved",
        "labels": {"alertname": name, "instance": instance, "job": "node", "severity": severity, **labels},
        "annotations": {"summary": f"{name} on {instance}", "description": f"{name} for 5 minutes."},
        "startsAt": at(starts),
        "endsAt": ZERO if firing else at(ends),
        "generatorURL": "http://prometheus.example:9090/graph?g0.expr=up",
        "fingerprint": fingerprint or f"{crc32(f'{name} {instance}'.encode('utf-8', 'replace')):016x}",
    }


def payload(*alerts, group='{}:{alertname="HighLoad"}'):
    firing = any(alert["status"] == "firing" for alert in alerts)
    return {
        "version": "4",
        "groupKey": group,
        "truncatedAlerts": 0,
        "status": "firing" if firing else "resolved",
        "receiver": "baton",
        "groupLabels": {"alertname": "HighLoad"},
        "commonLabels": {"alertname": "HighLoad", "job": "node"},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example:9093",
        "alerts": list(alerts),
    }


def address(to):
    return f"/hooks/alerts/{to.key}/"


def post(to, body, **headers):
    """As Alertmanager does, with the secret as bearer token."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = headers or {"Authorization": f"Bearer {to.plain_secret}"}
    return Client().post(address(to), body, content_type="application/json", headers=headers)


def signed(to, body, *, moment=None, secret=None):
    body = json.dumps(body).encode()
    moment = moment or str(int(time.time()))
    mark = signature(secret or to.plain_secret, moment, body)
    return post(to, body, **{"Baton-Timestamp": moment, "Baton-Signature": f"sha256={mark}"})


def send(to, *alerts):
    """Delivered and understood."""
    answer = post(to, payload(*alerts))
    assert answer.status_code == 202, answer.text
    understand_alerts(to.pk)
