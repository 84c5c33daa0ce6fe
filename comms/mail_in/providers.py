"""What mail providers tell us by HTTP: mail that came in, and what became of mail that went out.

django-anymail knows their ways and checks what they sign; its settings are environment variables under its own names, such as
ANYMAIL_WEBHOOK_SECRET. Where it has nothing to check a request by, there is no such address. We add what it leaves open: a
largest size, and that a request is good for one day and once.
"""

import json
import logging
from hashlib import sha256
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comms.mail_in import tracking
from comms.mail_in.door import TooLarge, largest, receive
from comms.mail_in.hook import said
from comms.mail_in.parcel import Malformed, Parcel
from comms.models import Incoming

logger = logging.getLogger(__name__)
# Its name in the address, and that of its classes. Amazon SES and Resend need libraries that Baton does not bring.
PROVIDERS = {
    "brevo": "Brevo",
    "mailersend": "MailerSend",
    "mailgun": "Mailgun",
    "mailjet": "Mailjet",
    "mailtrap": "Mailtrap",
    "mandrill": "Mandrill",
    "postal": "Postal",
    "postmark": "Postmark",
    "sendgrid": "SendGrid",
    "sparkpost": "SparkPost",
    "unisender_go": "UnisenderGo",
}
KINDS = {"inbound": "Inbound", "tracking": "Tracking"}
# Who passes the mail itself on in a field of a form: its very bytes, not what became of them as text.
RAW = {"mailgun": "body-mime", "sendgrid": "email"}
WRAPPED = 2  # a mail in JSON or a form, some of it twice, is so many times as long
GOOD_FOR = 24 * 3600  # seconds: as long as a provider that could not reach us keeps trying
SIGNED_AT = "X-Twilio-Email-Event-Webhook-Timestamp"  # SendGrid
SEEN = "comms.mail_in.providers:"


@csrf_exempt
@login_not_required
@require_http_methods(["POST", "HEAD"])
def provided(request: HttpRequest, provider: str, kind: str) -> HttpResponse:
    view = view_for(provider, kind)
    if view is None:
        raise Http404
    if request.method == "HEAD":  # some look whether we are there before they are set up
        return HttpResponse()
    try:
        parcel = proven(view, request)
    except RequestDataTooBig:
        return said(413, "It is larger than MAIL_MAX_MB allows.")
    except Exception as error:  # what a stranger sends breaks in many ways; none of them is a yes
        logger.info("A request in the name of %s was refused: %s", provider, type(error).__name__)
        return said(403, "Nothing here proves that it comes from the provider.")
    if not is_fresh(parcel, provider):
        return said(403, "It was signed too long ago.")
    if cache.get(SEEN + mark(parcel, provider)):
        return said(409, "This request was taken before.")
    return take(view, parcel, provider)


def view_for(provider: str, kind: str) -> Any:
    """What anymail reads this provider's requests with; None unless it is given something to check them by."""
    if provider not in PROVIDERS or kind not in KINDS:
        return None
    found = import_module(f"anymail.webhooks.{provider}")
    name = PROVIDERS[provider]
    View = getattr(found, f"{name}{KINDS[kind]}WebhookView", None) or getattr(
        found, f"{name}CombinedWebhookView", None
    )
    # Whoever signs by a key that anymail insists on needs no password besides.
    if View is None or (View.warn_if_no_basic_auth and not settings.ANYMAIL.get("WEBHOOK_SECRET")):
        return None
    try:
        view = View()
    except ImproperlyConfigured:  # its key is not set
        return None
    return None if getattr(view, "webhook_key", "") is None else view  # Mandrill asks for its key only later


def proven(view: Any, request: HttpRequest) -> Parcel:
    """The password, which stands in the head, comes first: a stranger's megabytes are not even read."""
    from anymail.webhooks.base import AnymailBasicAuthMixin

    AnymailBasicAuthMixin.validate_request(view, request)
    body = request.read(limit() + 1)
    if len(body) > limit():
        raise RequestDataTooBig
    parcel = Parcel(request, body)
    view.run_validators(parcel)
    return parcel


def take(view: Any, parcel: Parcel, provider: str) -> HttpResponse:
    """Stored and committed before the yes. Whatever goes wrong, the provider keeps it and comes again.

    Some send several at once: one that is too large holds up none of the others.
    """
    kept, too_large = [], False
    try:
        for event in view.parse_events(parcel):
            try:
                kept += take_one(event, parcel, provider)
            except TooLarge:
                too_large = True
    except (ImproperlyConfigured, Malformed) as error:  # the address for mail was given for news of mail
        return said(400, str(error))
    except Exception:
        logger.exception("What %s sent could not be kept.", provider)
        return said(503, "It could not be kept. Send it again.")
    if too_large:
        return said(413, "A mail is larger than MAIL_MAX_MB allows.")
    cache.set(SEEN + mark(parcel, provider), 1, 2 * GOOD_FOR)
    return JsonResponse({"kept": kept})


def take_one(event: Any, parcel: Parcel, provider: str) -> list[int]:
    """The number of the mail that was kept; none for news of one that went out."""
    mail = getattr(event, "message", None)
    if mail is None:
        tracking.take_note(event, now=timezone.now())
        return []
    raw = parcel.parts.get(RAW.get(provider, "")) or as_written(mail)
    recipients = (mail.envelope_recipient or "").split(",")
    incoming = receive(
        raw,
        entrance=Incoming.Entrance.HOOK,
        envelope_from=mail.envelope_sender or "",
        envelope_to=[address.strip() for address in recipients if address.strip()],
    )
    return [incoming.pk]


def as_written(mail: Any) -> bytes:
    """The mail in bytes; a head that was given to us whole is not folded anew."""
    return bytes(mail.as_bytes(policy=mail.policy.clone(refold_source="none")))


def limit() -> int:
    return WRAPPED * largest() + 1024 * 1024


def is_fresh(parcel: Parcel, provider: str) -> bool:
    """Those who do not say when they signed are known again by `mark` alone."""
    if provider != "mailgun" and SIGNED_AT not in parcel.headers:
        return True
    time = mailgun(parcel, "timestamp") if provider == "mailgun" else parcel.headers[SIGNED_AT]
    return time.isdecimal() and len(time) < 12 and abs(timezone.now().timestamp() - int(time)) <= GOOD_FOR


def mark(parcel: Parcel, provider: str) -> str:
    """What a request that is sent again has in common with the first. Mailgun signs a time and a token, not the mail."""
    if provider == "mailgun":
        return mailgun(parcel, "signature")
    return sha256(parcel.path.encode() + parcel.whole).hexdigest()


def mailgun(parcel: Parcel, name: str) -> str:
    """A value of its signature, which stands in the form or in the JSON, and was checked."""
    if parcel.content_type == "application/json":
        return str(json.loads(parcel.whole)["signature"][name])
    return str(parcel.POST[name])
