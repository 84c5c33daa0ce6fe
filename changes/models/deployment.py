"""A deployment that a pipeline told us of: it opened a standard change and closed it."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from changes.models.change import Change
from changes.models.library import ChangeModel
from itsm.people.models import Person
from itsm.tickets.models import Ticket


class Pipeline(models.Model):
    """Who may say so: a name, a secret that signs, and the change model under which it deploys."""

    key = models.SlugField(max_length=40, unique=True)  # in its address
    name = models.CharField(_("name"), max_length=80)
    secret = models.CharField(max_length=400, editable=False)  # sealed, see itsm.frame.secrets
    model = models.ForeignKey(
        ChangeModel, models.PROTECT, related_name="pipelines", verbose_name=_("change model")
    )
    speaks_for = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("in whose name"))
    is_active = models.BooleanField(_("in use"), default=True)
    heard_at = models.DateTimeField(null=True, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    refused_why = models.TextField(blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What would stop every run is said while it is set up. Form and API leave what is missing to its field."""
        if not (self.model_id and self.speaks_for_id):
            return
        if not self.model.services.exists():
            raise ValidationError(
                {"model": _("It names no services. Say in the change model what is deployed on.")}
            )
        if not self.speaks_for.has_perm("changes.start_change"):
            raise ValidationError({"speaks_for": _("They may not carry out changes.")})
        teams = self.model.teams.values_list("pk", flat=True)
        if teams and not {*teams} & {*self.speaks_for.team_ids}:
            raise ValidationError(
                {"speaks_for": _("They are in none of the teams that may work by this model.")}
            )

    if TYPE_CHECKING:
        model_id: int | None
        speaks_for_id: int | None


class DeploymentQuerySet(models.QuerySet["Deployment"]):
    def visible_to(self, person: Person) -> Self:
        """For the desk; what a change that is closed to them did is closed to them, too."""
        if not person.works_the_desk:
            return self.none()
        return self.filter(change__in=Ticket.objects.visible_to(person).filter(kind=Change.KIND))


class Deployment(models.Model):
    """One run: the pipeline's own number for it makes a second call harmless."""

    class Result(models.TextChoices):
        RUNNING = "", _("running")
        SUCCEEDED = "succeeded", _("succeeded")
        FAILED = "failed", _("failed")
        ROLLED_BACK = "rolled_back", _("rolled back")

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="deployments")
    run = models.CharField(max_length=120)
    change = models.OneToOneField(Change, models.PROTECT, related_name="deployment")
    commit = models.CharField(max_length=80, blank=True)
    url = models.URLField(max_length=400, blank=True)
    result = models.CharField(max_length=12, choices=Result, default=Result.RUNNING, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = DeploymentQuerySet.as_manager()
    if TYPE_CHECKING:
        change_id: int

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["pipeline", "run"], name="a_run_once")]

    def __str__(self) -> str:
        return self.run
