"""What a problem costs: its incidents, the colleagues in them, and the working time they lost."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.people.models import Person
from itsm.services.calendars import business_seconds
from itsm.services.policy import current_policy
from itsm.tickets.errors import Refused
from itsm.tickets.models import Link, Participant, Ticket

# How much of a colleague's time an incident takes, by their answer to “can you work?”: no, no, with difficulty, a nuisance.
SHARE_LOST = {Ticket.Urgency.CRITICAL: 1.0, Ticket.Urgency.HIGH: 1.0, Ticket.Urgency.MEDIUM: 0.25, Ticket.Urgency.LOW: 0.05}  # fmt: skip
MOST_LOST = 8 * 60  # minutes per colleague and incident: after a working day they have found another way


class Cost(models.Model):
    """Kept current by what happens to the incidents. Stands before Ticket among the bases."""

    incident_count = models.PositiveIntegerField(default=0, editable=False)
    colleague_count = models.PositiveIntegerField(default=0, editable=False)
    lost_minutes = models.PositiveIntegerField(default=0, editable=False)
    first_incident_at = models.DateTimeField(null=True, editable=False)
    last_incident_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def incidents(self) -> Any:
        """Those it causes, the newest first; what was cancelled was none."""
        caused = Ticket.objects.filter(links__target=self.pk, links__kind=Link.Kind.CAUSED_BY)
        return caused.filter(kind=Ticket.Kind.INCIDENT).exclude(status="cancelled").order_by("-opened_at")

    def add_incidents(
        self, tickets: Iterable[Ticket], *, by: Person | None, now: datetime | None = None
    ) -> int:
        """Say of incidents that this is their cause. One that comes while it is being watched reopens it."""
        now, known = now or timezone.now(), set(self.incidents().values_list("pk", flat=True))
        new = [ticket for ticket in tickets if ticket.pk not in known]
        if wrong := [ticket.number for ticket in new if ticket.kind != Ticket.Kind.INCIDENT]:
            raise Refused(_("%(number)s is no incident.") % {"number": wrong[0]})
        if not new:
            return 0
        with transaction.atomic():
            numbers = [ticket.number for ticket in new]
            with self.act("add_incidents", by=by, now=now, numbers=numbers):
                for ticket in new:
                    ticket.link(self, Link.Kind.CAUSED_BY, by=by, now=now)  # type: ignore[arg-type]  # it is one
                self.count_cost(now=now)
            self.notice_return(new, now=now)
        return len(new)

    def count_cost(self, *, now: datetime) -> None:
        """Anew from its incidents, and with it its place. Saved by the act around it."""
        rows = list(self.incidents().values_list("opened_at", "resolved_at", "closed_at", "urgency", "service_id", "priority", "affected_count"))  # fmt: skip
        policy, minutes = current_policy(), 0.0
        for opened, resolved, closed, urgency, service, priority, others in rows:
            hours = policy.targets(service, Ticket.Kind.INCIDENT, priority).hours
            seconds = business_seconds(opened, max(opened, resolved or closed or now), hours)
            minutes += min(seconds / 60, MOST_LOST) * SHARE_LOST[Ticket.Urgency(urgency)] * (1 + others)
        self.incident_count, self.lost_minutes = len(rows), round(minutes)
        self.last_incident_at, self.first_incident_at = (rows[0][0], rows[-1][0]) if rows else (None, None)
        self.colleague_count = len(self.colleagues())
        self.weigh(now=now)

    def colleagues(self) -> set[int]:
        """Everyone who reported one of them or said “me too”."""
        pks = list(self.incidents().order_by().values_list("pk", "requester_id"))
        affected = Participant.objects.filter(
            ticket__in=[pk for pk, _requester in pks], part=Participant.Part.AFFECTED
        )
        return {requester for _pk, requester in pks} | set(affected.values_list("person_id", flat=True))

    if TYPE_CHECKING:
        pk: int
        act: Any
        weigh: Any
        notice_return: Any
