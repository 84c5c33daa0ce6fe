"""The one door for alerts: who sends proves it, the bytes are kept, then it is answered; understanding comes after.

It is signed with the source's secret (`itsm.frame.signed`), and the same request a second time is refused. Alertmanager cannot
sign; it sends the secret itself as a bearer token.
"""

import hmac
import logging
import secrets
from datetime import datetime

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from kombu.exceptions import OperationalError

from incidents.models import AlertDelivery, AlertSource
from itsm.frame import signed
from itsm.frame.secrets import seal
from itsm.frame.signed import Forged

logger = logging.getLogger(__name__)
LARGEST = 10 * 1024 * 1024


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest, key: str) -> HttpResponse:
    source = AlertSource.objects.filter(key=key, is_active=True).first()
    if source is None:
        return said(404, "No source of alerts has this key.")
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return said(413, "The body is larger than 10 MB.")
    now = timezone.now()
    try:
        mark = proof(source, request, body, now=now)
    except Forged as forged:
        AlertSource.objects.filter(pk=source.pk).update(refused_at=now, refused_why=str(forged)[:120])
        return said(403, str(forged))
    return keep(source, body, mark, now=now)


def proof(source: AlertSource, request: HttpRequest, body: bytes, *, now: datetime) -> str | None:
    """The signature, or nothing if it came as a bearer token. Raises Forged for anything else."""
    secret = signed.opened(source.secret)
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    may_bear = source.form != AlertSource.Form.PLAIN and scheme.lower() == "bearer"
    if "Baton-Signature" in request.headers or not may_bear:
        return signed.proven(secret, request, body, now=now)
    if not hmac.compare_digest(given.strip().encode(), secret.encode()):
        raise Forged("The bearer token is not the secret of this source.")
    return None


def keep(source: AlertSource, body: bytes, mark: str | None, *, now: datetime) -> HttpResponse:
    """When this answers yes it is committed, and the sender may forget it."""
    try:
        with transaction.atomic(durable=True):
            kept = AlertDelivery.objects.create(source=source, body=body, mark=mark, received_at=now)
    except IntegrityError:
        return said(409, "This request was taken before.")
    except Exception:  # whatever it is, the sender keeps it and comes again
        logger.exception("A delivery of alerts could not be kept.")
        return said(503, "It could not be kept. Send it again.")
    wake([source.pk])
    return JsonResponse({"kept": kept.pk}, status=202)


def wake(pks: list[int]) -> None:
    """A broker that is away loses nothing: the rows wait for the sweep."""
    try:
        for pk in pks:
            current_app.send_task("incidents.understand_alerts", (pk,), retry=False)
    except OperationalError:
        logger.warning("The broker is away; alerts wait for the sweep.")


def said(status: int, why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=status)


def new_secret(source: AlertSource) -> str:
    """Shown to whoever asked, and never again."""
    secret = signed.new_secret()
    source.secret = seal(secret)
    if not source.key:
        source.key = secrets.token_hex(8)
    return secret
