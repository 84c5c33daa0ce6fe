"""Meetings about how it goes: service reviews, check-ins and stand-ups; what was decided there, and who took on what.

The change board has meetings of its own, with votes that land on changes; they are listed beside these.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.people.models import BusinessUnit, Person, Team
from itsm.services.models import Service


class ReviewQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> Self:
        """Whoever is asked to it. The desk reads all but check-ins: what two people talk about stays between them."""
        invited = Q(pk__in=Attendance.objects.filter(person=person).values("meeting"))
        theirs = Q(host=person) | invited
        return self.filter(theirs | ~Q(kind=Meeting.Kind.CHECK_IN) if person.works_the_desk else theirs)

    def with_subject(self) -> Self:
        return self.select_related("service", "unit", "team", "host")

    def to_come(self) -> Self:
        return self.filter(state__in=Meeting.TO_COME)

    def ahead(self, *, now: datetime) -> Self:
        """To come indeed: what was planned and never begun is past."""
        return self.to_come().filter(Q(starts_at__gte=now) | Q(state=Meeting.State.RUNNING))

    def among(self, people: Iterable[int]) -> Self:
        """All of these were asked to it."""
        wanted = set(people)
        here = models.Count("attendances", filter=Q(attendances__person__in=wanted))
        return self.annotate(here=here).filter(here=len(wanted))

    def about_the_same(self, meeting: "Meeting") -> Self:
        """Earlier and later ones of its service, unit and team."""
        about = {"service": meeting.service_id, "unit": meeting.unit_id, "team": meeting.team_id}
        found = self.filter(**about).exclude(pk=meeting.pk)
        return found if any(about.values()) else found.filter(kind=meeting.kind)


class Meeting(models.Model):
    """planned → running → over. `agenda` is written by itself until it begins, and stays as it was then."""

    class Kind(models.TextChoices):
        SERVICE_REVIEW = "service_review", _("service review")
        CHECK_IN = "check_in", _("check-in")
        STAND_UP = "stand_up", _("stand-up")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        OVER = "over", _("over")
        CANCELLED = "cancelled", _("cancelled")

    TO_COME: ClassVar = (State.PLANNED, State.RUNNING)
    # With a unit these two count as having talked with it.
    TALKS: ClassVar = (Kind.SERVICE_REVIEW, Kind.CHECK_IN)

    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.SERVICE_REVIEW)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    unit = models.ForeignKey(
        BusinessUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("business unit"),
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    host = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who leads it"))
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("planned minutes"), default=45)
    place = models.CharField(_("where"), max_length=160, blank=True)
    topics = models.TextField(
        _("what else to talk about"),
        blank=True,
        help_text=_("One point to a line, besides what the figures say."),
    )
    state = models.CharField(max_length=9, choices=State, default=State.PLANNED, editable=False)
    agenda = models.JSONField(default=list, editable=False)
    agenda_at = models.DateTimeField(null=True, editable=False)
    notes = models.TextField(_("notes"), blank=True)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ReviewQuerySet] = ReviewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-starts_at"]
        indexes: ClassVar = [models.Index(fields=["state", "starts_at"], name="meeting_state_starts")]
        permissions: ClassVar = [("lead_meeting", "Can plan and lead meetings, and change those of others")]

    def __str__(self) -> str:
        about = self.service or self.unit or self.team
        kind = str(self.get_kind_display()).capitalize()
        return f"{kind}: {about}" if about else kind

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.number])

    @property
    def number(self) -> str:
        return f"MTG-{self.pk}"

    def is_led_by(self, person: Person) -> bool:
        return person.pk == self.host_id or person.has_perm("comms.lead_meeting")


class Attendance(models.Model):
    """Who is asked to a meeting, and who was there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    there = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["person__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "person"], name="asked_once_to_a_meeting")
        ]


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, person: Person) -> Self:
        if not person.works_the_desk:
            return self.none()
        return self.filter(Q(meeting=None) | Q(meeting__in=Meeting.objects.visible_to(person)))

    def with_people(self) -> Self:
        return self.select_related("by", "meeting__service", "meeting__unit", "meeting__team", "briefing")


class Decision(models.Model):
    """What was decided and why, with the figure that led to it as it was that day.

    `figure`: {"key", "value", "n", "too_few", "target", "since", "until", "filter": {"service", "team", …}}
    """

    what = models.CharField(_("what was decided"), max_length=240)
    why = models.TextField(_("why"), blank=True)
    figure = models.JSONField(null=True, blank=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="decisions")
    briefing = models.ForeignKey(
        "comms.Briefing", models.PROTECT, null=True, blank=True, related_name="decisions", editable=False
    )
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[DecisionQuerySet] = DecisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="decision_newest")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("meetings:decision", args=[self.pk])

    @property
    def measure(self) -> str:
        """The figure's key, or nothing."""
        return (self.figure or {}).get("key", "")


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, person: Person) -> Self:
        seen = Q(meeting__in=Meeting.objects.visible_to(person))
        return self.filter(Q(owner=person) | seen if person.works_the_desk else Q(owner=person))

    def open(self) -> Self:
        return self.filter(done_at=None)

    def with_people(self) -> Self:
        return self.select_related("owner", "meeting__service", "meeting__unit", "meeting__team")


class Action(models.Model):
    """What somebody took on in a meeting, with a day. It belongs to no ticket, as the steps of a request's plan and the
    actions of problems and boards do: their owners, teams and clocks come from theirs.
    """

    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="actions", verbose_name=_("owner"))
    due_on = models.DateField(_("due on"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="actions")
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    given_at = models.DateTimeField(editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)  # once, after its day
    done_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ActionQuerySet] = ActionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on"], name="action_to_remind", condition=Q(done_at=None, reminded_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.what
