"""What the organisation wants to reach, the services it needs for it, and which teams have said yes to it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import BusinessUnit, Person, Team
from itsm.services.models.service import Service

EARLIEST = date(1970, 1, 1)  # before that it was mistyped


class GoalQuerySet(models.QuerySet["Goal"]):
    def pursued(self) -> Self:
        return self.filter(is_active=True)

    def measured(self) -> Self:
        """With a figure to be moved, from where to where, and until when."""
        return self.exclude(measure="").exclude(target=None)

    def for_list(self) -> Self:
        return self.select_related("owner", "measured_service").prefetch_related(
            "services__team", "sign_offs__team", "units"
        )


class Goal(models.Model):
    """A business goal: work that serves it goes before work that does not.

    `measure` is the key of a registered figure; which figures there are is known two floors up, so here it is a word.
    """

    class Direction(models.TextChoices):
        LOWER = "lower", _("at most")
        HIGHER = "higher", _("at least")

    name = models.CharField(_("name"), max_length=120, unique=True)
    says = models.TextField(_("what it is for, in one or two sentences"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="goals", verbose_name=_("owner")
    )
    units = models.ManyToManyField(
        BusinessUnit, related_name="goals", blank=True, verbose_name=_("business units it is for")
    )
    services = models.ManyToManyField(
        Service, related_name="goals", blank=True, verbose_name=_("services it needs")
    )
    measure = models.CharField(_("figure that shows it"), max_length=60, blank=True)
    measured_service = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("measured on"),
        help_text=_("One service, or nothing for all of them."),
    )
    direction = models.CharField(
        _("the figure should be"), max_length=6, choices=Direction, default=Direction.LOWER
    )
    baseline = models.FloatField(_("where it starts"), null=True, blank=True)
    target = models.FloatField(_("where it should be"), null=True, blank=True)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    reached_by = models.DateField(_("to be reached by"), null=True, blank=True)
    is_active = models.BooleanField(_("pursued"), default=True)

    objects: ClassVar[GoalQuerySet] = GoalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-is_active", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(baseline=None)
                | Q(target=None)
                | Q(direction="lower", target__lte=F("baseline"))
                | Q(direction="higher", target__gte=F("baseline")),
                name="goal_leads_its_way",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("goals:goal", args=[self.pk])

    def clean(self) -> None:
        """A goal with a figure says from where, to where and until when; and it leads the way it says."""
        wanted = {"baseline": self.baseline, "target": self.target, "reached_by": self.reached_by}
        if self.measure and (missing := [name for name, value in wanted.items() if value is None]):
            raise ValidationError(
                dict.fromkeys(
                    missing,
                    _("A goal with a figure says where it starts, where it should be and until when."),
                )
            )
        if self.baseline is not None and self.target is not None and not self._leads():
            raise ValidationError({"target": _("It leads the other way than the goal says.")})
        if self.started_on and self.started_on < EARLIEST:
            raise ValidationError({"started_on": _("That is too long ago. Look at the year.")})
        if self.reached_by and self.started_on and self.reached_by <= self.started_on:
            raise ValidationError({"reached_by": _("It ends before it begins.")})

    def _leads(self) -> bool:
        lower = self.direction == self.Direction.LOWER
        first, last = self.baseline or 0.0, self.target or 0.0
        return last <= first if lower else last >= first

    @property
    def is_measured(self) -> bool:
        return bool(self.measure) and None not in (self.baseline, self.target, self.reached_by)

    def planned(self, day: date) -> float | None:
        """Where the figure should be on that day, on a straight line from the start to the target."""
        if self.baseline is None or self.target is None or self.reached_by is None:
            return None
        whole = max((self.reached_by - self.started_on).days, 1)
        share = min(max((day - self.started_on).days / whole, 0.0), 1.0)
        return self.baseline + (self.target - self.baseline) * share

    def reaches(self, value: float, aim: float) -> bool:
        return value <= aim if self.direction == self.Direction.LOWER else value >= aim

    def teams(self) -> list[Team]:
        """Whose yes it needs: the teams of its services. Reads what `for_list` loaded."""
        found = {service.team_id: service.team for service in self.services.all() if service.team}
        return sorted(found.values(), key=lambda team: team.name)

    def awaits(self, person: Person, teams: Iterable[Team]) -> list[Team]:
        """For which of these teams this person may say yes or no: its lead, or a member while nobody leads it."""
        return [
            team
            for team in teams
            if team.lead_id == person.pk or (team.lead_id is None and team.pk in person.team_ids)
        ]

    def sign_off(
        self, team: Team, *, agrees: bool, by: Person, words: str = "", now: datetime | None = None
    ) -> "SignOff":
        """A team says yes to this target by this day, or not, and why."""
        if team.pk not in {one.pk for one in self.teams()}:
            raise ValidationError(_("%(team)s looks after no service of this goal.") % {"team": team})
        if not agrees and not words.strip():
            raise ValidationError({"words": _("Say what stands in the way.")})
        said = {"agrees": agrees, "words": words.strip(), "by": by, "at": now or timezone.now()}
        of = {"target": self.target, "reached_by": self.reached_by}
        return SignOff.objects.update_or_create(goal=self, team=team, defaults={**said, **of})[0]


class SignOff(models.Model):
    """What one team said to one goal, about the target and the day as they were."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="sign_offs")
    team = models.ForeignKey(Team, models.PROTECT, related_name="sign_offs")
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    target = models.FloatField(null=True)
    reached_by = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["team__name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["goal", "team"], name="one_word_of_a_team")]

    @property
    def stands(self) -> bool:
        """The goal is still the one it was said to."""
        return (self.target, self.reached_by) == (self.goal.target, self.goal.reached_by)


class Stakeholder(models.Model):
    """Somebody who would lose if a service went wrong, and what they need of it."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="stakeholders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="stakes", verbose_name=_("who"))
    needs = models.CharField(
        _("what they need of it"), max_length=160, help_text=_("Such as: orders go out before four.")
    )

    class Meta:
        ordering: ClassVar = ["person__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "person"], name="one_stake_of_a_person")
        ]
