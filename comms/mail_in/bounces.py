"""Delivery reports: a mail of ours did not arrive. It is marked, and the ticket says so."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from comms.mail_in.letter import Report
from comms.mail_in.loops import our_mails
from comms.models import Addressee, Claim, Delivery, Incoming

ARRIVED = {Delivery.State.SENT, Delivery.State.SENDING, Delivery.State.BOUNCED}


def take_note(incoming: Incoming, report: Report, *, now: datetime) -> None:
    """A report about no mail of ours is automatic mail like any other. One about a delay says so and changes nothing yet."""
    row = delivery_of(report)
    if row is None:
        incoming.settle(Incoming.State.AUTOMATIC, reason=_("A delivery report about no mail of ours."))
        return
    about = {"delivery": row, "event": row.event, "ticket": row.event.ticket if row.event else None}
    if not report.permanent:
        said = _("Late, and still being tried: %(why)s") % {"why": report.diagnostic or report.status}
        incoming.settle(Incoming.State.REPORT, reason=said, **about)
        return
    mark(row, report, now=now)
    incoming.settle(Incoming.State.REPORT, reason=report.diagnostic or report.status, **about)


def delivery_of(report: Report) -> Delivery | None:
    """By the Message-ID that came back; the recipient, if it names one, must be the one we wrote to."""
    if not report.original_message_id:
        return None
    rows = our_mails([report.original_message_id]).filter(Q(state__in=ARRIVED) | Claim.objects.out())
    if report.recipient:
        rows = rows.filter(address__iexact=report.recipient)
    return rows.select_related("event__ticket", "update", "person").first()


def mark(row: Delivery, report: Report, *, now: datetime) -> None:
    """Once: a second report about the same mail changes nothing."""
    said = f"{report.status} {report.diagnostic}".strip()[:300]
    fresh = Delivery.objects.filter(pk=row.pk).exclude(state=Delivery.State.BOUNCED)
    if not fresh.update(state=Delivery.State.BOUNCED, error=said):
        return
    if row.update and row.person_id:
        reached = Addressee.objects.filter(notice=row.update.notice_id, person=row.person_id)
        reached.filter(bounced_at=None).update(bounced_at=now)
    if row.event:
        name = row.person.short_name if row.person else row.address
        about: Any = {"person": name, "person_id": row.person_id, "address": row.address, "why": said}
        with row.event.ticket.act("bounce", by=None, now=now, **about):
            pass
