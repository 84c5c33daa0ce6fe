"""What another system is told, and how both sides prove who they are.

Each call is signed (`itsm.frame.signed`) with the secret that the administrator was shown once. The key is the step's own, the
same at every attempt.
"""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from catalog.models import Hook, Task
from itsm.frame import outbound, signed
from itsm.frame.secrets import seal, unseal

signer = Signer(salt="catalog.tasks.callback")


def new_secret(hook: Hook) -> str:
    """Shown to whoever asked, and never again."""
    secret = signed.new_secret()
    hook.secret = seal(secret)
    return secret


def key_of(task: Task) -> str:
    return f"task-{task.pk}"


def send(hook: Hook, told: dict[str, Any], *, key: str, now: datetime) -> outbound.Answer:
    body = json.dumps(told, sort_keys=True).encode()
    moment = str(int(now.timestamp()))
    headers = {
        "Idempotency-Key": key,
        "Baton-Timestamp": moment,
        "Baton-Signature": f"sha256={signed.signature(unseal(hook.secret), moment, body)}",
    }
    return outbound.call("POST", hook.url, body=body, headers=headers)


def told(task: Task, *, attempt: int) -> dict[str, Any]:
    request = task.ticket.specific
    colleague = request.requester
    return {
        "key": key_of(task),
        "attempt": attempt,
        "task": {"id": task.pk, "name": task.key, "title": task.title, "instructions": task.instructions},
        "request": {
            "number": request.number,
            "title": request.title,
            "for": {"name": colleague.name, "email": colleague.email},
            "answers": getattr(request, "answers", {}),
        },
        "call_back": call_back_address(task),
    }


def call_back_address(task: Task) -> str:
    """Whoever knows it may say that the step is done: it is told to the other system only."""
    return settings.BASE_URL + reverse("task_call_back", args=[signer.sign(str(task.pk))])


def task_of(key: str) -> Task | None:
    try:
        return Task.objects.filter(pk=int(signer.unsign(key))).first()
    except (BadSignature, ValueError):
        return None
