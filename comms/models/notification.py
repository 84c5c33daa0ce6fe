"""The inbox: what a person was told inside Baton."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from comms.models.reason import Told
from itsm.people.models import Person
from itsm.tickets.models import Event, Ticket

MOST_COUNTED = 100


class NotificationQuerySet(models.QuerySet["Notification"]):
    def for_person(self, person: Person) -> Self:
        """Theirs, as far as they may still see the ticket."""
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def read(self) -> Self:
        return self.exclude(read_at=None)

    def visible(self, person: Person) -> Self:
        """A ticket that was restricted since is gone from the inbox, too."""
        return self.filter(ticket__in=Ticket.objects.visible_to(person))

    def with_ticket(self) -> Self:
        return self.select_related("ticket", "event__actor")

    def count_up_to_most(self) -> int:
        """Nobody needs to know whether 100 or 3,000 are unread."""
        return len(self.order_by().values_list("pk")[:MOST_COUNTED])

    def mark_read(self, *, now: datetime) -> int:
        return self.unread().update(read_at=now)


class Notification(Told):
    """One person was told of one Event. Never twice: the pair is unique."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notifications", db_index=False)
    title = models.CharField(max_length=240)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = NotificationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "person"], name="notified_once")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="inbox_unread", condition=Q(read_at=None)),
            models.Index(fields=["person", "-id"], name="inbox_read", condition=Q(read_at__isnull=False)),
            models.Index(fields=["ticket", "person"], name="inbox_ticket", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.title
