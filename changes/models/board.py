"""The change advisory board: its members, its meetings, and what was decided with whom in the room."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.models.change import Change
from itsm.people.models import Person


class Board(models.Model):
    """A group that advises on changes, or the few who may authorise an emergency."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    members = models.ManyToManyField(Person, related_name="boards", verbose_name=_("members"))
    chair = models.ForeignKey(Person, models.PROTECT, related_name="chaired_boards", verbose_name=_("chair"))
    emergency = models.BooleanField(_("decides on emergency changes"), default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["emergency"], condition=Q(emergency=True), name="one_emergency_board"
            )
        ]

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> Self:
        """The desk sees them all; a member who does not work there sees those of their own boards."""
        return self if person.works_the_desk else self.filter(board__in=person.boards.values("pk"))

    def to_come(self) -> Self:
        return self.filter(state__in=[Meeting.State.PLANNED, Meeting.State.RUNNING])


class Meeting(models.Model):
    """planned → running → over. Its agenda builds itself; its minutes write themselves."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        OVER = "over", _("over")
        CANCELLED = "cancelled", _("cancelled")

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("planned minutes"), default=60)
    place = models.CharField(_("where"), max_length=160, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED, editable=False)
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("chair"))
    current = models.ForeignKey("AgendaItem", models.SET_NULL, null=True, related_name="+", editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    notes = models.TextField(blank=True)
    absent = models.JSONField(
        default=list, editable=False
    )  # once it is over: who belonged to it and was not there
    version = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_at"]
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="meeting_starts")]

    def get_absolute_url(self) -> str:
        return f"/changes/meetings/{self.pk}/"


class Attendance(models.Model):
    """Who was there, from when to when."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["meeting", "person"], name="there_once")]


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, person: Person) -> Self:
        """Whoever votes on a change reads it; a restricted one stands on the agenda for those who may see it."""
        theirs = Change.objects.visible_to(person).values("pk")
        if person.works_the_desk:
            return self.filter(change__in=theirs)
        of_boards = self.filter(meeting__board__in=person.boards.values("pk"))
        return of_boards.filter(Q(change__restricted=False) | Q(change__in=theirs))


class AgendaItem(models.Model):
    """One change on the agenda, and what came of it."""

    class Decision(models.TextChoices):
        OPEN = "", _("not decided")
        AUTHORISED = "authorised", _("authorised")
        REJECTED = "rejected", _("rejected")
        POSTPONED = "postponed", _("postponed")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    change = models.ForeignKey(Change, models.PROTECT, related_name="agenda_items")
    place = models.PositiveSmallIntegerField()
    because = models.JSONField(default=list)  # why it stands where it stands: [[words, points], …]
    begun_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)  # how long it was talked about
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    words = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    present = models.JSONField(default=list)  # ids and names of who was there when it was decided

    objects: ClassVar = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "change"], name="once_on_an_agenda")
        ]

    def get_absolute_url(self) -> str:
        return f"/changes/meetings/{self.meeting_id}/{self.pk}/"

    if TYPE_CHECKING:
        meeting_id: int
        change_id: int


class Vote(models.Model):
    """What a member said, beforehand or in the room. The last word counts, until it is decided."""

    class Choice(models.TextChoices):
        YES = "yes", _("authorise")
        NO = "no", _("reject")
        ABSTAIN = "abstain", _("abstain")

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=Choice)
    words = models.TextField(blank=True)
    digest = models.CharField(max_length=64)  # of the plan that was voted on
    beforehand = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="one_vote_on_an_item")
        ]


class MeetingAction(models.Model):
    """What somebody took on in a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="actions")
    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="meeting_actions", verbose_name=_("owner"))
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
