"""Mail that comes by HTTP, one request each, signed with a shared secret.

`X-Baton-Time` is the second it was signed in (Unix time), `X-Baton-Signature` the HMAC-SHA256, in hexadecimal, of that time, the
envelope sender, its recipients and the mail itself, with a line feed after each of the first three. Five minutes later it is
worth nothing; the same request twice is refused, and would change nothing anyway.
"""

import hmac
import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comms.mail_in.door import largest, receive
from comms.models import Incoming

logger = logging.getLogger(__name__)
GOOD_FOR = 300  # seconds, either way: clocks differ
SEEN = "comms.mail_in.hook:"


@csrf_exempt
@login_not_required
@require_POST
def hook(request: HttpRequest) -> HttpResponse:
    if not settings.MAIL_HOOK_SECRET:
        raise Http404
    sender, recipients = (
        request.headers.get("X-Baton-Sender", ""),
        request.headers.get("X-Baton-Recipients", ""),
    )
    raw = request.read(largest() + 1)
    if len(raw) > largest():
        return said(413, "The mail is larger than MAIL_MAX_MB allows.")
    time, given = (
        request.headers.get("X-Baton-Time", ""),
        request.headers.get("X-Baton-Signature", "").lower(),
    )
    if not hmac.compare_digest(given.encode(), signature(raw, time, sender, recipients).encode()):
        return said(403, "The signature is wrong.")
    if not is_fresh(time):
        return said(403, "It was signed too long ago, or X-Baton-Time is not Unix time.")
    if cache.get(SEEN + given):
        return said(409, "This request was taken before.")
    return keep(raw, sender, recipients, given)


def keep(raw: bytes, sender: str, recipients: str, given: str) -> HttpResponse:
    envelope_to = [address.strip() for address in recipients.split(",") if address.strip()]
    try:
        kept = receive(raw, entrance=Incoming.Entrance.HOOK, envelope_from=sender, envelope_to=envelope_to)
    except Exception:  # whatever it is, the sender keeps the mail and comes again
        logger.exception("A mail from the hook could not be kept.")
        return said(503, "It could not be kept. Send it again.")
    cache.set(SEEN + given, 1, 2 * GOOD_FOR)
    return JsonResponse({"kept": kept.pk})


def signature(raw: bytes, time: str, sender: str = "", recipients: str = "") -> str:
    head = f"{time}\n{sender}\n{recipients}\n".encode(errors="surrogateescape")
    return hmac.new(settings.MAIL_HOOK_SECRET.encode(), head + raw, "sha256").hexdigest()


def is_fresh(time: str) -> bool:
    return time.isdecimal() and len(time) < 12 and abs(timezone.now().timestamp() - int(time)) <= GOOD_FOR


def said(status: int, why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=status)
