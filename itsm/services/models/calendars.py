"""When support works: a calendar with its opening hours and closing days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.people.models import check_time_zone
from itsm.services.calendars import MIDNIGHT, Range, UnknownCountry, WorkingHours, public_holidays
from itsm.services.models.amendment import PolicyQuerySet, PolicyRow, amendment

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class SupportCalendarQuerySet(PolicyQuerySet["SupportCalendar"]):
    def with_hours(self) -> "SupportCalendarQuerySet":
        return self.prefetch_related("opening_hours", "closing_days")

    def hours_by_id(self) -> dict[int, WorkingHours]:
        return {calendar.pk: calendar.hours() for calendar in self.with_hours()}


class SupportCalendar(PolicyRow):
    """When a clock runs: ranges of the wall clock in `time_zone`, less public holidays and own closing days."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="UTC",
        validators=[check_time_zone],
        help_text=_("Such as Europe/Lisbon."),
    )
    country = models.CharField(
        _("public holidays of"),
        max_length=3,
        blank=True,
        help_text=_("Two letters, as in PT or DE. Empty: open on public holidays."),
    )
    subdivision = models.CharField(
        _("part of the country"),
        max_length=12,
        blank=True,
        help_text=_("As in BY for Bavaria, where it has holidays of its own."),
    )

    objects: ClassVar[SupportCalendarQuerySet] = SupportCalendarQuerySet.as_manager()  # type: ignore[assignment]
    if TYPE_CHECKING:
        opening_hours: "QuerySet[OpeningHours]"
        closing_days: "QuerySet[ClosingDay]"

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("support calendar")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("services:calendar", args=[self.pk])

    def clean(self) -> None:
        self.country = self.country.upper()
        try:
            public_holidays(self.country, self.subdivision, 2026)
        except UnknownCountry as error:
            message = _("No public holidays are known for “%(place)s”. Use letters such as PT, or DE and BY.")
            raise ValidationError({"country": ValidationError(message, params={"place": error})}) from error

    def hours(self) -> WorkingHours:
        week: list[list[tuple]] = [[] for _day in range(7)]
        for row in self.opening_hours.all():
            week[row.weekday].append((row.opens, row.closes))
        return WorkingHours(
            zone=ZoneInfo(self.time_zone),
            week=tuple(tuple(day) for day in week),
            closed=frozenset(day.date for day in self.closing_days.all()),
            country=self.country,
            subdivision=self.subdivision,
        )

    def set_hours(self, week: Sequence[Sequence[Range]], *, closed: Mapping[date, str]) -> None:
        """The whole week, Monday first, and the closing days with their reasons, in place of what was there."""
        with amendment():
            self.opening_hours.all().delete()
            self.closing_days.all().delete()
            ranges = ((day, opens, closes) for day, pairs in enumerate(week) for opens, closes in pairs)
            OpeningHours.objects.bulk_create(
                OpeningHours(calendar=self, weekday=day, opens=opens, closes=closes)
                for day, opens, closes in ranges
            )
            ClosingDay.objects.bulk_create(
                ClosingDay(calendar=self, date=day, reason=why) for day, why in closed.items()
            )

    def closings(self, *, since: date, days: int = 366) -> Iterator[tuple[date, str]]:
        """Days that are closed although their weekday is open, with the reason."""
        hours, own = self.hours(), {day.date: day.reason for day in self.closing_days.all()}
        for day in (since + timedelta(days=n) for n in range(days)):
            reason = hours.closing_reason(day)
            if reason is not None and hours.week[day.weekday()]:
                yield day, own.get(day, reason)


class OpeningHours(PolicyRow):
    """One range of one weekday by the calendar's wall clock. `closes` at 00:00 means midnight at the end of the day."""

    calendar = models.ForeignKey(SupportCalendar, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()

    objects: ClassVar[PolicyQuerySet["OpeningHours"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["weekday", "opens"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lt=7), name="weekday_exists"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes=MIDNIGHT), name="closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosingDay(PolicyRow):
    """A day on which this calendar is closed, beside the public holidays."""

    calendar = models.ForeignKey(SupportCalendar, models.CASCADE, related_name="closing_days")
    date = models.DateField()
    reason = models.CharField(max_length=80, blank=True)

    objects: ClassVar[PolicyQuerySet["ClosingDay"]] = PolicyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["date"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "date"], name="closing_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.reason}".strip()
