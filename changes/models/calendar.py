"""What else stands in the calendar, and where two things get in each other's way."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from changes.models.change import Change
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require
from itsm.tickets.models.columns import Computed


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def standing(self) -> Self:
        return self.filter(cancelled_at=None)

    def with_places(self) -> Self:
        return self.select_related("by", "person").prefetch_related("services", "sites", "teams")


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

    objects: ClassVar = OccasionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        indexes: ClassVar = [GistIndex(fields=["window"], name="occasion_window")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="occasion_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(kind="on_call") | Q(person__isnull=False), name="somebody_on_call"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/changes/occasions/{self.pk}/"


class CollisionQuerySet(models.QuerySet["Collision"]):
    def open(self) -> Self:
        """Both still stand where they are."""
        return self.filter(gone_at=None)

    def standing(self) -> Self:
        """Open, and nobody with authority has let it stand."""
        return self.open().filter(accepted_at=None)

    def of(self, change: Change | int) -> Self:
        """From either side."""
        return self.of_any([change if isinstance(change, int) else change.pk])

    def of_any(self, changes: Collection[int]) -> Self:
        return self.filter(Q(change__in=changes) | Q(other__in=changes))

    def with_both(self) -> Self:
        return self.select_related("change__service", "other__service", "occasion__by", "accepted_by")

    def visible_to(self, person: Person) -> Self:
        """Who may see both sides."""
        seen = Change.objects.visible_to(person).values("pk")
        return self.filter(Q(other=None) | Q(other__in=seen), change__in=seen)


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
    # The time in question: what both share, or what lies between them. Another time is another collision.
    meets_from = models.DateTimeField(null=True)
    meets_until = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # one of the two was moved or will not be
    accepted_at = models.DateTimeField(null=True)  # somebody with authority lets it stand
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accept_reason = models.TextField(blank=True)

    objects: ClassVar = CollisionQuerySet.as_manager()

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

    def __str__(self) -> str:
        return self.because

    def get_absolute_url(self) -> str:
        return f"/changes/collisions/{self.pk}/"

    @property
    def is_open(self) -> bool:
        return self.gone_at is None

    @property
    def both(self) -> list[Change]:
        """In the order in which they are locked, so that two who speak at once do not wait for each other."""
        both = [self.change, *([self.other] if self.other else [])]
        return sorted(both, key=lambda change: change.pk)

    def may_be_accepted_by(self, person: Person) -> bool:
        """Whoever governs changes, or owns a service that one of them changes. Nobody lets their own change into a freeze."""
        own = {self.change.requester_id, self.change.opened_by_id, self.change.assignee_id}
        if self.other is None and person.pk in own:
            return False
        return person.has_perm("changes.govern_change") or self._owns_a_service(person)

    def _owns_a_service(self, person: Person) -> bool:
        keys = [change.pk for change in self.both]
        touched = Q(changes__in=keys) | Q(tickets__in=keys)
        return Service.objects.filter(touched, owner=person).exists()

    def say(self, words: str, *, by: Person, now: datetime | None = None) -> "CollisionWord":
        """A word to whoever the other one belongs to; it stands on both changes."""
        require(words=words)
        now = now or timezone.now()
        with transaction.atomic():
            self._tell("discuss", words, by=by, now=now)
            return self.words.create(by=by, at=now, words=words)

    def accept(self, reason: str, *, by: Person, now: datetime | None = None) -> None:
        """Let it stand, as it is now: at another time it is another collision."""
        require(reason=reason)
        now = now or timezone.now()
        if not self.may_be_accepted_by(by):
            raise Refused(
                gettext("Somebody else has to accept it: it is your own change, or none of your services.")
            )
        with transaction.atomic():
            self._tell("accept_collision", reason, by=by, now=now)
            asked = Collision.objects.standing().filter(pk=self.pk)
            if not asked.update(accepted_at=now, accepted_by=by, accept_reason=reason):
                raise Refused(gettext("It was accepted before, or it is gone. Read it again."))
        self.refresh_from_db()

    def _tell(self, verb: str, words: str, *, by: Person, now: datetime) -> None:
        for change in self.both:
            with change.act(verb, by=by, now=now, comment=words) as act:
                act.details |= {"collision_id": self.pk, "because": self.because}


class CollisionWord(models.Model):
    """What the owners say to each other about a collision."""

    collision = models.ForeignKey(Collision, models.CASCADE, related_name="words")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField(_("your words"))

    class Meta:
        ordering: ClassVar = ["pk"]


class CalendarAddress(models.Model):
    """The number of a person's private calendar address: a higher one ends those given out before. Without a row it is 0."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="calendar_address")
    issue = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}, {self.issue}"
