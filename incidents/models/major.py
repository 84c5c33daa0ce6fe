"""A major incident: many people, one lead, one line of news that everyone gets."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.models.incident import Incident
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Clock, Ticket
from itsm.tickets.models.baton import require


class MajorIncidentQuerySet(models.QuerySet["MajorIncident"]):
    def running(self) -> Self:
        return self.filter(state=MajorIncident.State.RUNNING).select_related("incident__service", "lead")

    def visible_to(self, person: Person) -> Self:
        return self.filter(incident__in=Incident.objects.visible_to(person))


class MajorIncident(models.Model):
    """What an incident has besides once somebody proposed that it is a major one."""

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        RUNNING = "running", gettext_lazy("running")
        OVER = "over", gettext_lazy("over")
        DECLINED = "declined", gettext_lazy("not a major incident")

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="major_record")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    impact = models.TextField(gettext_lazy("who cannot do what"))
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    declared_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    communications = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    scribe = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = MajorIncidentQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state"], name="major_running", condition=models.Q(state="running"))
        ]

    def __str__(self) -> str:
        return f"{self.incident.number} ({self.get_state_display()})"

    @classmethod
    def propose(
        cls, incident: Incident, *, impact: str, by: Person, now: datetime | None = None
    ) -> "MajorIncident":
        """Anyone at the desk may say: this is bigger than it looks."""
        require(impact=impact)
        with incident.act("propose_major", by=by, now=now, comment=impact) as act:
            incident.refuse_if_over("propose_major")
            if cls.objects.filter(
                incident=incident, state__in=[cls.State.PROPOSED, cls.State.RUNNING]
            ).exists():
                raise Refused(_("%(number)s is proposed already.") % {"number": incident.number})
            major, _new = cls.objects.update_or_create(
                incident=incident,
                defaults={
                    "state": cls.State.PROPOSED,
                    "impact": impact,
                    "proposed_by": by,
                    "proposed_at": act.now,
                },
            )
        return major

    def promote(
        self,
        *,
        lead: Person,
        communications: Person,
        by: Person,
        scribe: Person | None = None,
        now: datetime | None = None,
    ) -> None:
        """From now on one person leads, one speaks, and a word is due every few minutes."""
        with self.incident.act(
            "promote_major",
            by=by,
            now=now,
            public=True,
            lead=lead.short_name,
            communications=communications.short_name,
        ) as act:
            self._refuse_unless(self.State.PROPOSED)
            self.incident.refuse_if_over("promote_major")
            self.state, self.declared_at = self.State.RUNNING, act.now
            self.lead, self.communications, self.scribe = lead, communications, scribe
            self.incident.impact, self.incident.urgency = Ticket.Impact.MANY, Ticket.Urgency.CRITICAL
            if self.incident.priority != Ticket.Priority.CRITICAL:
                act.details["priority"] = [self.incident.priority, Ticket.Priority.CRITICAL]
                self.incident.priority = Ticket.Priority.CRITICAL
                act.details["targets"] = act.clocks.retarget()
            self.incident.major = True
            self.incident.make_promise(act, outcome=Clock.Outcome.RENEWED)
            self.save()

    def decline(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        require(reason=reason)
        with self.incident.act("decline_major", by=by, now=now, comment=reason):
            self._refuse_unless(self.State.PROPOSED)
            self.state = self.State.DECLINED
            self.save()

    def change_roles(self, *, by: Person, now: datetime | None = None, **roles: Person | None) -> None:
        with self.incident.act("change_major_roles", by=by, now=now) as act:
            act.details |= {name: str(person) if person else None for name, person in roles.items()}
            self._refuse_unless(self.State.RUNNING)
            for name, person in roles.items():
                setattr(self, name, person)
            self.save()

    def stand_down(self, *, by: Person, now: datetime | None = None) -> None:
        """Service is back for everyone; what is left is to learn from it."""
        with self.incident.act("stand_down_major", by=by, now=now, public=True) as act:
            self._refuse_unless(self.State.RUNNING)
            if self.incident.open:
                raise Refused(
                    _("Resolve %(number)s first: it is still open.") % {"number": self.incident.number}
                )
            self.incident.major = False
            self.state, self.over_at = self.State.OVER, act.now
            self.save()

    def _refuse_unless(self, state: str) -> None:
        self.refresh_from_db(fields=["state"])
        if self.state != state:
            raise Refused(
                _("%(number)s is %(state)s as a major incident, so this cannot be done now.")
                % {"number": self.incident.number, "state": self.get_state_display()}
            )
