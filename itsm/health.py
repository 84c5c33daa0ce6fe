"""For whoever watches Baton: /healthz says it is alive, /readyz that its parts are, /metrics gives figures to Prometheus."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comms.mail_in import alarm
from itsm import meter, pulse

LATE = {"worker": 15, "beat": 3 * pulse.EVERY}  # seconds without a sign of life


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. Touches nothing else, so that a database outage restarts nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    parts = look()
    missing = [f"{name}: {part['reason']}" for name, part in parts.items() if not part["ok"]]
    return JsonResponse({"ready": not missing, "missing": missing, **parts}, status=503 if missing else 200)


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse(meter.exposition(look()), content_type="text/plain; version=0.0.4; charset=utf-8")


def look() -> dict[str, dict[str, Any]]:
    """Each part with the age in seconds of its last sign of life, and the reason when it is missing."""
    parts = {"database": asked(ask_database), "broker": asked(pulse.valkey().ping)}
    ages = pulse.ages() if parts["broker"]["ok"] else {}
    parts["mail in"] = mail_in()
    return parts | {name: heard(ages.get(name), late) for name, late in LATE.items()}


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def mail_in() -> dict[str, Any]:
    """Colleagues write and nobody would know: mail that waits too long, a mailbox that cannot be read."""
    said: list[str] = []
    part = asked(lambda: said.append(alarm.complaint(now=timezone.now())))
    return part if not any(said) else {"ok": False, "age": None, "reason": said[0]}


def asked(question: Callable[[], object]) -> dict[str, Any]:
    """A part that answers when asked: its sign of life is as old as the question."""
    started = time.perf_counter()
    try:
        question()
    except Exception as error:  # whatever goes wrong is the reason we report
        connection.close_if_unusable_or_obsolete()
        return {
            "ok": False,
            "age": None,
            "reason": str(error).strip().splitlines()[0] or type(error).__name__,
        }
    return {"ok": True, "age": round(time.perf_counter() - started, 4)}


def heard(age: float | None, late: float) -> dict[str, Any]:
    """A part that speaks on its own."""
    if age is None:
        return {"ok": False, "age": None, "reason": "has not given a sign of life yet"}
    if age > late:
        return {"ok": False, "age": round(age, 1), "reason": f"no sign of life for {age:.0f} s"}
    return {"ok": True, "age": round(age, 1)}
