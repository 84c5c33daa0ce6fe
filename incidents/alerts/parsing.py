"""From the bytes of a delivery to what it says of each alert: Alertmanager's form (also Grafana's) and our own plain one."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from incidents.models import Alert, AlertSource

Severity = Alert.Severity
SEVERITIES = {
    "critical": Severity.CRITICAL, "crit": Severity.CRITICAL, "page": Severity.CRITICAL, "error": Severity.CRITICAL,
    "emergency": Severity.CRITICAL, "disaster": Severity.CRITICAL, "high": Severity.CRITICAL, "fatal": Severity.CRITICAL,
    "info": Severity.INFO, "information": Severity.INFO, "none": Severity.INFO, "low": Severity.INFO, "debug": Severity.INFO,
}  # fmt: skip
NEVER = 1  # the year of Go's zero time, with which Alertmanager says "not yet"
MOST = 20_000  # alerts of one delivery
LONGEST = {"title": 200, "description": 5_000, "link": 1_000}
MOST_LABELS, LONGEST_LABEL = 60, 400


class Unreadable(Exception):
    """`str(error)` says why."""


@dataclass(frozen=True)
class Reading:
    """What one message says of one alert. `told_at` is when it was said, where the form knows it."""

    fingerprint: str
    firing: bool
    since: datetime
    until: datetime | None
    told_at: datetime | None
    title: str
    description: str = ""
    link: str = ""
    severity: int = Severity.WARNING
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A delivery taken apart: what could be read, and why the rest could not."""

    readings: list[Reading] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def parse(source: AlertSource, body: bytes, *, received_at: datetime) -> Told:
    """In the order of the delivery. One alert that makes no sense takes no other with it."""
    told = _json(body)
    plain = source.form == AlertSource.Form.PLAIN
    rows = told.get("alerts", [told] if plain else None)
    if not isinstance(rows, list):
        raise Unreadable(_("It has no list of alerts."))
    if len(rows) > MOST:
        raise Unreadable(_("It has more than %(most)d alerts.") % {"most": MOST})
    found = Told()
    for place, row in enumerate(rows, start=1):
        try:
            found.readings.append((_plain if plain else _of_alertmanager)(_object(row), received_at))
        except Unreadable as error:
            found.broken.append(_("Alert %(place)d: %(why)s") % {"place": place, "why": error})
    return found


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable(_("It is no JSON.")) from None
    if not isinstance(told, dict):
        raise Unreadable(_("It is no JSON object."))
    return told


def _of_alertmanager(row: dict[str, Any], received_at: datetime) -> Reading:
    """https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, version 4. Old ones had no fingerprint."""
    labels, notes = _texts(row, "labels"), _texts(row, "annotations")
    firing = _status(row)
    until = None if firing else _moment(row, "endsAt", received_at)
    return Reading(
        fingerprint=_text(row, "fingerprint")[:64] or _digest(json.dumps(labels, sort_keys=True)),
        firing=firing,
        since=_moment(row, "startsAt", received_at),
        until=until,
        told_at=until,  # of a firing one it is not said: the same words come again every few hours
        title=_cut(
            "title", notes.get("summary") or notes.get("title") or labels.get("alertname") or _("An alert")
        ),
        description=_cut("description", notes.get("description") or notes.get("message") or ""),
        link=_link(notes.get("runbook_url") or row.get("generatorURL")),
        severity=_severity(labels.get("severity", "")),
        labels=labels,
    )


def _plain(row: dict[str, Any], received_at: datetime) -> Reading:
    """Our own: `key` says which alert it is, `at` when that was so."""
    key = _text(row, "key")
    if not key:
        raise Unreadable(_("It has no key."))
    firing, at = _status(row), _moment(row, "at", received_at)
    named = {name: text for name in ("service", "component") if (text := _text(row, name))}
    return Reading(
        fingerprint=_digest(key),
        firing=firing,
        since=at if firing else _moment(row, "since", at),
        until=None if firing else at,
        told_at=at,
        title=_cut("title", _text(row, "title") or key),
        description=_cut("description", _text(row, "description")),
        link=_link(row.get("link")),
        severity=_severity(_text(row, "severity")),
        labels={**_texts(row, "labels"), "key": key[:LONGEST_LABEL], **named},
    )


# Parts ----------------------------------------------------------------------------------------------------------------


def _object(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise Unreadable(_("It is no JSON object."))
    return row


def _status(row: Mapping[str, Any]) -> bool:
    match row.get("status"):
        case "firing":
            return True
        case "resolved":
            return False
    raise Unreadable(_("Its status is neither “firing” nor “resolved”."))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if isinstance(value, str | int | float):
        return _clean(str(value))
    raise Unreadable(_("“%(name)s” is not a text.") % {"name": name})


def _texts(row: Mapping[str, Any], name: str) -> dict[str, str]:
    value = row.get(name) or {}
    if not isinstance(value, dict):
        raise Unreadable(_("“%(name)s” is not an object.") % {"name": name})
    return dict(_pairs(value))


def _pairs(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, text in list(value.items())[:MOST_LABELS]:
        yield _clean(str(name))[:LONGEST_LABEL], _clean(str(text))[: LONGEST["description"]]


def _moment(row: Mapping[str, Any], name: str, latest: datetime) -> datetime:
    """Unsaid, it is `latest`; and never after it: a clock that runs ahead would make all that follows look late."""
    value = row.get(name)
    if value in (None, ""):
        return latest
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None:
        raise Unreadable(_("“%(name)s” is not a moment such as 2026-11-22T14:05:00Z.") % {"name": name})
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return latest if found.year <= NEVER else min(found, latest)


def _severity(word: str) -> int:
    return SEVERITIES.get(word.lower(), Severity.WARNING)


def _link(value: Any) -> str:
    """Only what a browser may follow from our page."""
    text = str(value or "")
    return text if text.startswith(("https://", "http://")) and len(text) <= LONGEST["link"] else ""


def _cut(name: str, text: str) -> str:
    return text[: LONGEST[name]]


def _clean(text: str) -> str:
    """PostgreSQL keeps no NUL, and lone halves of letters cannot be sent to it."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
