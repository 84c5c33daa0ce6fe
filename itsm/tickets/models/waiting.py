"""A ticket on hold: what it waits for, who has the baton meanwhile, and how the work goes on."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.tickets.models.baton import Holder
from itsm.tickets.models.clock import Clock
from itsm.tickets.models.conversation import Channel
from itsm.tickets.models.promise import check_promise

if TYPE_CHECKING:
    from itsm.tickets.models.act import Act

# Who has the baton while a ticket waits; for other reasons it stays where it is.
HELD_BY = {
    HoldReason.COLLEAGUE: Holder.COLLEAGUE,
    HoldReason.SUPPLIER: Holder.SUPPLIER,
    HoldReason.SCHEDULED: Holder.SCHEDULED,
}


class Waiting(models.Model):
    """For tickets whose flow has `hold` and `resume`. Stands before Ticket among the bases."""

    hold_reason = models.CharField(max_length=10, choices=HoldReason, blank=True)
    wakes_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def hold(
        self,
        *,
        reason: str,
        by: Person,
        question: str = "",
        until: datetime | None = None,
        seen: int | None = None,
        now: datetime | None = None,
    ) -> None:
        """Stop working for a reason. Waiting for the colleague needs a question to them; a plan needs its moment."""
        if reason == HoldReason.COLLEAGUE and not question.strip():
            raise ValidationError(
                {"question": _("Ask your question: the colleague has the baton until they answer.")}
            )
        if reason == HoldReason.SCHEDULED and until is None:
            raise ValidationError({"until": _("Say for when it is planned.")})
        with self.move(
            "hold",
            by=by,
            now=now,
            public=True,
            comment=question,
            channel=Channel.DESK,
            seen=seen,
            reason=reason,
        ) as act:
            if until is not None:
                check_promise(until, now=act.now)
            self.hold_reason, self.wakes_at = reason, until if reason == HoldReason.SCHEDULED else None
            if question:
                self.hear_from_us(act, question, until=until)
            if reason in act.clocks.targets.pauses:
                act.clocks.pause(reason)
                self.promised_at = act.clocks.due(Clock.Kind.NEXT_UPDATE)
            if reason in HELD_BY:
                self.pass_baton(
                    HELD_BY[HoldReason(reason)],
                    act,
                    person=self.requester if reason == HoldReason.COLLEAGUE else None,
                )

    def resume(self, *, by: Person | None, now: datetime | None = None) -> None:
        """Work goes on: the colleague answered, the supplier delivered, the moment came."""
        with self.move("resume", by=by, now=now, public=True) as act:
            self.end_hold(act)

    def hear_from_colleague(self, act: "Act") -> None:
        """Their answer ends the hold for it even if the ticket was handed on meanwhile, and the baton with it."""
        super().hear_from_colleague(act)  # type: ignore[misc]
        if self.hold_reason == HoldReason.COLLEAGUE and "resume" in self.allowed_verbs:
            self.take_back(act)

    def take_back(self, act: "Act") -> None:
        """The colleague's answer ends the hold for it."""
        _sources, working = self.FLOW["resume"]
        act.details["status"] = [self.status, working]
        self.status = working
        self.end_hold(act)

    def end_hold(self, act: "Act") -> None:
        self.hold_reason, self.wakes_at = "", None
        act.clocks.resume()
        if self.promised_at is None:  # it was paused: a new word is promised from now
            self.make_promise(act, outcome=Clock.Outcome.VOID)
        if self.holder not in {Holder.AGENT, Holder.TEAM}:
            super().take_back(act)  # type: ignore[misc]

    if TYPE_CHECKING:
        FLOW: ClassVar[Any]
        status: str
        allowed_verbs: list[str]
        holder: str
        requester: Person
        promised_at: datetime | None
        move: Any
        make_promise: Any
        hear_from_us: Any
        pass_baton: Any
