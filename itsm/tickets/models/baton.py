"""The baton: every open ticket has exactly one holder at every moment, and handing it over carries a note."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from itsm.frame.strip import Segment
from itsm.people.models import Person, Team
from itsm.tickets.errors import Refused
from itsm.tickets.models.clock import Clock
from itsm.tickets.models.event import Event
from itsm.tickets.models.strip import ENDED, STRIP_LENGTH, Holder, ended_at, segments

if TYPE_CHECKING:
    from itsm.tickets.models.act import Act


class Hold(models.Model):
    """Who held the baton from when to when: the strip, and the time by holder in every report."""

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="holds", db_index=False)
    holder = models.CharField(max_length=10, choices=Holder)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ticket", "since"], name="hold_ticket")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=models.Q(until=None), name="one_holder_per_ticket"
            )
        ]


class HandoverQuerySet(models.QuerySet["Handover"]):
    def offered(self) -> Self:
        return self.filter(state=Handover.State.OFFERED)


class Handover(models.Model):
    """A baton in the air between two teams: what was found, what the colleague knows, what is promised next."""

    class State(models.TextChoices):
        OFFERED = "offered", gettext_lazy("offered")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        RETURNED = "returned", gettext_lazy("returned")

    ticket = models.ForeignKey("tickets.Ticket", models.PROTECT, related_name="handovers")
    from_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    to_team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    found = models.TextField()
    colleague_knows = models.TextField()
    promised = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.OFFERED)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # why it was returned
    told_again_at = models.DateTimeField(null=True)  # the colleague says that they had to tell it anew

    objects: ClassVar = HandoverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=models.Q(state="offered"), name="one_offer_per_ticket"
            )
        ]


def require(**fields: str) -> None:
    """Each named text must say something; otherwise the form (and the API) hears which one is missing."""
    missing = {
        name: _("Write this down: the next person starts from it.")
        for name, text in fields.items()
        if not text.strip()
    }
    if missing:
        raise ValidationError(missing)


class Baton(models.Model):
    """What a ticket knows and does about its holder."""

    holder = models.CharField(max_length=10, choices=Holder, default=Holder.TEAM)
    team = models.ForeignKey(Team, models.PROTECT, related_name="tickets", db_index=False)
    assignee = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="assigned_tickets", db_index=False
    )
    held_since = models.DateTimeField(default=timezone.now)
    drops_at = models.DateTimeField(null=True)  # when a team's queue becomes a dropped baton
    strip = models.JSONField(
        default=list
    )  # [holder, who, since (epoch s), drops_at (epoch s) or null], oldest first
    handover_count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    # Verbs --------------------------------------------------------------------------------------------------------

    def take(self, *, by: Person, now: datetime | None = None) -> None:
        """An agent picks the baton up, from the queue or from another hand."""
        with self.act("take", by=by, now=now, public=True, person=by.short_name) as act:
            self.refuse_if_over("take")
            self._answer_offer(Handover.State.ACCEPTED, by=by, now=act.now)
            self.assignee = by
            if self._in_our_hands():
                self.begin_work(act)
                self.pass_baton(Holder.AGENT, act, person=by)

    def assign(self, *, to: Person, by: Person, now: datetime | None = None) -> None:
        """Give it to a member of the same team; another team needs `hand_over` and its note."""
        with self.act("assign", by=by, now=now, public=True, person=to.short_name, person_id=to.pk) as act:
            self.refuse_if_over("assign")
            if not self.team.members.filter(pk=to.pk).exists():
                raise Refused(
                    _("%(person)s is not in %(team)s. Hand the ticket over to their team, with a note.")
                    % {"person": to, "team": self.team}
                )
            self._answer_offer(Handover.State.ACCEPTED, by=by, now=act.now)
            self.assignee = to
            if self._in_our_hands():
                self.pass_baton(Holder.AGENT, act, person=to)

    def hand_over(
        self,
        *,
        to_team: Team,
        found: str,
        colleague_knows: str,
        promised: str,
        by: Person,
        to_person: Person | None = None,
        now: datetime | None = None,
    ) -> Handover:
        """Offer the baton to another team, with the note that spares the colleague telling it all again."""
        require(found=found, colleague_knows=colleague_knows, promised=promised)
        with self.act("hand_over", by=by, now=now, comment=found) as act:
            self.refuse_if_over("hand_over")
            if to_team.pk == self.team_id:
                raise Refused(
                    _("%(team)s has this ticket already. Assign it to a person instead.") % {"team": to_team}
                )
            self._answer_offer(Handover.State.ACCEPTED, by=by, now=act.now)
            offer = Handover.objects.create(
                ticket_id=self.pk, from_team=self.team, from_person=self.assignee, to_team=to_team, to_person=to_person,
                found=found, colleague_knows=colleague_knows, promised=promised, at=act.now, by=by,
            )  # fmt: skip
            act.details |= {
                "from": self.team.name, "to": to_team.name, "to_id": to_team.pk, "offer": offer.pk,
                "colleague_knows": colleague_knows, "promised": promised,
                **({"person": to_person.short_name, "person_id": to_person.pk} if to_person else {}),
            }  # fmt: skip
            self.team, self.assignee = to_team, None
            self.handover_count += 1
            self.pass_baton(Holder.TEAM, act)
        return offer

    def accept(self, *, by: Person, now: datetime | None = None) -> None:
        """The receiving team takes what was handed over."""
        with self.act("accept", by=by, now=now, public=True, person=by.short_name) as act:
            self.refuse_if_over("accept")
            if not self._answer_offer(Handover.State.ACCEPTED, by=by, now=act.now):
                raise Refused(_("Nothing is offered on %(number)s.") % {"number": self.number})
            self.assignee = by
            self.begin_work(act)
            self.pass_baton(Holder.AGENT, act, person=by)

    def return_(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """The receiving team says why not; the baton goes back to the hand it came from."""
        require(reason=reason)
        with self.act("return", by=by, now=now, comment=reason) as act:
            self.refuse_if_over("return")
            offer = self._answer_offer(Handover.State.RETURNED, by=by, now=act.now, reason=reason)
            if offer is None:
                raise Refused(_("Nothing is offered on %(number)s.") % {"number": self.number})
            act.details |= {
                "from": offer.to_team.name,
                "to": offer.from_team.name,
                "to_id": offer.from_team_id,
            }
            self.team, self.assignee = offer.from_team, offer.from_person
            self.give_back(act)

    # How ------------------------------------------------------------------------------------------------------------

    def begin_work(self, act: "Act") -> None:
        """A person has the baton now; practices move their state along."""

    def pass_baton(self, holder: Holder, act: "Act", *, person: Person | None = None) -> None:
        """Write who holds it from now on: the ledger, the strip, the hand-over clock."""
        if not act.fresh and act.hold is None:
            Hold.objects.filter(ticket_id=self.pk, until=None).update(until=act.now)
        self.holder, self.held_since = holder, act.now
        act.hold = Hold(holder=holder, team=self.team, person=person, since=act.now)
        self._time_the_queue(act)
        who = str(person) if person else self.team.name if holder == Holder.TEAM else ""
        drops = int(self.drops_at.timestamp()) if self.drops_at else None
        self.strip = [*self.strip, [str(holder), who, int(act.now.timestamp()), drops]][-STRIP_LENGTH:]

    def give_back(self, act: "Act") -> None:
        """To the agent who had it, or to the team if that agent has left since."""
        if self.assignee and not self.assignee.is_active:
            self.assignee = None
        self.pass_baton(Holder.AGENT if self.assignee else Holder.TEAM, act, person=self.assignee)

    def lay_down(self, act: "Act") -> None:
        """The race is over: nobody holds a finished ticket."""
        Hold.objects.filter(ticket_id=self.pk, until=None).update(until=act.now)
        self.drops_at = None
        self.strip = [*self.strip, [ENDED, "", int(act.now.timestamp()), None]][-STRIP_LENGTH:]

    def _time_the_queue(self, act: "Act") -> None:
        """A team's queue is timed until a person takes the baton."""
        act.clocks.stop(Clock.Kind.HANDOVER)
        if self.holder == Holder.TEAM:
            target = act.clocks.targets.handover
            own = int(self.team.handover_target.total_seconds())
            act.clocks.start(Clock.Kind.HANDOVER, min(own, target) if target else own)
        self.drops_at = act.clocks.due(Clock.Kind.HANDOVER)

    def _answer_offer(
        self, state: Handover.State, *, by: Person, now: datetime, reason: str = ""
    ) -> Handover | None:
        offer = self.handovers.offered().select_related("from_team", "from_person", "to_team").first()
        if offer is not None:
            offer.state, offer.answered_at, offer.answered_by, offer.reason = state, now, by, reason
            offer.save()
        return offer

    def _in_our_hands(self) -> bool:
        """Waiting for someone outside goes on while the ticket changes hands inside."""
        return self.holder in {Holder.TEAM, Holder.AGENT}

    @property
    def strip_segments(self) -> list[Segment]:
        return segments(self.strip, now=timezone.now())

    @property
    def strip_until(self) -> datetime | None:
        """When the race ended; None while it runs."""
        return ended_at(self.strip)

    @cached_property
    def standing_offer(self) -> Handover | None:
        """The hand-over that waits for the receiving team, if one does."""
        if self.holder != Holder.TEAM or not self.handover_count:
            return None
        return (
            self.handovers.offered()
            .select_related("from_team", "from_person", "to_team", "to_person", "by")
            .first()
        )

    if TYPE_CHECKING:
        pk: Any
        number: str
        handovers: Any
        refuse_if_over: Any
        act: Any


__all__ = ["Baton", "Event", "Handover", "Hold", "Holder", "require"]
