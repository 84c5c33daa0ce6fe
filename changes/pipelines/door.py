"""Where pipelines call. Who calls proves it (`itsm.frame.signed`); what stands in the way is said, and stops the pipeline.

The same call again within the five minutes that it is good for does no harm: a run is begun once and ended once.
"""

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from changes.gates import Obstructed
from changes.models import Pipeline
from changes.pipelines.hearing import Said, hear
from changes.pipelines.shapes import DeploymentShape, HookBody
from itsm.frame import signed
from itsm.tickets.errors import Refused

LARGEST = 64 * 1024


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest, key: str) -> HttpResponse:
    pipeline = Pipeline.objects.filter(key=key, is_active=True).select_related("speaks_for").first()
    if pipeline is None:
        return said(404, _("No pipeline has this key."))
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        return said(413, _("The body is larger than 64 kB."))
    now = timezone.now()
    try:
        signed.proven(signed.opened(pipeline.secret), request, body, now=now)
    except signed.Forged as forged:
        return refused(pipeline, 403, str(forged), now=now)
    return answered(pipeline, body, now=now)


def answered(pipeline: Pipeline, body: bytes, *, now: datetime) -> HttpResponse:
    told = read(body)
    if not told.is_valid():
        return refused(pipeline, 422, _("It is not complete or not right."), now=now, errors=told.errors)
    try:
        deployment = hear(pipeline, Said(**told.validated_data), by=pipeline.speaks_for, now=now)
    except Refused as error:
        found = error.obstacles if isinstance(error, Obstructed) else []
        ways = [{"key": one.key, "words": one.words} for one in found]
        return refused(pipeline, 409, str(error), now=now, obstacles=ways)
    return JsonResponse(DeploymentShape(deployment).data)


def read(body: bytes) -> HookBody:
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    return HookBody(data=told)


def refused(pipeline: Pipeline, status: int, why: str, *, now: datetime, **more: Any) -> HttpResponse:
    """Kept for whoever asks why the pipeline stopped."""
    Pipeline.objects.filter(pk=pipeline.pk).update(refused_at=now, refused_why=why)
    return said(status, why, **more)


def said(status: int, why: str, **more: Any) -> HttpResponse:
    """It is read in the log of a pipeline: as people write, not escaped."""
    return JsonResponse({"error": why, **more}, status=status, json_dumps_params={"ensure_ascii": False})
