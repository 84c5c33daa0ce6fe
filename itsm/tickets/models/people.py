"""Whom a ticket is about besides its requester: on whose behalf, in copy, affected, named, watching."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def for_page(self) -> Self:
        """By name, and forty who said “me too” last."""
        named = self.select_related("person").only("part", "person__name", "person__preferred_name")
        return named.order_by("-part", "pk")


class Participant(models.Model):
    """A person a ticket concerns, and in which way. Everyone here may see the ticket."""

    class Part(models.TextChoices):
        CC = "cc", _("in copy")
        AFFECTED = "affected", _("affected")  # said "me too"
        NAMED = "named", _("named")  # may see it although it is restricted
        WATCHER = "watcher", _("watching")
        MENTIONED = "mentioned", _("mentioned")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="participants", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="participations", db_index=False)
    part = models.CharField(max_length=10, choices=Part)
    since = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    objects: ClassVar = ParticipantQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "person", "part"], name="once_in_each_part")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "ticket"], name="participant_person")]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_part_display()})"


class About(models.Model):
    """What a ticket knows and does about the people around it."""

    affected_count = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    def add_person(self, person: Person, part: str, *, by: Person, now: Any = None) -> bool:
        """Bring someone in. Doing it twice changes nothing and says so."""
        if self.participants.filter(person=person, part=part).exists():
            return False
        with self.act(
            "add_person", by=by, now=now, person=person.short_name, person_id=person.pk, part=part
        ) as act:
            _row, added = self.join(person, part, by=by, now=act.now)
        return added

    def remove_person(self, person: Person, part: str, *, by: Person, now: Any = None) -> bool:
        if not self.participants.filter(person=person, part=part).exists():
            return False
        with self.act(
            "remove_person", by=by, now=now, person=person.short_name, person_id=person.pk, part=part
        ):
            self.participants.filter(person=person, part=part).delete()
            self.affected_count = self.participants.filter(part=Participant.Part.AFFECTED).count()
        return True

    def join(self, person: Person, part: str, *, by: Person | None, now: Any) -> tuple[Participant, bool]:
        """Write the row inside somebody's act."""
        row, added = Participant.objects.get_or_create(
            ticket_id=self.pk, person=person, part=part, defaults={"since": now, "added_by": by}
        )
        if added and part == Participant.Part.AFFECTED:
            self.affected_count += 1
        return row, added

    def me_too(self, *, by: Person, now: Any = None) -> bool:
        """A colleague has the same trouble: they hear what the requester hears, and no second ticket is needed."""
        if self.participants.filter(person=by, part=Participant.Part.AFFECTED).exists():
            return False
        with self.act("me_too", by=by, now=now, public=True) as act:
            _row, added = self.join(by, Participant.Part.AFFECTED, by=by, now=act.now)
        return added

    def is_watched_by(self, person: Person) -> bool:
        """No statement if it was read `with_watcher` for them."""
        if "watcher" in self.__dict__:
            return bool(self.watcher == person.pk)
        return self.participants.filter(person=person, part=Participant.Part.WATCHER).exists()

    def restrict(self, *, by: Person, restricted: bool, now: Any = None) -> None:
        """Only the owning team and the people named on it see a restricted ticket."""
        self.edit(by=by, now=now, restricted=restricted)

    if TYPE_CHECKING:
        pk: int
        act: Any
        edit: Any
        participants: Any
        watcher: int | None
        requester_name: str  # these three where `for_list` asked for them
        assignee_name: str
        team_name: str
        waiting_people: int
