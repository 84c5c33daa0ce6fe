"""Who read a restricted ticket, and when: written by reading it, shown to its team and to administrators."""

from datetime import datetime
from functools import partial
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.frame.later import after_answer
from itsm.people.models import Person

AUDIT = "tickets.audit_read"


class ReadQuerySet(models.QuerySet["Read"]):
    def latest_first(self) -> Self:
        return self.with_ticket().order_by("-at", "-pk")

    def with_ticket(self) -> Self:
        """The number alone: who looks over the log need not be told what the ticket is about."""
        named = self.select_related("person", "ticket")
        return named.only(
            "at", "way", "person__name", "person__preferred_name", "ticket__number", "ticket__kind"
        )


class Read(models.Model):
    """Somebody had a restricted ticket before them. Once an hour at most: a page that is left open reads itself again."""

    class Way(models.TextChoices):
        PAGE = "page", _("page")
        FILE = "file", _("file")
        API = "api", _("API")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="reads", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=4, choices=Way)  # of the first time in that hour
    at = models.DateTimeField()
    hour = models.DateTimeField()  # the full hour before `at`, in UTC

    objects: ClassVar = ReadQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions: ClassVar = [("audit_read", "Can see who read restricted tickets")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "person", "hour"], name="one_read_per_hour")
        ]
        indexes: ClassVar = [
            models.Index(fields=["ticket", "-at", "-id"], name="read_of_ticket"),
            models.Index(fields=["-at", "-id"], name="read_latest"),
            models.Index(fields=["person", "-at", "-id"], name="read_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} read {self.ticket_id}"

    @classmethod
    def note(cls, ticket_id: int, *, by: Person, way: str, now: datetime) -> None:
        """One insert; a second reading in the same hour writes nothing."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        row = cls(ticket_id=ticket_id, person=by, way=way, at=now, hour=hour)
        cls.objects.bulk_create([row], ignore_conflicts=True)


class Readable(models.Model):
    """What a ticket knows of those who read it."""

    class Meta:
        abstract = True

    def has_reader(self, person: Person, way: str = Read.Way.PAGE) -> None:
        """Say so wherever somebody is shown what a ticket holds. Costs nothing unless it is restricted, and then nobody waits."""
        if self.restricted:
            after_answer(partial(Read.note, self.pk, by=person, way=way, now=timezone.now()))

    def shows_readers_to(self, person: Person) -> bool:
        """Its own team, and whoever looks over all of them."""
        return self.team_id in person.team_ids or person.has_perm(AUDIT)

    restricted: bool
    team_id: int | None
