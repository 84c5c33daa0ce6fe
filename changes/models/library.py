"""The library of pre-authorised change models: who may do what, how, within which limits."""

from datetime import datetime
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Team
from itsm.services.models import Service


class ChangeModel(models.Model):
    """draft → authorised → in review → authorised …; retired. A run that fails takes it back to review."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        AUTHORISED = "authorised", _("authorised")
        REVIEW = "review", _("in review")
        RETIRED = "retired", _("retired")

    FLOW: ClassVar = {
        "authorise": (frozenset({State.DRAFT, State.REVIEW}), State.AUTHORISED),
        "review": (frozenset({State.AUTHORISED}), State.REVIEW),
        "retire": (frozenset({State.DRAFT, State.AUTHORISED, State.REVIEW}), State.RETIRED),
    }

    key = models.SlugField(_("short name"), max_length=60, unique=True)  # by which a pipeline calls it
    name = models.CharField(_("name"), max_length=120)
    says = models.TextField(_("what is done, and why it is safe"))
    services = models.ManyToManyField(
        Service, related_name="change_models", blank=True, verbose_name=_("services")
    )
    teams = models.ManyToManyField(
        Team, related_name="change_models", blank=True, verbose_name=_("who may do it")
    )
    steps = models.JSONField(default=list)  # [{"what": …, "minutes": …, "no_return": bool}], in order
    checks = models.JSONField(default=list)  # texts: each is confirmed before it starts
    back_out = models.TextField(_("how we get back"), blank=True)
    most_minutes = models.PositiveSmallIntegerField(_("longest duration in minutes"), default=60)
    outside_hours = models.BooleanField(_("only outside the services' hours"), default=False)
    most_a_day = models.PositiveSmallIntegerField(_("at most so many a day"), null=True, blank=True)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="change_models", verbose_name=_("owner"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    edition = models.PositiveIntegerField(
        default=1, editable=False
    )  # grows with each change of what was authorised
    authorised_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    authorised_at = models.DateTimeField(null=True, editable=False)
    review_reason = models.TextField(blank=True, editable=False)
    history = models.JSONField(default=list, editable=False)  # who did what when and why, oldest first

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/changes/models/{self.key}/"

    def take_back(self, number: str, *, reason: str, by: Person | None, now: datetime) -> None:
        """A change under it went wrong: nobody starts another until it has been looked at."""
        with transaction.atomic():
            mine = ChangeModel.objects.select_for_update().get(pk=self.pk)
            if mine.state == self.State.AUTHORISED:
                mine.state, mine.review_reason = self.State.REVIEW, f"{number}: {reason}"
                mine.remember("review", by=by, now=now, reason=mine.review_reason)
                mine.save()

    def remember(self, verb: str, *, by: Person | None, now: datetime, reason: str = "") -> None:
        who = str(by) if by else "Baton"
        self.history = [*self.history, {"verb": verb, "by": who, "at": now.isoformat(), "reason": reason}]
