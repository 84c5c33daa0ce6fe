"""What colleagues are asked: after a ticket, about a service, after a notice or a change, or in a campaign with a goal.

After a ticket they answer by name, for it is about their own ticket and somebody gets back to them. Everything else is asked
of a group and answered without names: see `Answer`.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models.notice import Notice
from itsm.people.models import AudienceQuerySet, ForAudience, Person
from itsm.services.models import Goal, Service
from itsm.tickets.models import Ticket

SMALLEST_GROUP = 5  # nobody can hide among fewer


class SurveyKind(models.TextChoices):
    TICKET = "ticket", gettext_lazy("after a ticket")
    SERVICE = "service", gettext_lazy("pulse of a service")
    COMMUNICATION = "notice", gettext_lazy("after a notice")
    CHANGE = "change", gettext_lazy("after a change")
    CAMPAIGN = "campaign", gettext_lazy("campaign")


BY_THEMSELVES = [(kind.value, kind.label) for kind in SurveyKind if kind != SurveyKind.CAMPAIGN]


def by_themselves() -> list[str]:
    return [kind for kind, _label in BY_THEMSELVES]


class SurveyRules(models.Model):
    """The one row of what administrators decide about all surveys. Without a row: as the defaults say."""

    ONLY: ClassVar = 1

    kinds = ArrayField(
        models.CharField(max_length=8, choices=BY_THEMSELVES), default=by_themselves, blank=True
    )
    sampling_days = models.PositiveSmallIntegerField(
        gettext_lazy("nobody is asked twice within, in days"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    wait_hours = models.PositiveSmallIntegerField(
        gettext_lazy("ask after a ticket is solved, in hours"),
        default=2,
        validators=[MaxValueValidator(72)],
        help_text=gettext_lazy("Whoever says within these hours that it is not solved is not asked."),
    )
    remind_days = models.PositiveSmallIntegerField(
        gettext_lazy("remind once, after days"),
        default=3,
        validators=[MaxValueValidator(30)],
        help_text=gettext_lazy("0 reminds nobody."),
    )
    minimum_group = models.PositiveSmallIntegerField(
        gettext_lazy("smallest group"),
        default=SMALLEST_GROUP,
        validators=[MinValueValidator(SMALLEST_GROUP), MaxValueValidator(100)],
        help_text=gettext_lazy(
            "Fewer colleagues are not asked without names, and fewer answers are never shown. It can only be raised."
        ),
    )
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_survey_rules"),  # ONLY
            models.CheckConstraint(condition=Q(minimum_group__gte=SMALLEST_GROUP), name="group_to_hide_in"),
        ]

    def __str__(self) -> str:
        return _("Rules of surveys")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever gets past the form does not get past this."""
        self.pk = self.ONLY
        self.minimum_group = max(self.minimum_group, SurveyRules.the().minimum_group)
        super().save(*args, **kwargs)

    @classmethod
    def the(cls) -> Self:
        return cls.objects.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY)

    def clean(self) -> None:
        """What was promised to those who answered is never taken back."""
        promised = SurveyRules.the().minimum_group
        if self.minimum_group is not None and self.minimum_group < promised:
            raise ValidationError(
                {
                    "minimum_group": _("It was %(n)d when people answered. It can only be raised.")
                    % {"n": promised}
                }
            )


class SurveyQuerySet(AudienceQuerySet):
    def visible_to(self, person: Person) -> Self:
        """Results are the desk's to read; of a notice or a change that is closed to somebody, not theirs."""
        if not person.works_the_desk:
            return self.none()
        notices, changes = Notice.objects.visible_to(person), Ticket.objects.visible_to(person)
        return self.filter(Q(notice=None) | Q(notice__in=notices), Q(change=None) | Q(change__in=changes))

    def running(self) -> Self:
        return self.filter(closed_at=None)

    def with_subject(self) -> Self:
        return self.select_related("service__team", "notice", "change", "goal", "by")


class Survey(ForAudience):
    """One question to some colleagues. That after tickets stands for good; every other one has an end."""

    Kind = SurveyKind

    kind = models.CharField(max_length=8, choices=SurveyKind)
    title = models.CharField(gettext_lazy("title"), max_length=120)
    question = models.CharField(gettext_lazy("question"), max_length=200, blank=True)
    purpose = models.TextField(gettext_lazy("what it is for"), blank=True)
    goal = models.ForeignKey(
        Goal,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=gettext_lazy("business goal"),
    )
    baseline = models.SmallIntegerField(gettext_lazy("happiness now"), null=True, blank=True)
    target = models.SmallIntegerField(gettext_lazy("happiness we want"), null=True, blank=True)
    service = models.ForeignKey(
        Service,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="surveys",
        verbose_name=gettext_lazy("service"),
    )
    notice = models.OneToOneField(Notice, models.CASCADE, null=True, related_name="survey")
    change = models.OneToOneField(Ticket, models.CASCADE, null=True, related_name="survey")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: it began by itself
    minimum = models.PositiveSmallIntegerField(
        default=SMALLEST_GROUP
    )  # as it was promised to those who answered
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Once it is closed: who was asked and who answered is forgotten, how many is not.
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    objects: ClassVar = SurveyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"], name="one_survey_after_tickets", condition=Q(kind="ticket")
            ),
            models.UniqueConstraint(
                fields=["service"],
                name="one_pulse_at_a_time",
                condition=Q(kind="service", closed_at=None),
            ),
            models.CheckConstraint(
                condition=Q(kind="ticket") | Q(closes_at__isnull=False), name="survey_without_names_ends"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], name="survey_closes", condition=Q(closed_at=None)),
            models.Index(fields=["-opened_at", "-id"], name="survey_newest"),
        ]
        permissions: ClassVar = [("ask_survey", "Can ask colleagues in a survey of their own")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", args=[self.pk])

    @property
    def named(self) -> bool:
        """About one's own ticket nobody can be unknown, so it is said plainly."""
        return self.kind == SurveyKind.TICKET

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def takes_answers(self, *, now: datetime) -> bool:
        return self.is_open and (self.closes_at is None or now < self.closes_at)

    @classmethod
    def of_tickets(cls, *, now: datetime) -> "Survey":
        """The standing one, made when it is first needed."""
        defaults = {"title": _("After a ticket"), "opened_at": now}
        return cls.objects.get_or_create(kind=SurveyKind.TICKET, defaults=defaults)[0]
