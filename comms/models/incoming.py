"""Mail that came in: kept raw before it is acknowledged, understood afterwards, and never lost."""

import json
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from comms.models.delivery import Delivery
from itsm.frame import secrets
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket

# A stored row this old has lost its task. A mail whose reading failed or was killed is tried again, each time later.
FORGOTTEN = timedelta(seconds=30)
FIRST_PAUSE = timedelta(minutes=2)  # longer than the task may live
TRIES = 5
LONGEST_ID = 400  # what an index can hold, whatever somebody's mail program makes up


class IncomingQuerySet(models.QuerySet["Incoming"]):
    def waiting(self) -> Self:
        return self.filter(state=Incoming.State.STORED)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(Q(next_try_at=None) | Q(next_try_at__lte=now))

    def forgotten(self, *, now: datetime) -> Self:
        return self.due(now=now).filter(received_at__lte=now - FORGOTTEN).order_by("pk")

    def undecided(self) -> Self:
        """What is on no ticket: the desk may look at it and let it go on."""
        return self.exclude(state__in=[Incoming.State.DONE, Incoming.State.REPORT])

    def visible_to(self, person: Person) -> Self:
        """Mail that answers a ticket closed to them is closed to them, too."""
        return self.filter(Q(ticket=None) | Q(ticket__in=Ticket.objects.visible_to(person)))

    def behind(self, event: int, person: Person) -> "Incoming | None":
        """The whole mail behind a message of a ticket they see: for the desk, and for who wrote it."""
        found = self.filter(event=event, state=Incoming.State.DONE).order_by("pk").select_related("ticket")
        mail = found.defer("raw").first()
        if mail is None or mail.ticket is None or not mail.ticket.is_visible_to(person):
            return None
        return mail if person.works_the_desk or mail.person_id == person.pk else None

    def light(self) -> Self:
        """Without the message itself, which may be megabytes."""
        return self.defer("raw", "html", "text")


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

    objects: ClassVar = IncomingQuerySet.as_manager()

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

    def claim(self, *, now: datetime) -> bool:
        """One worker reads it. If that dies, the claim runs out by itself and the next may try."""
        pause = FIRST_PAUSE * 2**self.attempts
        mine = Incoming.objects.due(now=now).filter(pk=self.pk, attempts=self.attempts)
        claimed = mine.update(attempts=F("attempts") + 1, next_try_at=now + pause)
        self.attempts += 1
        return bool(claimed)

    def settle(self, state: str, *, reason: str = "", **found: Any) -> None:
        """What became of it. `found`: event, ticket, delivery."""
        self.state, self.reason, self.next_try_at = state, reason[:300], None
        for name, value in found.items():
            setattr(self, name, value)
        self.save(update_fields=[*FOUND, "state", "reason", "next_try_at"])


# What is found when a mail is understood.
FOUND = ("message_id", "sender", "subject", "person", "ticket", "event", "delivery", "html", "text")


class Mailbox(models.Model):
    """An IMAP folder that is read. Its cursor is our own: the read flag belongs to people."""

    class Security(models.TextChoices):
        TLS = "tls", _("TLS from the start (port 993)")
        STARTTLS = "starttls", _("STARTTLS (port 143)")
        NONE = "none", _("none: only inside one machine")

    address = models.EmailField(
        _("address"), unique=True, help_text=_("New mail to a team's own address goes to that team.")
    )
    host = models.CharField(_("server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("encryption"), max_length=8, choices=Security, default=Security.TLS)
    user = models.CharField(_("name to sign in with"), max_length=200)
    # Encrypted: a password, or for OAuth2 the client's id, its secret and the refresh token. See `keys`.
    secret = models.TextField(blank=True, editable=False)
    oauth_token_url = models.URLField(_("OAuth2: address for tokens"), blank=True)
    folder = models.CharField(_("folder"), max_length=100, default="INBOX")
    reads_from = models.DateField(
        _("reads mail from this day on"),
        default=timezone.localdate,
        help_text=_("Older mail in the folder is left alone."),
    )
    uid_validity = models.BigIntegerField(default=0, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    is_active = models.BooleanField(_("is read"), default=True)
    looked_at = models.DateTimeField(null=True, editable=False)  # the last time that it could be read
    failing_since = models.DateTimeField(null=True, editable=False)
    error = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering: ClassVar = ["address"]

    def __str__(self) -> str:
        return self.address

    @property
    def keys(self) -> dict[str, str]:
        """What opens it, in the clear: "password", or "client_id", "client_secret" and "refresh_token"."""
        opened = secrets.unseal(self.secret)
        return json.loads(opened) if opened else {}

    @classmethod
    def in_the_clear(cls, security: str, host: str) -> str:
        """Why this may not be: only to this very machine does a password go without encryption."""
        if security != cls.Security.NONE or host in {"localhost", "127.0.0.1", "::1"}:
            return ""
        return _gettext("A password in the clear may not leave this machine. Choose TLS or STARTTLS.")

    def keep_keys(self, typed: dict[str, str]) -> None:
        """What was typed takes the place of what was there; the rest stays, unless nobody can read it any more."""
        try:
            known = self.keys
        except secrets.Unreadable:
            known = {}
        self.secret = secrets.seal(json.dumps(known | typed))

    def go_on_from(self, *, validity: int, uid: int) -> None:
        """The cursor only moves forward, whoever else reads at this moment."""
        rows = Mailbox.objects.filter(Q(last_uid__lt=uid) | ~Q(uid_validity=validity), pk=self.pk)
        rows.update(uid_validity=validity, last_uid=uid)
        self.uid_validity, self.last_uid = validity, uid

    def note_look(self, *, now: datetime, error: str = "") -> None:
        if error:
            self.error, self.failing_since = error[:300], self.failing_since or now
        else:
            self.error, self.failing_since, self.looked_at = "", None, now
        self.save(update_fields=["error", "failing_since", "looked_at"])
