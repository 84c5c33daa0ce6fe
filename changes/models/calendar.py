"""What else stands in the calendar, and where two things get in each other's way."""

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from changes.models.change import Change
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.models.columns import Computed


class Occasion(models.Model):
    """A freeze, a business event, or who is on call. A freeze without services, sites and teams holds for all."""

    class Kind(models.TextChoices):
        FREEZE = "freeze", _("freeze")
        BUSINESS_EVENT = "business_event", _("business event")
        ON_CALL = "on_call", _("on call")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    reason = models.TextField(_("why"), blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    services = models.ManyToManyField(
        Service, related_name="occasions", blank=True, verbose_name=_("services")
    )
    sites = models.ManyToManyField(Site, related_name="occasions", blank=True, verbose_name=_("sites"))
    teams = models.ManyToManyField(Team, related_name="occasions", blank=True, verbose_name=_("teams"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="occasions", verbose_name=_("who")
    )  # on call
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    window = Computed(
        expression=Func(F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange"),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [GistIndex(fields=["window"], name="occasion_window")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occasion_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(kind="on_call") | Q(person__isnull=False), name="somebody_on_call"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Collision(models.Model):
    """A change that gets in the way of another one, or of an occasion; the owners talk about it in one place."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("the same service, or one that stands on it")
        PEOPLE = "people", _("the same people")
        FREEZE = "freeze", _("a freeze")
        BUSINESS_EVENT = "business_event", _("a business event")
        CLOSING_DAY = "closing_day", _("a closing day")
        TOO_CLOSE = "too_close", _("too close to another")

    change = models.ForeignKey(Change, models.CASCADE, related_name="collisions")
    other = models.ForeignKey(Change, models.CASCADE, null=True, related_name="collisions_with")
    occasion = models.ForeignKey(Occasion, models.CASCADE, null=True, related_name="collisions")
    kind = models.CharField(max_length=14, choices=Kind)
    because = models.CharField(max_length=300)  # in plain words, as it was found
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # one of the two was moved or will not be
    accepted_at = models.DateTimeField(null=True)  # somebody with authority lets it stand
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accept_reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-found_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["change", "other", "occasion", "kind"],
                name="one_collision_of_a_kind",
                condition=Q(gone_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | ~Q(accept_reason=""), name="collision_accepted_with_a_reason"
            ),
        ]


class CollisionWord(models.Model):
    """What the owners say to each other about a collision."""

    collision = models.ForeignKey(Collision, models.CASCADE, related_name="words")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(_("your words"))

    class Meta:
        ordering: ClassVar = ["pk"]
