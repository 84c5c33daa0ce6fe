"""What monitoring tells us: sources, what they sent as it came, and each alert as it stands."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident
from itsm.people.models import Person, Team
from itsm.services.models import Component, Service
from itsm.tickets.models import Ticket

# A stored row this old has lost its task. One whose reading failed or was killed is tried again, each time later.
FORGOTTEN = timedelta(seconds=30)
FIRST_PAUSE = timedelta(minutes=2)
TRIES = 5


class Outcome(models.TextChoices):
    """What one message was."""

    FIRES = "fires", _("fires")
    STILL = "still", _("fires still")
    ENDS = "ends", _("is over")
    KNOWN = "known", _("was over already")
    LATE = "late", _("late: older than what is known")


class AlertSource(models.Model):
    """A system that watches others. Its key is in the address it sends to, its secret proves that it is the sender."""

    class Form(models.TextChoices):
        ALERTMANAGER = "alertmanager", _("Prometheus Alertmanager, or Grafana")
        PLAIN = "plain", _("plain JSON, signed")

    name = models.CharField(_("name"), max_length=80, unique=True)
    form = models.CharField(_("what it sends"), max_length=12, choices=Form, default=Form.ALERTMANAGER)
    key = models.CharField(max_length=32, unique=True, editable=False)
    secret = models.CharField(max_length=400, editable=False)  # sealed, see itsm.frame.secrets
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="alert_sources",
        verbose_name=_("who answers for it"),
        help_text=_("Its incidents are in their name; nobody else is told that they were opened."),
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("team"),
        help_text=_("Gets what belongs to no service. Empty: the first line."),
    )
    service_label = models.CharField(
        _("label that names the service"), max_length=80, default="service", blank=True
    )
    component_label = models.CharField(
        _("label that names the component"), max_length=80, default="instance", blank=True
    )
    gathers_for = models.PositiveSmallIntegerField(
        _("minutes in which alerts are one incident"),
        default=30,
        help_text=_("Counted from the last alert on the same service or component."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    heard_at = models.DateTimeField(null=True, editable=False)
    refused_at = models.DateTimeField(
        null=True, editable=False
    )  # the last time that somebody failed to prove it
    refused_why = models.CharField(max_length=120, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class AlertDeliveryQuerySet(models.QuerySet["AlertDelivery"]):
    def waiting(self) -> Self:
        return self.filter(state=AlertDelivery.State.STORED)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(Q(next_try_at=None) | Q(next_try_at__lte=now)).order_by("pk")

    def forgotten(self, *, now: datetime) -> Self:
        return self.due(now=now).filter(received_at__lte=now - FORGOTTEN)

    def claim(self, *, now: datetime, most: int) -> "list[AlertDelivery]":
        """The oldest that wait. If the claiming worker dies, the claim runs out by itself and the next may try."""
        pks = list(self.due(now=now).values_list("pk", flat=True)[:most])
        until = now + FIRST_PAUSE
        self.due(now=now).filter(pk__in=pks).update(attempts=F("attempts") + 1, next_try_at=until)
        return list(self.filter(pk__in=pks, next_try_at=until).order_by("pk"))


class AlertDelivery(models.Model):
    """One request of a source, kept as its bytes before it is answered; understood afterwards."""

    class State(models.TextChoices):
        STORED = "stored", _("being read")
        DONE = "done", _("understood")
        UNREADABLE = "unreadable", _("not understood")

    source = models.ForeignKey(AlertSource, models.CASCADE, related_name="deliveries")
    # The signature of a signed request: the same a second time is a replay, whoever it comes from.
    mark = models.CharField(max_length=64, null=True)  # noqa: DJ001 - unsigned ones have none, and none is not a value
    body = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.STORED)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)  # what became of its alerts: outcome → how many

    objects: ClassVar = AlertDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "alert deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "mark"], name="alert_delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="alert_delivery_stored", condition=Q(state="stored")),
            models.Index(fields=["source", "-received_at", "-id"], name="alert_delivery_newest"),
            models.Index(fields=["received_at"], name="alert_delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.received_at}"

    @property
    def told(self) -> list[tuple[Any, int]]:
        """What became of its alerts, in words, each with how many."""
        return [(Outcome(outcome).label, n) for outcome, n in self.counts.items()]

    def read_again(self) -> None:
        self.state, self.attempts, self.next_try_at = self.State.STORED, 0, None
        self.save(update_fields=["state", "attempts", "next_try_at"])


class AlertQuerySet(models.QuerySet["Alert"]):
    def firing(self) -> Self:
        return self.filter(state=Alert.State.FIRING)

    def visible_to(self, person: Person) -> Self:
        """For the desk; what is on a ticket closed to them is closed to them, too."""
        if not person.works_the_desk:
            return self.none()
        return self.filter(Q(incident=None) | Q(incident__in=Ticket.objects.visible_to(person)))

    def with_places(self) -> Self:
        return self.select_related("service", "component", "incident", "source")


class Alert(models.Model):
    """One thing that is watched, by its fingerprint. It fires and ends any number of times; every message counts on it."""

    class State(models.TextChoices):
        FIRING = "firing", _("firing")
        OVER = "over", _("over")

    class Severity(models.IntegerChoices):
        CRITICAL = 1, _("critical")
        WARNING = 2, _("warning")
        INFO = 3, _("information")

    source = models.ForeignKey(AlertSource, models.CASCADE, related_name="alerts")
    fingerprint = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    link = models.URLField(max_length=1000, blank=True)
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.WARNING)
    labels = models.JSONField(default=dict)
    service = models.ForeignKey(Service, models.SET_NULL, null=True, related_name="alerts")
    component = models.ForeignKey(Component, models.SET_NULL, null=True, related_name="alerts")
    topic = models.CharField(max_length=120)  # alerts of one topic and time are one incident
    state = models.CharField(max_length=6, choices=State)
    since = models.DateTimeField()  # by the source's clock, as until
    until = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)  # by ours: when it last began
    changed_at = models.DateTimeField()  # by ours: when its state last changed
    heard_at = models.DateTimeField()
    messages = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)  # of these, older than what was known
    fired = models.PositiveIntegerField(default=0)  # how many times
    quiet = models.CharField(max_length=200, blank=True)  # why it opens nothing now
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True, related_name="alerts", db_index=False)

    objects: ClassVar = AlertQuerySet.as_manager()
    if TYPE_CHECKING:
        source_id: int
        service_id: int | None
        component_id: int | None
        incident_id: int | None

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "fingerprint"], name="alert_once"),
            models.CheckConstraint(condition=Q(severity__range=(1, 3)), name="alert_severity_exists"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["incident", "state"], name="alert_of_incident", condition=Q(incident__isnull=False)
            ),
            models.Index(
                fields=["topic", "-fired_at"], name="alert_topic", condition=Q(incident__isnull=False)
            ),
            models.Index(fields=["state", "-heard_at", "-id"], name="alert_newest"),
            models.Index(fields=["id"], name="alert_quiet", condition=~Q(quiet="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_firing(self) -> bool:
        return self.state == self.State.FIRING

    @property
    def place(self) -> Any:
        """What it is about, as far as we know it."""
        return self.component or self.service
