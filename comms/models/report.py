"""Mailed reports: a dashboard that goes out by itself, and what each time was in it, kept as it was."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.insights.models import OwnDashboard
from itsm.people.models import Person, Team
from itsm.people.roles import ADMINISTRATOR, MANAGER
from itsm.services.models import SupportCalendar
from itsm.services.models.calendars import Weekday

HOLDS = timedelta(days=35)  # a month is read until the next one is there


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; administrators see all, for whoever made one may be away."""
        return self if ADMINISTRATOR in person.roles else self.filter(owner=person)

    def coming_to(self, person: Person) -> Self:
        """By name, as one of a team or as a manager; whether or not they still want it."""
        meant = Q(people=person) | Q(teams__in=person.team_ids)
        if MANAGER in person.roles:
            meant |= Q(managers=True)
        return self.filter(meant).distinct()

    def due(self, *, now: datetime) -> Self:
        return self.filter(paused_at=None, next_at__lte=now, owner__is_active=True)

    def whole(self) -> Self:
        return self.select_related("owner", "own", "calendar").prefetch_related("people", "teams", "left")


class Report(models.Model):
    """A dashboard with its filter, when it goes out, and to whom. Hours are those of the organisation's zone.

    `left` holds who does not want it any more: whoever it is sent to decides that, and nobody else undoes it.
    """

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")

    dashboard = models.CharField(
        max_length=60, blank=True
    )  # its key; empty for one that somebody put together
    own = models.ForeignKey(OwnDashboard, models.CASCADE, null=True, related_name="reports")
    query = models.CharField(
        max_length=300, blank=True
    )  # period and filter, as the address of the page says them
    owner = models.ForeignKey(Person, models.CASCADE, related_name="sent_reports")
    rhythm = models.CharField(_("how often"), max_length=7, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday, default=Weekday.MONDAY)
    day = models.PositiveSmallIntegerField(
        _("day of the month"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("In a shorter month its last day."),
    )
    hour = models.PositiveSmallIntegerField(_("hour"), default=7, validators=[MaxValueValidator(23)])
    calendar = models.ForeignKey(
        SupportCalendar, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("only on open days of"),
        help_text=_("On a day on which this calendar is closed it waits for the next open one."),
    )  # fmt: skip
    people = models.ManyToManyField(Person, related_name="+", blank=True)
    teams = models.ManyToManyField(Team, related_name="+", blank=True, verbose_name=_("members of teams"))
    managers = models.BooleanField(_("everybody who is a manager"), default=False)
    left = models.ManyToManyField(Person, related_name="+", editable=False)
    next_at = models.DateTimeField(editable=False)
    paused_at = models.DateTimeField(null=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[ReportQuerySet] = ReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["pk"]
        permissions: ClassVar = [("schedule_report", "Can send dashboards by mail on a schedule")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(dashboard="") ^ Q(own=None), name="report_is_of_one_dashboard"),
            models.CheckConstraint(condition=Q(day__range=(1, 31), hour__lte=23), name="report_has_a_day_and_hour"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["next_at"], name="report_due", condition=Q(paused_at=None))]

    def __str__(self) -> str:
        return f"{self.subject} {self.rhythm}"

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    @property
    def subject(self) -> str:
        return self.own.subject if self.own else self.dashboard


class Edition(models.Model):
    """What went out once. `pages`: language → {"title", "about", "panels"}; nothing of it is counted anew.

    `due_at` is the moment it was due, so a schedule that comes round twice, or a worker that dies in between, makes one.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions")
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    pages = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["-due_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "due_at"], name="one_edition_when_due")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} of {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def until(self) -> datetime:
        """How long its links open."""
        return self.sent_at + HOLDS

    def is_open(self, *, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.until

    def page(self, language: str) -> dict[str, Any]:
        """In the reader's language, or in any, for they may have changed theirs since."""
        found: dict[str, Any] = self.pages.get(language) or next(iter(self.pages.values()))
        return found


class EditionCopy(models.Model):
    """One reader's own: when they first opened it, and how often."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="copies")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opens = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering: ClassVar = ["person__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_copy_of_an_edition")
        ]
