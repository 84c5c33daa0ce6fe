"""Who works together."""

from datetime import timedelta
from typing import ClassVar

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.people.models.person import Person


class TeamManager(models.Manager["Team"]):
    def get_queryset(self) -> "models.QuerySet[Team]":
        """The team that practises is no team of the desk: it stands in no list and takes nothing that is real."""
        return super().get_queryset().filter(training=False)


class Team(models.Model):
    """A group that can hold the baton together."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    lead = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("lead")
    )
    members = models.ManyToManyField(Person, related_name="teams", blank=True, verbose_name=_("members"))
    mailbox = models.EmailField(_("mailbox address"), blank=True)
    handover_target = models.DurationField(
        _("hand-over target"),
        default=timedelta(minutes=30),
        help_text=_(
            "How long a ticket may lie with the team before a person takes it. Longer is a dropped baton."
        ),
    )
    first_line = models.BooleanField(
        _("first line"),
        default=False,
        help_text=_("Takes what no service's own team takes. Exactly one team."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    training = models.BooleanField(default=False, editable=False)  # practises in the training room

    objects: ClassVar = TeamManager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["first_line"], condition=models.Q(first_line=True), name="one_first_line_team"
            ),
            models.UniqueConstraint(
                fields=["training"], condition=models.Q(training=True), name="one_training_team"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("people:team", args=[self.pk])

    @classmethod
    def that_practises(cls) -> "Team | None":
        return cls._base_manager.filter(training=True).first()

    @property
    def handover_minutes(self) -> int:
        return int(self.handover_target.total_seconds() // 60)

    def become_first_line(self) -> None:
        """Take the first line over from whichever team has it. There is one at every moment."""
        with transaction.atomic():
            # The order of locks is the order of ids, so two switches at once wait and never deadlock.
            list(
                Team.objects.select_for_update()
                .filter(models.Q(first_line=True) | models.Q(pk=self.pk))
                .order_by("pk")
            )
            Team.objects.filter(first_line=True).exclude(pk=self.pk).update(first_line=False)
            self.first_line = self.is_active = True
            self.save(update_fields=["first_line", "is_active"])
