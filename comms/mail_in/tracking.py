"""A provider's word on one mail of ours: it arrived, it was refused, or its reader called it unwanted."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from comms.mail_in import bounces
from comms.mail_in.heads import one_line
from comms.mail_in.letter import Report
from comms.models import Addressee, Delivery

State = Delivery.State
LOST = {"bounced", "rejected", "failed"}
UNWANTED = "complained"
ARRIVED = "delivered"
LONGEST = 250


def take_note(event: Any, *, now: datetime) -> None:
    """`event` is one of anymail's. What is about no mail of ours, or only late, changes nothing; nor does the same word twice."""
    with transaction.atomic():
        row = delivery_of(event)
        if row is None:
            return
        if event.event_type == ARRIVED:
            arrived(row, at=min(event.timestamp or now, now))
        elif event.event_type in LOST or event.event_type == UNWANTED:
            bounces.mark(row, report_of(event), now=now)


def delivery_of(event: Any) -> Delivery | None:
    """By the number that the provider gave it, or by our own Message-ID; and by its recipient, where that is said."""
    if not event.message_id:
        return None
    given = str(event.message_id)
    by_number = Delivery.objects.filter(provider_id=given)
    for ours in (by_number, Delivery.objects.with_message_ids([f"<{given.strip('<>')}>"])):
        if event.recipient:
            ours = ours.filter(address__iexact=event.recipient)
        if found := ours.select_related("event__ticket", "update", "person").first():
            return found
    return None


def report_of(event: Any) -> Report:
    """As if a mail server had sent it. Who calls a mail unwanted gets no more by this provider: they are not reached."""
    said = event.mta_response or event.description or ""
    why = event.reject_reason or event.event_type
    return Report(
        recipient=event.recipient or "",
        status=_("reported as unwanted") if event.event_type == UNWANTED else why,
        permanent=True,
        original_message_id=str(event.message_id),
        diagnostic=one_line(str(said))[:LONGEST],
    )


def arrived(row: Delivery, *, at: datetime) -> None:
    """A mail whose worker died before it could write down that it was taken is not sent again."""
    unsure = Delivery.objects.filter(pk=row.pk, state__in=[State.SENDING, State.QUEUED])
    unsure.update(state=State.SENT, sent_at=at, error="")
    if row.update and row.person_id:
        reached = Addressee.objects.filter(notice=row.update.notice_id, person=row.person_id)
        reached.filter(delivered_at=None).update(delivered_at=at)
