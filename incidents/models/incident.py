"""An incident: something is broken for someone. Restore service first, explain later."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from incidents.models.category import Category
from incidents.models.queries import IncidentManager
from incidents.models.resolution import Resolution
from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Ending, Ticket, Waiting
from itsm.tickets.models.baton import require

if TYPE_CHECKING:
    from incidents.models.major import MajorIncident
    from itsm.tickets.models import Act


class Incident(Waiting, Ending, Ticket):
    """Something is broken for someone: new → in progress ⇄ on hold → resolved → closed."""

    class Status(models.TextChoices):
        NEW = "new", gettext_lazy("new")
        IN_PROGRESS = "in_progress", gettext_lazy("in progress")
        ON_HOLD = "on_hold", gettext_lazy("on hold")
        RESOLVED = "resolved", gettext_lazy("resolved")
        CLOSED = "closed", gettext_lazy("closed")
        CANCELLED = "cancelled", gettext_lazy("cancelled")

    KIND: ClassVar = Ticket.Kind.INCIDENT
    DONE: ClassVar = Status.RESOLVED
    MERGED: ClassVar = Status.CLOSED
    FINISHED: ClassVar = frozenset({Status.RESOLVED, Status.CLOSED, Status.CANCELLED})
    WORKING: ClassVar = frozenset({Status.NEW, Status.IN_PROGRESS, Status.ON_HOLD})
    FLOW: ClassVar = {
        "start": (frozenset({Status.NEW}), Status.IN_PROGRESS),
        "hold": (frozenset({Status.NEW, Status.IN_PROGRESS}), Status.ON_HOLD),
        "resume": (frozenset({Status.ON_HOLD}), Status.IN_PROGRESS),
        "resolve": (WORKING, Status.RESOLVED),
        "confirm": (frozenset({Status.RESOLVED}), Status.CLOSED),
        "reopen": (frozenset({Status.RESOLVED}), Status.IN_PROGRESS),
        "close": (frozenset({Status.RESOLVED}), Status.CLOSED),
        "cancel": (frozenset({Status.NEW, Status.IN_PROGRESS}), Status.CANCELLED),
    }

    STEPS: ClassVar = {
        Status.NEW: 0,
        Status.IN_PROGRESS: 1,
        Status.ON_HOLD: 1,
        Status.RESOLVED: 2,
        Status.CLOSED: 3,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("We have it"),
        1: gettext_lazy("We work on it"),
        2: gettext_lazy("Does it work?"),
        3: gettext_lazy("Done"),
    }

    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="incidents")
    since_when = models.CharField(max_length=120, blank=True)  # the colleague's own words
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)

    objects: ClassVar = IncidentManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hold_reason__in=["", *HoldReason.values]),
                name="incident_known_hold_reason",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["closes_at"], name="incident_closes", condition=models.Q(closes_at__isnull=False)
            ),
            models.Index(
                fields=["wakes_at"], name="incident_wakes", condition=models.Q(wakes_at__isnull=False)
            ),
        ]
        permissions: ClassVar = [
            ("start_incident", "Can start an incident"),
            ("hold_incident", "Can put an incident on hold"),
            ("resume_incident", "Can resume an incident"),
            ("resolve_incident", "Can resolve an incident"),
            ("reopen_incident", "Can reopen an incident"),
            ("close_incident", "Can close an incident"),
            ("cancel_incident", "Can cancel an incident"),
            ("lead_major", "Can promote and run a major incident"),
        ]

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def report(
        cls,
        *,
        by: Person,
        title: str,
        requester: Person | None = None,
        now: datetime | None = None,
        **fields: Any,
    ) -> Self:
        """A colleague says that something is broken, or an agent says it for them."""
        return cls.begin(
            by=by, requester=requester or by, title=title, status=cls.Status.NEW, now=now, **fields
        )

    def start(self, *, by: Person, now: datetime | None = None) -> None:
        with self.move("start", by=by, now=now, public=True):
            pass

    def resolve(
        self,
        *,
        resolution: str,
        words: str,
        by: Person | None,
        channel: str = Channel.DESK,
        seen: int | None = None,
        now: datetime | None = None,
    ) -> None:
        """Service is back; `words` tell the colleague what was done. They have some working days to disagree.
        `by` is nobody when monitoring says so."""
        require(words=words)
        with self.move(
            "resolve", by=by, now=now, public=True, comment=words, channel=channel, seen=seen
        ) as act:
            act.details["resolution"] = resolution
            self.resolution = resolution
            self.come_to_rest(act)

    def cancel(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """It was no incident, or the colleague withdrew it. The reason is theirs to read."""
        require(reason=reason)
        with self.move("cancel", by=by, now=now, public=True, comment=reason, channel=Channel.DESK) as act:
            self.end(act, status=self.Status.CANCELLED)

    @classmethod
    def after(
        cls,
        ticket: Ticket,
        words: str,
        *,
        by: Person,
        requester: Person,
        title: str,
        channel: str,
        now: datetime | None = None,
    ) -> Self:
        """A word on a ticket that is over, or about a second matter, begins this one. Of whatever kind that was, an
        incident is what it is: something is not as it should be, and its team looks.
        """
        return cls.report(
            by=by, requester=requester, title=title, description=words, service=ticket.service, team=ticket.team,
            category=getattr(ticket, "category", None), site=ticket.site, restricted=ticket.restricted, channel=channel,
            now=now,
        )  # fmt: skip

    # How --------------------------------------------------------------------------------------------------------------

    def begin_work(self, act: "Act") -> None:
        """Who takes a new incident has begun to work on it."""
        if self.status == self.Status.NEW:
            act.details["status"] = [self.status, self.Status.IN_PROGRESS]
            self.status = self.Status.IN_PROGRESS

    def take_up_again(self) -> None:
        self.resolution = ""

    @cached_property
    def major_incident(self) -> "MajorIncident | None":
        """Its record as a major incident, once somebody proposed it."""
        return getattr(self, "major_record", None)
