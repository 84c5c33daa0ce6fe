"""Mail is a row before it is a message. The row says what happened to it."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from comms.models.claim import Claim
from comms.models.reason import Told
from comms.models.update import Update
from itsm.people.models import Person
from itsm.tickets.models import Event

# A queued row this old has lost its task; a claim this old has lost its worker (a sending task lives 120 s at most).
FORGOTTEN = timedelta(seconds=30)
STUCK = timedelta(seconds=180)
TRIES = 14  # with the pauses below that is more than a day
LONGEST_PAUSE = timedelta(hours=4)
OF_NOTICE = re.compile(r"<update\.([1-9]\d{0,17})\.([1-9]\d{0,17})@")  # as `fanout` writes it


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, *, now: datetime) -> Self:
        return self.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), state=Delivery.State.QUEUED)

    def forgotten(self, *, now: datetime) -> Self:
        """Letters of their own; whoever lost track of a notice's message is found by `fanout.look_after`."""
        return self.due(now=now).filter(update=None, created_at__lte=now - FORGOTTEN).order_by("pk")

    def free_stuck(self, *, now: datetime) -> int:
        """Their worker died while it held them. Whether the mail server had taken the mail nobody knows: see `sending`."""
        Claim.objects.settle(until=now - STUCK)
        stuck = self.filter(state=Delivery.State.SENDING, claimed_at__lte=now - STUCK)
        freed = {"state": Delivery.State.QUEUED, "claimed_at": None, "next_try_at": None}
        return sum(stuck.filter(update__isnull=letter).update(**freed) for letter in (True, False))

    def with_message_ids(self, ids: Iterable[str]) -> Self:
        """By Message-ID in its brackets. That of a notice's mail says itself whose it is, and is in no index."""
        ids = list(ids)
        found = Q(message_id__in=ids) & (Q(update=None) | Q(person=None))
        for each in ids:
            if of_notice := OF_NOTICE.match(each):
                found |= Q(update=of_notice[1], person=of_notice[2], message_id=each)
        return self.filter(found)


class Delivery(Told):
    """One message to one person by one channel. Never twice for one cause: the three are unique.

    The letter of an Event is kept whole, as it was written. A notice goes to thousands: its words are kept once, on the
    `Update`, and the row says only to whom.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        SKIPPED = "skipped", _("not sent")
        BOUNCED = "bounced", _("came back")

    # "event:12", "update:7", "digest:2026-11-22": what it was written for
    cause = models.CharField(max_length=60)
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="deliveries", db_index=False)
    update = models.ForeignKey(Update, models.CASCADE, null=True, related_name="deliveries", db_index=False)
    # None: an address that follows the public status page
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="deliveries", db_index=False)
    group = models.CharField(max_length=10, blank=True)  # what a person may decline: see `preference.Group`
    channel = models.CharField(max_length=10, default="mail")
    address = models.EmailField()
    message_id = models.CharField(max_length=200)
    provider_id = models.CharField(max_length=200, db_default="")  # a mail provider's own number for it
    thread_id = models.CharField(max_length=200)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        # Of a notice there may be fifty thousand, written three times each: their rows stand in as few indexes as can be.
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["cause", "person", "channel"],
                name="delivered_once",
                condition=Q(person__isnull=False, update=None),
            ),
            models.UniqueConstraint(
                fields=["update", "person", "channel"],
                name="update_told_once",
                condition=Q(update__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["cause", "address", "channel"], name="address_told_once", condition=Q(person=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event"], name="delivery_of_event", condition=Q(event__isnull=False)),
            models.Index(
                fields=["id"],
                name="delivery_unsent",
                condition=Q(update=None, state__in=["queued", "sending"]),
            ),
            models.Index(
                fields=["update", "id"],
                name="delivery_waiting",
                condition=Q(update__isnull=False, state__in=["queued", "sending"]),
            ),
            models.Index(fields=["person", "-id"], name="delivery_person"),
            models.Index(
                fields=["message_id"], name="delivery_message", condition=Q(update=None) | Q(person=None)
            ),
            models.Index(fields=["provider_id"], name="delivery_provider", condition=~Q(provider_id="")),
            BrinIndex(fields=["created_at"], name="delivery_week"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"

    # Each step is a conditional update: of two workers with the same row only one goes on.

    def claim(self, *, now: datetime) -> bool:
        mine = Delivery.objects.due(now=now).filter(pk=self.pk)
        claimed = mine.update(state=self.State.SENDING, claimed_at=now, attempts=F("attempts") + 1)
        self.claimed_at, self.attempts = now, self.attempts + 1
        return bool(claimed)

    def settle(self, state: str, *, now: datetime, error: str = "") -> None:
        sent_at = now if state == self.State.SENT else None
        self._held().update(state=state, sent_at=sent_at, error=error[:300])

    def put_back(self, *, now: datetime, error: str) -> None:
        """Try again later, each time a little later; after many tries give up and say why."""
        if self.attempts >= TRIES:
            return self.settle(self.State.FAILED, now=now, error=error)
        pause = min(timedelta(seconds=30) * 2**self.attempts, LONGEST_PAUSE)
        self._held().update(
            state=self.State.QUEUED, claimed_at=None, next_try_at=now + pause, error=error[:300]
        )
        return None

    def _held(self) -> DeliveryQuerySet:
        """The row, if our claim on it still stands."""
        found: DeliveryQuerySet = Delivery.objects.filter(
            pk=self.pk, state=self.State.SENDING, claimed_at=self.claimed_at
        )
        return found

    @property
    def shown(self) -> str:
        """The inside of the HTML, for the mailbox page: our own template, in which everything from people is escaped."""
        return self.html.partition("<main>")[2].partition("</main>")[0]
