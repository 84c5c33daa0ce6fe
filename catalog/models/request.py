"""A request: a colleague asked for something that the catalogue offers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from catalog.models.offering import Offering, OfferingEdition
from itsm.services.models import HoldReason
from itsm.tickets.models import Ending, Ticket, Waiting


class ServiceRequest(Waiting, Ending, Ticket):
    """submitted → (waiting for approval → approved | declined) → in fulfilment ⇄ on hold → fulfilled → closed."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", gettext_lazy("submitted")
        WAITING_APPROVAL = "waiting_approval", gettext_lazy("waiting for approval")
        APPROVED = "approved", gettext_lazy("approved")
        DECLINED = "declined", gettext_lazy("declined")
        IN_FULFILMENT = "in_fulfilment", gettext_lazy("in fulfilment")
        ON_HOLD = "on_hold", gettext_lazy("on hold")
        FULFILLED = "fulfilled", gettext_lazy("fulfilled")
        CLOSED = "closed", gettext_lazy("closed")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    KIND: ClassVar = Ticket.Kind.REQUEST
    DONE: ClassVar = Status.FULFILLED
    MERGED: ClassVar = Status.CLOSED
    FINISHED: ClassVar = frozenset({Status.DECLINED, Status.FULFILLED, Status.CLOSED, Status.WITHDRAWN})
    BEFORE: ClassVar = frozenset({Status.SUBMITTED, Status.WAITING_APPROVAL, Status.APPROVED})
    FREE: ClassVar = frozenset({Status.SUBMITTED, Status.APPROVED})  # nothing has to be agreed to any more
    FLOW: ClassVar = {
        "ask_approval": (frozenset({Status.SUBMITTED}), Status.WAITING_APPROVAL),
        "approve": (frozenset({Status.WAITING_APPROVAL}), Status.APPROVED),
        "decline": (frozenset({Status.WAITING_APPROVAL}), Status.DECLINED),
        "start": (FREE, Status.IN_FULFILMENT),
        "hold": (FREE | {Status.IN_FULFILMENT}, Status.ON_HOLD),
        "resume": (frozenset({Status.ON_HOLD}), Status.IN_FULFILMENT),
        "fulfil": (FREE | {Status.IN_FULFILMENT, Status.ON_HOLD}, Status.FULFILLED),
        "confirm": (frozenset({Status.FULFILLED}), Status.CLOSED),
        "reopen": (frozenset({Status.FULFILLED}), Status.IN_FULFILMENT),
        "close": (frozenset({Status.FULFILLED}), Status.CLOSED),
        "withdraw": (BEFORE | {Status.IN_FULFILMENT, Status.ON_HOLD}, Status.WITHDRAWN),
    }
    STEPS: ClassVar = {
        Status.SUBMITTED: 0,
        Status.WAITING_APPROVAL: 1,
        Status.APPROVED: 2,
        Status.IN_FULFILMENT: 2,
        Status.ON_HOLD: 2,
        Status.FULFILLED: 3,
        Status.CLOSED: 4,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("We have it"),
        1: gettext_lazy("Somebody agrees"),
        2: gettext_lazy("We work on it"),
        3: gettext_lazy("Do you have it?"),
        4: gettext_lazy("Done"),
    }

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="requests")
    edition = models.ForeignKey(
        OfferingEdition, models.PROTECT, related_name="requests"
    )  # as it was asked under
    answers = models.JSONField(default=dict)  # field's key → what was answered

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hold_reason__in=["", *HoldReason.values]), name="request_known_hold_reason"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], name="request_closes", condition=Q(closes_at__isnull=False)),
            models.Index(fields=["wakes_at"], name="request_wakes", condition=Q(wakes_at__isnull=False)),
        ]
        permissions: ClassVar = [
            (f"{verb}_servicerequest", f"Can {verb} a request")
            for verb in ("start", "hold", "resume", "fulfil", "reopen", "close", "withdraw")
        ]
