"""Idempotency-Key: a create that is sent again, because the answer was lost, gets the first answer again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from itsm.frame.models import KEPT_FOR, Answer

HEADER = "Idempotency-Key"
REPLAYED = {"Idempotent-Replayed": "true"}
View = Callable[..., Response]


def once(view: View) -> View:
    """Do it once per person and key.

    The row is inserted before the work and committed with it. A twin that comes meanwhile waits at the unique
    constraint until the first has ended: then it finds the answer, or, if the first failed, does the work itself.
    """

    @wraps(view)
    def answered_once(self: Any, request: Any, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "")
        if not key:
            return view(self, request, *args, **kwargs)
        check(key)
        digest = digest_of(request)
        with transaction.atomic():
            first = claim(request.user.pk, key, digest)
            if first is not None:
                return first
            response = view(self, request, *args, **kwargs)
            kept = Answer.objects.filter(person=request.user.pk, key=key)
            kept.update(status=response.status_code, body=response.data)
        return response

    answered_once.answers_once = True  # type: ignore[attr-defined] # read by the schema
    return answered_once


def claim(person_pk: int, key: str, digest: str) -> Response | None:
    """None: the key is ours now. Otherwise what was answered the first time."""
    now = timezone.now()
    Answer.objects.filter(person=person_pk, at__lte=now - KEPT_FOR).delete()
    row = Answer(person_id=person_pk, key=key, digest=digest, at=now)
    Answer.objects.bulk_create(
        [row], ignore_conflicts=True
    )  # ON CONFLICT DO NOTHING waits for a twin in flight
    kept = Answer.objects.get(person=person_pk, key=key)
    if kept.digest != digest:
        raise ValidationError(
            {HEADER: [_("This key was used for another request within a day. Make a new one.")]}
        )
    return Response(kept.body, kept.status, headers=REPLAYED) if kept.status else None


def digest_of(request: Any) -> str:
    told = f"{request.method} {request.get_full_path()}\n".encode()
    return hashlib.sha256(told + request._request.body).hexdigest()


def check(key: str) -> None:
    if len(key) > Answer._meta.get_field("key").max_length or not key.isprintable() or not key.isascii():  # type: ignore[operator]
        raise ValidationError({HEADER: [_("Use up to 255 printable characters, for example a UUID.")]})
