"""A notice: what IT tells many at once, from the first word to the last. Its messages are `Update`s, its readers `Addressee`s."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.people.models import Person, Site
from itsm.people.roles import DESK
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket


class Phase(models.TextChoices):
    """Where it stands, in the words that colleagues read."""

    DRAFT = "draft", gettext_lazy("draft")
    INVESTIGATING = "investigating", gettext_lazy("investigating")
    IDENTIFIED = "identified", gettext_lazy("cause found")
    MONITORING = "monitoring", gettext_lazy("watching the fix")
    RESOLVED = "resolved", gettext_lazy("resolved")
    PLANNED = "planned", gettext_lazy("planned")
    IN_PROGRESS = "in_progress", gettext_lazy("in progress")
    DONE = "done", gettext_lazy("done")
    CANCELLED = "cancelled", gettext_lazy("cancelled")
    PUBLISHED = "published", gettext_lazy("published")
    WITHDRAWN = "withdrawn", gettext_lazy("over")


OVER = frozenset({Phase.RESOLVED, Phase.DONE, Phase.CANCELLED, Phase.WITHDRAWN})
Flow = Mapping[str, tuple[frozenset[str], str]]
_SICK = frozenset({Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.MONITORING})


def _flow(**steps: tuple[set[str] | frozenset[str], str]) -> Flow:
    return {verb: (frozenset(sources), target) for verb, (sources, target) in steps.items()}


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person) -> Self:
        """The desk sees every notice but those on a ticket closed to it; colleagues see what was addressed to them."""
        open_to_them = Q(ticket=None) | Q(ticket__restricted=False)
        may_know = self.filter(open_to_them | Q(ticket__in=Ticket.objects.visible_to(person)))
        if person.works_the_desk:
            return may_know
        return may_know.published().real().filter(addressees__person=person)

    def published(self) -> Self:
        return self.exclude(phase=Phase.DRAFT)

    def running(self) -> Self:
        """What is broken or being worked on now, and news not yet over."""
        return self.published().filter(open=True)

    def real(self) -> Self:
        """Rehearsals left out: nothing of a drill leaves the desk."""
        return self.filter(drill=False)

    def with_place(self) -> Self:
        return self.select_related("ticket", "opened_by").prefetch_related("services", "sites")


def who_may_see(ticket: Ticket) -> list[int]:
    """Whom `Ticket.objects.visible_to` lets in to this restricted ticket, found the other way round."""
    named = {ticket.requester_id, ticket.opened_by_id, *ticket.participants.values_list("person", flat=True)}
    desk = ticket.team.members.filter(groups__name__in=DESK).values_list("pk", flat=True)
    return sorted({*named, *desk, *([ticket.assignee_id] if ticket.assignee_id else [])})


class Notice(models.Model):
    """An outage, a maintenance, an advisory or something new. Every message of it changes it through `say`."""

    class Kind(models.TextChoices):
        OUTAGE = "outage", gettext_lazy("outage")
        MAINTENANCE = "maintenance", gettext_lazy("maintenance")
        ADVISORY = "advisory", gettext_lazy("advisory")
        NEWS = "news", gettext_lazy("something new")

    # verb → (phases it may come from, phase it leads to; "" stays where it is)
    FLOWS: ClassVar[Mapping[str, Flow]] = {
        Kind.OUTAGE: _flow(
            publish=({Phase.DRAFT}, Phase.INVESTIGATING),
            update=(_SICK, ""),
            identify=({Phase.INVESTIGATING}, Phase.IDENTIFIED),
            monitor=({Phase.INVESTIGATING, Phase.IDENTIFIED}, Phase.MONITORING),
            worsen=({Phase.MONITORING, Phase.IDENTIFIED, Phase.RESOLVED}, Phase.INVESTIGATING),
            resolve=(_SICK, Phase.RESOLVED),
        ),
        Kind.MAINTENANCE: _flow(
            publish=({Phase.DRAFT}, Phase.PLANNED),
            update=({Phase.PLANNED, Phase.IN_PROGRESS}, ""),
            reschedule=({Phase.PLANNED}, ""),
            start=({Phase.PLANNED}, Phase.IN_PROGRESS),
            finish=({Phase.IN_PROGRESS}, Phase.DONE),
            cancel=({Phase.PLANNED, Phase.IN_PROGRESS}, Phase.CANCELLED),
        ),
        Kind.ADVISORY: _flow(
            publish=({Phase.DRAFT}, Phase.PUBLISHED),
            update=({Phase.PUBLISHED}, ""),
            withdraw=({Phase.PUBLISHED}, Phase.WITHDRAWN),
        ),
        Kind.NEWS: _flow(
            publish=({Phase.DRAFT}, Phase.PUBLISHED),
            update=({Phase.PUBLISHED}, ""),
            withdraw=({Phase.PUBLISHED}, Phase.WITHDRAWN),
        ),
    }

    number = models.CharField(max_length=20, unique=True, editable=False)
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    phase = models.CharField(max_length=14, choices=Phase, default=Phase.DRAFT, editable=False)
    open = models.BooleanField(default=True, editable=False)
    title = models.CharField(gettext_lazy("title"), max_length=160)
    ticket = models.ForeignKey(
        Ticket, models.PROTECT, null=True, blank=True, related_name="notices"
    )  # the incident or change it is about
    services = models.ManyToManyField(
        Service, related_name="notices", blank=True, verbose_name=gettext_lazy("services")
    )
    sites = models.ManyToManyField(
        Site, related_name="notices", blank=True, verbose_name=gettext_lazy("sites")
    )
    starts_at = models.DateTimeField(gettext_lazy("from"), null=True, blank=True)
    ends_at = models.DateTimeField(gettext_lazy("until"), null=True, blank=True)
    next_update_at = models.DateTimeField(
        null=True, editable=False
    )  # "you hear from us by"; null once it is over
    must_acknowledge = models.BooleanField(
        gettext_lazy("everyone confirms that they have read it"), default=False
    )
    remind_after = models.PositiveSmallIntegerField(
        gettext_lazy("remind once, hours after it was told"), null=True, blank=True
    )
    remind_at = models.DateTimeField(null=True, editable=False)  # null once it was done, or need not be
    question = models.CharField(
        gettext_lazy("question to check it was understood"), max_length=200, blank=True
    )
    answers = models.JSONField(default=list, blank=True)  # texts; one of them is right
    right = models.PositiveSmallIntegerField(null=True, blank=True)  # place of the right one
    public = models.BooleanField(gettext_lazy("on the public status page"), default=False)
    drill = models.BooleanField(default=False, editable=False)
    lead_time_reason = models.CharField(
        max_length=240, blank=True
    )  # why it came later than planned ones should
    # The promise that its holder was warned of, and the one that was called broken: each is said once, whoever sweeps.
    warned_for = models.DateTimeField(null=True, editable=False)
    broken_for = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    opened_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    over_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["-opened_at", "-id"], name="notice_running", condition=Q(open=True)),
            models.Index(fields=["-published_at", "-id"], name="notice_published"),
            models.Index(fields=["next_update_at"], name="notice_next", condition=Q(open=True)),
            models.Index(fields=["remind_at"], name="notice_remind", condition=Q(remind_at__isnull=False)),
        ]
        permissions: ClassVar = [("tell_notice", "Can write and publish notices")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.number:
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('comms_notice_number'::regclass)")
                self.number = f"NTC-{cursor.fetchone()[0]}"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return f"/comms/notices/{self.number}/"

    def url_for(self, person: Person) -> str:
        """The desk works on it, a colleague reads it."""
        return self.get_absolute_url() if person.works_the_desk else f"/portal/notices/{self.number}/"

    def when_to_remind(self, *, now: datetime) -> datetime | None:
        """Counted from the first word; never once it is over."""
        first = self.published_at is None and self.remind_after is not None and not self.drill
        return (
            (now + timedelta(hours=self.remind_after or 0) if first else self.remind_at)
            if self.open
            else None
        )

    @property
    def flow(self) -> Flow:
        return self.FLOWS[self.kind]

    @property
    def allowed_verbs(self) -> list[str]:
        return [verb for verb, (sources, _target) in self.flow.items() if self.phase in sources]

    @property
    def is_planned(self) -> bool:
        return self.kind == self.Kind.MAINTENANCE

    @contextmanager
    def step(self, verb: str, *, now: datetime, seen: int | None = None) -> Iterator[None]:
        """Lock it, check that the flow has this step from here, let the body change fields, write them. One transaction.

        `seen` is the version the writer had before them: if somebody has spoken since, Refused says so.
        """
        with transaction.atomic():
            locked = Notice.objects.select_for_update().get(pk=self.pk)
            self.__dict__.update(
                {field.attname: getattr(locked, field.attname) for field in self._meta.concrete_fields}
            )
            if seen is not None and seen != self.version:
                raise Refused(_("%(number)s was changed meanwhile. Read it again.") % {"number": self.number})
            if self.drill and self.over_at:
                raise Refused(_("This rehearsal is over."))
            sources, target = self.flow.get(verb, (frozenset(), ""))
            if self.phase not in sources:
                words = {"number": self.number, "phase": self.get_phase_display()}
                raise Refused(_("%(number)s is %(phase)s: that step is not possible now.") % words)
            self.phase = target or self.phase
            yield
            self.open = self.phase not in OVER
            self.remind_at = self.when_to_remind(now=now)
            self.published_at = self.published_at or now
            self.over_at = None if self.open else (self.over_at or now)
            self.next_update_at = self.next_update_at if self.open else None
            self.version += 1
            self.save()
