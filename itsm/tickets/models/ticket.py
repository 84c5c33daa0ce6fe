"""The spine: one parent for incidents, requests, problems and changes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Least, Left
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import kinds_off
from itsm.frame.prepared import Prepared
from itsm.people.models import Person, Site, Team
from itsm.services.models import Impact, Priority, Service, Urgency
from itsm.services.policy import current_policy
from itsm.tickets.errors import Refused, TransitionNotAllowed
from itsm.tickets.models.act import Act
from itsm.tickets.models.baton import Baton, Holder
from itsm.tickets.models.clock import Clock
from itsm.tickets.models.columns import Computed
from itsm.tickets.models.conversation import Channel, Conversation
from itsm.tickets.models.event import SEARCHED_CHARACTERS, Event, plain
from itsm.tickets.models.kinds import KINDS, PATHS, STATUS_LABELS
from itsm.tickets.models.links import Linked
from itsm.tickets.models.locking import Lockable
from itsm.tickets.models.people import About
from itsm.tickets.models.promise import Promise
from itsm.tickets.models.queries import TicketManager
from itsm.tickets.models.read import Readable
from itsm.tickets.models.steps import Stepped

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
Flow = Mapping[str, tuple[frozenset[str], str]]


@cache
def _by_key(model: "type[Ticket]") -> Prepared[Any]:
    return Prepared(lambda pk: model.objects.order_by().filter(pk=pk), int)


class Ticket(Baton, Promise, Conversation, About, Linked, Lockable, Stepped, Readable):
    """Anything a colleague waits for. Queues, search, timeline, clocks, links and permissions are about this table."""

    class Kind(models.TextChoices):
        INCIDENT = "incident", _("incident")
        REQUEST = "request", _("request")
        PROBLEM = "problem", _("problem")
        CHANGE = "change", _("change")

    Priority = Priority
    Impact = Impact
    Urgency = Urgency

    PREFIX: ClassVar[Mapping[str, str]] = {
        "incident": "INC",
        "request": "REQ",
        "problem": "PRB",
        "change": "CHG",
    }
    KIND: ClassVar[str] = ""
    FLOW: ClassVar[Flow] = {}
    FINISHED: ClassVar[frozenset[str]] = frozenset()
    ALIKE_BY: ClassVar[str] = "service"  # what tickets of one kind are about that usually take equally long

    number = models.CharField(max_length=20, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind, editable=False)
    title = models.CharField(_("title"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(max_length=20)
    open = models.BooleanField(default=True, editable=False)
    impact = models.PositiveSmallIntegerField(choices=Impact, default=Impact.ONE)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.MEDIUM)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    service = models.ForeignKey(Service, models.PROTECT, null=True, blank=True, related_name="tickets")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="tickets")
    requester = models.ForeignKey(Person, models.PROTECT, related_name="requested_tickets", db_index=False)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="opened_tickets")
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.DESK)
    restricted = models.BooleanField(default=False)
    major = models.BooleanField(default=False, editable=False)  # a major incident is running on it
    opened_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(
        null=True, editable=False
    )  # of the clock that is due first: response or resolution
    breached = models.BooleanField(default=False, editable=False)
    escalation = models.PositiveSmallIntegerField(
        default=0, editable=False
    )  # how often it was escalated: a flag, not a state
    reopen_count = models.PositiveSmallIntegerField(default=0, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged", db_index=False
    )
    last_event = models.BigIntegerField(
        default=0, editable=False
    )  # the newest event's id: who writes says what they had seen
    version = models.PositiveIntegerField(default=0, editable=False)
    silent_since = Computed(
        expression=Coalesce("last_word_at", "opened_at"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    # What falls due first, promise or service level: the order of every queue. Never is far away, not null, so that an
    # index can follow it from any row on.
    soonest = Computed(
        expression=Coalesce(
            Least("due_at", "promised_at"), Value(NEVER, output_field=models.DateTimeField())
        ),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    search = Computed(
        expression=SearchVector("number", "title", config="english", weight="A")
        + SearchVector(Left("description", SEARCHED_CHARACTERS), config="english", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects: ClassVar = TicketManager()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="ticket_words"),
            models.Index(fields=["promised_at", "id"], name="ticket_promised", condition=Q(open=True)),
            models.Index(fields=["soonest", "id"], name="ticket_soonest", condition=Q(open=True)),
            models.Index(
                fields=["priority", "soonest", "id"], name="ticket_priority", condition=Q(open=True)
            ),
            models.Index(fields=["silent_since", "id"], name="ticket_silent", condition=Q(open=True)),
            models.Index(
                fields=["drops_at", "id"], name="ticket_drops", condition=Q(open=True, drops_at__isnull=False)
            ),
            models.Index(fields=["assignee", "soonest", "id"], name="ticket_mine", condition=Q(open=True)),
            models.Index(fields=["team", "soonest", "id"], name="ticket_team", condition=Q(open=True)),
            models.Index(fields=["-changed_at", "-id"], name="ticket_changed"),
            models.Index(fields=["-opened_at", "-id"], name="ticket_opened"),
            models.Index(fields=["requester", "-opened_at"], name="ticket_requester"),
            models.Index(fields=["-opened_at", "-id"], name="ticket_major", condition=Q(major=True)),
            models.Index(
                fields=["merged_into"], name="ticket_merged", condition=Q(merged_into__isnull=False)
            ),
        ]
        permissions: ClassVar = [
            ("work_ticket", "Can work tickets: take, assign, hand over, reply, note, log, promise")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @cached_property
    def opening(self) -> Event:
        """The Event with which it began."""
        return Event.objects.get(ticket=self.pk, verb=f"{self.kind}.open")

    @property
    def is_waiting(self) -> bool:
        """Somebody waits for a word of ours: as `TicketQuerySet.waiting`."""
        return self.open and self.holder != Holder.COLLEAGUE

    @property
    def place(self) -> str:
        """The first part of its address: incidents, problems, …"""
        return PATHS[self.kind]

    def get_absolute_url(self) -> str:
        return f"/{self.place}/{self.number}/"

    def get_status_display(self) -> str:
        """The practice's own word for its state; parent rows in a mixed list know it too."""
        return str(STATUS_LABELS.get((self.kind, self.status), self.status))

    @cached_property
    def specific(self) -> Any:
        """This ticket as its practice knows it (one query)."""
        return self if type(self) is not Ticket else _by_key(KINDS[self.kind]).get(self.pk)

    def concerns(self, person: Person) -> bool:
        """Is it theirs: asked for by them or on their behalf? Then they may answer, confirm, reopen, withdraw."""
        return person.pk in {self.requester_id, self.opened_by_id}

    def is_visible_to(self, person: Person) -> bool:
        """As `TicketQuerySet.visible_to`, asked only where it is not plain: the desk sees the ordinary, all see their own."""
        plain = self.concerns(person) or (person.works_the_desk and not self.restricted)
        plain = plain and self.kind not in kinds_off()
        return plain or Ticket.objects.visible_to(person).filter(pk=self.pk).exists()

    @property
    def allowed_verbs(self) -> list[str]:
        return [verb for verb, (sources, _target) in self.FLOW.items() if self.status in sources]

    # Changing a ticket ------------------------------------------------------------------------------------------------

    @contextmanager
    def act(
        self,
        verb: str,
        *,
        by: Person | None,
        now: datetime | None = None,
        public: bool = False,
        comment: str = "",
        channel: str = "",
        seen: int | None = None,
        **details: Any,
    ) -> Iterator["Act"]:
        """Lock and reload, let the body change fields, save and record one Event: one transaction.

        `seen` is the last event the person had before them. If someone else wrote since, nothing happens
        and StaleTicket tells who.
        """
        with transaction.atomic():
            self.lock()
            self.refuse_if_stale(seen, by)
            act = Act(ticket=self, verb=verb, by=by, now=now or timezone.now(), details=details)
            act.public, act.comment, act.channel = public, comment, channel
            yield act
            act.finish()

    @contextmanager
    def move(self, verb: str, *, by: Person | None, **about: Any) -> Iterator["Act"]:
        """`act` for a verb of the flow: refuses where the flow has no such step from here."""
        with self.act(verb, by=by, **about) as act:
            sources, target = self.FLOW[verb]
            if self.status not in sources:
                raise TransitionNotAllowed(self, verb)
            if target != self.status:
                act.details["status"] = [self.status, target]
            self.status, self.open = target, target not in self.FINISHED
            yield act

    def edit(
        self, *, by: Person, seen: int | None = None, now: datetime | None = None, **fields: Any
    ) -> None:
        """Change plain fields; the Event keeps old and new. Priority follows impact and urgency, clocks follow priority."""
        with self.act("edit", by=by, now=now, seen=seen) as act:
            before = {name: getattr(self, name) for name in fields}
            for name, value in fields.items():
                setattr(self, name, value)
            if {"impact", "urgency"} & fields.keys() and "priority" not in fields:
                before["priority"], self.priority = (
                    self.priority,
                    current_policy().priority(self.impact, self.urgency),
                )
            changes = {
                name: [plain(old), plain(getattr(self, name))]
                for name, old in before.items()
                if old != getattr(self, name)
            }
            if not changes:
                raise Refused(_("Nothing was changed on %(number)s.") % {"number": self.number})
            act.details |= changes
            if {"priority", "service"} & changes.keys():
                act.details["targets"] = act.clocks.retarget()

    @classmethod
    def begin(
        cls, *, by: Person, requester: Person, title: str, now: datetime | None = None, **fields: Any
    ) -> Self:
        """Bring a ticket of this kind into the world: numbered, prioritised, held, timed and recorded."""
        now, policy = now or timezone.now(), current_policy()
        ticket = cls(
            kind=cls.KIND,
            title=title,
            requester=requester,
            opened_by=by,
            opened_at=now,
            changed_at=now,
            **fields,
        )
        ticket.site_id = ticket.site_id or requester.site_id
        if "priority" not in fields:
            ticket.priority = policy.priority(ticket.impact, ticket.urgency)
        if not ticket.team_id:
            ticket.team = (ticket.service and ticket.service.team) or first_line()
        act = Act(ticket=ticket, verb="open", by=by, now=now, policy=policy, fresh=True, public=True)
        act.channel = ticket.channel
        act.details["priority"] = ticket.priority
        act.clocks.start(Clock.Kind.FIRST_RESPONSE, act.clocks.targets.first_response)
        act.clocks.start(Clock.Kind.RESOLUTION, act.clocks.targets.resolution)
        ticket.make_promise(act)
        ticket.pass_baton(Holder.AGENT if ticket.assignee_id else Holder.TEAM, act, person=ticket.assignee)
        with transaction.atomic():
            act.finish()
        ticket.opening = act.event
        return ticket

    def number_it(self) -> int:
        """Give it its number; returns the id its first Event will have. One round trip for both."""
        with connection.cursor() as cursor:
            sequence, events = f"tickets_{self.KIND}_number", f"{Event._meta.db_table}_id_seq"
            cursor.execute("SELECT nextval(%s::regclass), nextval(%s::regclass)", [sequence, events])
            number, first_event = cursor.fetchone()
        self.number = f"{self.PREFIX[self.KIND]}-{number}"
        return int(first_event)


def first_line() -> Team:
    team = Team.objects.filter(first_line=True).first()
    if team is None:
        raise Refused(
            _("No team takes what no service's own team takes. An administrator makes one the first line.")
        )
    return team
