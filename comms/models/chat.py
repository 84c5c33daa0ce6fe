"""Chat: where notices and tickets are told in a channel, and whose words come back from there."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comms.models.notice import Notice
from itsm.people.models import Person, Team
from itsm.tickets.models import Ticket


class Room(models.Model):
    """One channel of a chat server. Two-way for Slack and Mattermost; for others only out, by an apprise address."""

    class Server(models.TextChoices):
        SLACK = "slack", "Slack"
        MATTERMOST = "mattermost", "Mattermost"
        OTHER = "other", _("another, by an apprise address")

    name = models.CharField(max_length=80, unique=True)
    server = models.CharField(max_length=10, choices=Server)
    address = models.TextField(blank=True)  # apprise address or API root, encrypted: it holds a token
    channel = models.CharField(max_length=80, blank=True)  # the server's own id
    secret = models.TextField(blank=True)  # for signatures of what comes in, encrypted
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="rooms")
    notices = models.BooleanField(default=True)
    tickets = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    error = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name


class ChatThread(models.Model):
    """A thread in a room that stands for a ticket or a notice: replies in it appear there."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="threads")
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="chat_threads")
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="chat_threads")
    reference = models.CharField(max_length=80)  # the server's id of the first message

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "reference"], name="one_thread")]

    def __str__(self) -> str:
        return self.reference


class ChatPost(models.Model):
    """One message to one room. Never twice for one cause; its row is written before it goes out."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    room = models.ForeignKey(Room, models.CASCADE, related_name="posts", db_index=False)
    cause = models.CharField(max_length=60)  # "update:7", "event:99"
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, models.CASCADE, null=True, related_name="+", db_index=False)
    # Their own account on the room's server: a word to one person. "" is the room itself.
    account = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "cause"], name="posted_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="chat_unsent", condition=models.Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["ticket"], name="chat_of_ticket", condition=models.Q(ticket__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.cause} to {self.room}"


class ChatName(models.Model):
    """Who a chat account is."""

    server = models.CharField(max_length=10, choices=Room.Server)
    account = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.CASCADE, related_name="chat_names")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["server", "account"], name="one_person_per_account")
        ]

    def __str__(self) -> str:
        return self.account


class ChatSeen(models.Model):
    """A request from a chat server that was taken: a second one with the same id is a replay."""

    reference = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference
