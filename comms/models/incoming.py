"""Mail that came in: kept raw before it is acknowledged, understood afterwards, and never lost."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comms.models.delivery import Delivery
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket


class Incoming(models.Model):
    """One message as its bytes. `state` says what became of it; a reason stands with whatever is not a ticket's message."""

    class State(models.TextChoices):
        STORED = "stored", _("stored")  # not yet understood
        DONE = "done", _("on a ticket")
        REPORT = "report", _("delivery report")  # marked a delivery
        AUTOMATIC = "automatic", _("automatic")  # recorded, opens nothing, is answered by nobody
        QUARANTINED = "quarantined", _("in quarantine")
        DROPPED = "dropped", _("set aside")  # by an agent, with a reason

    class Entrance(models.TextChoices):
        IMAP = "imap", "IMAP"
        SMTP = "smtp", "SMTP"
        PIPE = "pipe", _("pipe")
        HOOK = "hook", _("web hook")

    digest = models.CharField(
        max_length=64, unique=True
    )  # sha256 of the bytes and the entrance's own id: twice is once
    raw = models.BinaryField()
    entrance = models.CharField(max_length=5, choices=Entrance)
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=State, default=State.STORED)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    # What was found when it was understood; for the quarantine page and for threading.
    message_id = models.CharField(max_length=998, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, related_name="incoming")
    event = models.ForeignKey(Event, models.SET_NULL, null=True, related_name="incoming")
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="reports")
    html = models.TextField(blank=True)  # sanitised, for "show the original"
    text = models.TextField(blank=True)  # the whole text, history and signature included
    handled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "incoming"
        indexes: ClassVar = [
            models.Index(fields=["id"], name="incoming_stored", condition=models.Q(state="stored")),
            models.Index(
                fields=["-received_at", "-id"],
                name="incoming_quarantine",
                condition=models.Q(state="quarantined"),
            ),
            models.Index(fields=["message_id"], name="incoming_message"),
            models.Index(fields=["sender", "-received_at"], name="incoming_sender"),
        ]

    def __str__(self) -> str:
        return self.subject or f"Mail {self.pk}"


class Mailbox(models.Model):
    """An IMAP folder that is read. Its cursor is our own: the read flag belongs to people."""

    address = models.EmailField(unique=True)
    host = models.CharField(max_length=200)
    port = models.PositiveIntegerField(default=993)
    user = models.CharField(max_length=200)
    secret = models.TextField(blank=True)  # signed and encrypted by `comms.secrets`
    oauth_token_url = models.URLField(blank=True)
    folder = models.CharField(max_length=100, default="INBOX")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    looked_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.address
