"""When a service could not be used: told by notices and major incidents, written and corrected by hand."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.services.models.service import Service

ESTIMATED = ("people_low", "people_high", "hour_low", "hour_high")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)  # before that it was mistyped
CORRECTED = ("began_at", "ended_at", "planned", "words", "counts", "why_not")


class Worth(models.Model):
    """What an hour without it costs, as a range: nobody knows it better than that."""

    people_low = models.PositiveIntegerField(_("people held up, at least"), null=True, blank=True)
    people_high = models.PositiveIntegerField(_("people held up, at most"), null=True, blank=True)
    hour_low = models.DecimalField(
        _("an hour of it for one of them is worth, at least"), max_digits=10, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip
    hour_high = models.DecimalField(
        _("an hour of it for one of them is worth, at most"), max_digits=10, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )  # fmt: skip

    class Meta:
        abstract = True

    @property
    def is_known(self) -> bool:
        return None not in (self.people_low, self.people_high, self.hour_low, self.hour_high)

    def clean(self) -> None:
        super().clean()
        pairs = {
            "people_high": (self.people_low, self.people_high),
            "hour_high": (self.hour_low, self.hour_high),
        }
        if wrong := [name for name, (low, high) in pairs.items() if None not in (low, high) and low > high]:  # type: ignore[operator]
            raise ValidationError(dict.fromkeys(wrong, _("“At most” is less than “at least”.")))
        missing = [name for name in ESTIMATED if getattr(self, name) is None]
        if missing and len(missing) < len(ESTIMATED):
            raise ValidationError(dict.fromkeys(missing, _("Say all four, or none of them.")))


class ServiceWorth(Worth):
    """What every outage of the service begins with, until somebody knows it better for that one."""

    service = models.OneToOneField(Service, models.CASCADE, related_name="worth")
    said_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", editable=False)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.service}: {self.people_low}–{self.people_high} × {self.hour_low}–{self.hour_high}"

    @classmethod
    def say(cls, service: Service, *, by: Person, now: datetime | None = None, **worth: Any) -> Self:
        """For the first time or anew."""
        said = {**worth, "said_by": by, "said_at": now or timezone.now()}
        return cls.objects.update_or_create(service=service, defaults=said)[0]


class OutageQuerySet(models.QuerySet["Outage"]):
    def running(self) -> Self:
        return self.filter(ended_at=None)

    def counted(self) -> Self:
        return self.filter(counts=True)

    def touching(self, since: datetime, until: datetime) -> Self:
        """Those of which a part lies between the two; one without length lies where it began."""
        ends_later = Q(ended_at=None) | Q(ended_at__gt=since) | Q(began_at__gte=since)
        return self.filter(ends_later, began_at__lt=until)

    def told_by(self, source: str) -> Self:
        return self.exclude(source="").filter(source=source)

    def latest_first(self) -> Self:
        return self.order_by("-began_at", "-pk")


class Outage(Worth):
    """One service, one stretch of time, and what told it. Overlapping ones of a service are counted as one.

    `source` is the number of what told it ("NTC-12"), `ticket` the number of the ticket it is about; which of these exist is
    known on floors above, so here they are words. Written by hand it has no source.
    """

    service = models.ForeignKey(Service, models.PROTECT, related_name="outages", verbose_name=_("service"))
    began_at = models.DateTimeField(_("it began"))
    ended_at = models.DateTimeField(
        _("it ended"), null=True, blank=True, help_text=_("Empty while it goes on.")
    )
    planned = models.BooleanField(
        _("it was planned"), default=False, help_text=_("Planned downtime stands apart and lowers no figure.")
    )
    words = models.CharField(_("what could not be done"), max_length=240)
    source = models.CharField(max_length=20, blank=True, editable=False)
    source_url = models.CharField(max_length=120, blank=True, editable=False)
    ticket = models.CharField(max_length=20, blank=True, editable=False)
    counts = models.BooleanField(
        _("it counts"),
        default=True,
        help_text=_("What was no outage after all stays here and lowers no figure."),
    )
    why_not = models.CharField(_("why it does not count"), max_length=240, blank=True)
    history = models.JSONField(
        default=list, editable=False
    )  # by hand: who (by key), when, why, what; oldest first

    objects: ClassVar[OutageQuerySet] = OutageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-began_at", "-id"], name="outage_latest"),
            models.Index(fields=["service", "-began_at"], name="outage_of_service"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="outage_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(counts=True) | ~Q(why_not=""), name="outage_not_counted_for_a_reason"),
            models.UniqueConstraint(
                fields=["service", "planned", "source"], condition=Q(ended_at=None), name="one_running_outage_of_a_source"
            ),
        ]  # fmt: skip
        permissions: ClassVar = [("record_outage", "Can write and correct outages")]

    def __str__(self) -> str:
        return f"{self.service} {self.began_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("outages:outage", args=[self.service_id, self.pk])

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def tone(self) -> str:
        if not self.counts or self.planned:
            return ""
        return "broken" if self.is_running else "soon"

    def clean(self) -> None:
        super().clean()
        if self.began_at and self.began_at < EARLIEST:
            raise ValidationError({"began_at": _("That is too long ago. Look at the year.")})
        if self.ended_at and self.began_at and self.ended_at < self.began_at:
            raise ValidationError({"ended_at": _("It ends before it begins.")})
        if not self.counts and not self.why_not.strip():
            raise ValidationError({"why_not": _("Say why it does not count.")})
        if self._runs_twice():
            raise ValidationError(
                {"ended_at": _("One of this service goes on already. Say when this one ended.")}
            )

    def _runs_twice(self) -> bool:
        twin = Outage.objects.running().filter(
            service=self.service_id, planned=self.planned, source=self.source
        )
        return self.is_running and twin.exclude(pk=self.pk).exists()

    def _one_at_a_time(self) -> None:
        """Of two who say at once that it goes on, the second is told so."""
        list(Service.objects.select_for_update(no_key=True).filter(pk=self.service_id))

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def record(cls, *, by: Person, now: datetime | None = None, **fields: Any) -> Self:
        """By hand: what nobody told of, or what was before there were notices."""
        now = now or timezone.now()
        outage = cls(**fields)
        outage.refuse_the_future(now)
        outage.history = [{"at": now.isoformat(), "by": by.pk, "why": "", "changes": {}}]
        with transaction.atomic():
            outage._one_at_a_time()
            outage.full_clean(validate_constraints=False)
            outage.save(force_insert=True)
        return outage

    def correct(self, *, reason: str, by: Person, now: datetime | None = None, **fields: Any) -> None:
        """Each correction says why, and what was there before stays readable."""
        now = now or timezone.now()
        if not reason.strip():
            raise ValidationError({"reason": _("Say why.")})
        with transaction.atomic():
            kept = Outage.objects.select_for_update().get(pk=self.pk)
            changes = {
                name: [_plain(getattr(kept, name)), _plain(value)]
                for name, value in fields.items()
                if name in CORRECTED and getattr(kept, name) != value
            }
            for name in changes:
                setattr(kept, name, fields[name])
            if kept.counts:
                kept.why_not = ""
            kept.refuse_the_future(now)
            kept._one_at_a_time()
            kept.full_clean(validate_constraints=False)
            told = {"at": now.isoformat(), "by": by.pk, "why": reason.strip(), "changes": changes}
            kept.history = [*kept.history, told]
            kept.save()
        self.__dict__.update(
            {field.attname: getattr(kept, field.attname) for field in self._meta.concrete_fields}
        )

    def estimate(self, **worth: Any) -> None:
        """What this one cost, where it is known better than for the service in general."""
        for name, value in worth.items():
            setattr(self, name, value)
        self.full_clean(validate_constraints=False)
        self.save(update_fields=list(worth))

    def refuse_the_future(self, now: datetime) -> None:
        moments = {"began_at": self.began_at, "ended_at": self.ended_at}
        if wrong := [name for name, moment in moments.items() if moment and moment > now]:
            raise ValidationError(dict.fromkeys(wrong, _("That is still to come.")))

    @classmethod
    def close_all(cls, outages: "Iterable[Outage]", *, at: datetime) -> None:
        """Never before they began, whatever the clocks of those who told it say."""
        for outage in outages:
            outage.ended_at = max(at, outage.began_at)
            outage.save(update_fields=["ended_at"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
