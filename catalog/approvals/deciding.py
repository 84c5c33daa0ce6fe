"""Deciding: one person's yes or no, at most once, about exactly what they were shown.

Whoever decides locks the ticket first, so two at once come one after the other, and the second is told what the first did.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.approvals.asking import about, begin
from catalog.approvals.subject import subject_of
from catalog.approvals.whom import barred, belongs
from catalog.models import Approval, ApprovalStep
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel, Ticket

State = Approval.State


class Why(models.TextChoices):
    """Why somebody can no longer decide, or could never."""

    ANSWERED = (
        "answered",
        gettext_lazy("You have answered this already. Your answer stands; nothing was done twice."),
    )
    OVER = "over", gettext_lazy("Somebody else who was asked has decided this step. Nothing is left to do.")
    CHANGED = (
        "changed",
        gettext_lazy("What is asked for has changed since. Look at how it is now, then decide."),
    )
    ENDED = "ended", gettext_lazy("It is not asked any more: the request was withdrawn or has ended.")
    PASSED_ON = "passed_on", gettext_lazy("Somebody else is asked in your place now. Nothing is left to do.")
    OWN = "own", gettext_lazy("Nobody approves what they asked for or carry out themselves.")
    BELONGS = (
        "belongs",
        gettext_lazy("You do not belong to those who decide this any more. Nothing is left to do."),
    )


class CannotDecide(Refused):
    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(str(why.label))


def why_not(approval: Approval, *, by: Person, digest: str) -> Why | None:
    """What stands between this person and an answer; None if nothing does. The approval is read afresh."""
    step, ticket = approval.step, approval.step.ticket
    if approval.state in {State.APPROVED, State.DECLINED}:
        return Why.ANSWERED
    if by.pk in barred(ticket):
        return Why.OWN
    if digest != step.digest or is_asked_anew(step):
        return Why.CHANGED
    if step.state in {ApprovalStep.State.APPROVED, ApprovalStep.State.DECLINED}:
        return Why.OVER
    if step.state != ApprovalStep.State.ASKED or not ticket.open:
        return Why.ENDED
    if approval.state == State.VOID:
        others = step.approvals.with_voice(approval.voice).exclude(pk=approval.pk)
        answered = others.filter(state__in=[State.APPROVED, State.DECLINED]).exists()
        return Why.OVER if answered else Why.PASSED_ON
    return None if belongs(approval) else Why.BELONGS


def refuse(approval: Approval, *, by: Person, digest: str) -> None:
    if why := why_not(approval, by=by, digest=digest):
        raise CannotDecide(why)


def is_asked_anew(step: ApprovalStep) -> bool:
    """The content changed, and whoever must agree is asked about what it is now."""
    void = ApprovalStep.State.VOID
    return (
        step.state == void and step.ticket.approval_steps.filter(pk__gt=step.pk).exclude(state=void).exists()
    )


def decide(
    approval: Approval,
    *,
    agrees: bool,
    words: str = "",
    by: Person,
    channel: str = Channel.PORTAL,
    digest: str,
    link: bool = False,
    now: datetime | None = None,
) -> Approval:
    """Say yes or no. `digest` is what was shown to them; `link`: by the signed address of a mail. One transaction."""
    if approval.person_id != by.pk:
        raise Approval.DoesNotExist
    if not agrees and not words.strip():
        raise ValidationError({"words": _("Say why, in plain words: the colleague reads it.")})
    refuse(
        Approval.objects.with_subject().get(pk=approval.pk), by=by, digest=digest
    )  # before anything is locked
    with transaction.atomic():
        answer = Answer(
            approval.step.ticket.specific, agrees, words.strip(), by, channel, now or timezone.now()
        )
        return answer.give(approval.pk, digest=digest, link=link)


@dataclass
class Answer:
    """One answer on its way: what it does to the step, and the step to the ticket."""

    ticket: Ticket
    agrees: bool
    words: str
    by: Person
    channel: str
    now: datetime

    def give(self, pk: int, *, digest: str, link: bool) -> Approval:
        with self.recorded() as act:
            mine = Approval.objects.select_for_update(of=("self",)).with_subject().get(pk=pk)
            refuse(mine, by=self.by, digest=digest)
            mine.state = State.APPROVED if self.agrees else State.DECLINED
            mine.words, mine.channel, mine.decided_at = self.words, self.channel, self.now
            mine.link_used_at = self.now if link else None
            mine.save()
            step = mine.step
            step.approvals.waiting().with_voice(mine.voice).update(state=State.VOID)
            step.state = step.verdict()
            act.details |= self.details(mine)
            if step.state != ApprovalStep.State.DECLINED:  # else the ticket's own verb says the reason
                act.comment = self.words
        if step.state != ApprovalStep.State.ASKED:
            self.end(step)
        return mine

    @contextmanager
    def recorded(self) -> Iterator[Any]:
        verb = "approve_step" if self.agrees else "decline_step"
        with self.ticket.act(verb, by=self.by, now=self.now, public=True, channel=self.channel) as act:
            yield act

    def details(self, mine: Approval) -> dict[str, Any]:
        """Who agreed to what, for whom, by which channel: readable in twenty years."""
        return {
            **about(mine.step),
            "for": str(mine.stands_for or ""),
            "because": mine.because,
            "by_channel": self.channel,
            "version": subject_of(self.ticket).version,
        }

    def end(self, step: ApprovalStep) -> None:
        """The step is decided: the next is asked, or the ticket goes its way."""
        step.decided_at, step.remind_at, step.escalate_at = self.now, None, None
        step.save()
        step.approvals.waiting().update(state=State.VOID)
        waiting = self.ticket.approval_steps.filter(digest=step.digest, state=ApprovalStep.State.WAITING)
        if step.state == ApprovalStep.State.DECLINED:
            waiting.update(state=ApprovalStep.State.VOID)
            self.ticket.specific.decline(reason=self.words, by=self.by, now=self.now)
        elif following := waiting.order_by("place").first():
            begin(following, self.ticket, now=self.now)
        else:
            self.ticket.specific.approve(by=self.by, now=self.now)
