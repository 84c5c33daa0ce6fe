"""The way a change goes: the verbs of its flow. Each asks its gates; what was authorised is what is carried out."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.approvals import asking
from catalog.models import ApprovalStep
from changes.gates import Obstacle, Obstructed, refuse
from changes.models.flow import BEFORE_START, Outcome, Status, Type
from changes.models.governing import Authority
from itsm.people.models import Person
from itsm.services.calendars import deadline
from itsm.tickets.errors import Refused, TransitionNotAllowed
from itsm.tickets.models import Act, Channel, Holder
from itsm.tickets.models.baton import require
from itsm.tickets.models.ending import WORKING_DAY

REVIEW_WITHIN_DAYS = 5  # working days, for an emergency
WENT_WRONG = frozenset({Outcome.FAILED, Outcome.BACKED_OUT})


class Course(models.Model):
    """What a change does on its way. Stands before Ticket among the bases."""

    # The verb by which a change of a type comes to its authorities, and whose gates a change of its plan passes again.
    ASKED_BY: ClassVar[Mapping[str, str]] = {Type.NORMAL: "ask_authority", Type.EMERGENCY: "submit"}

    class Meta:
        abstract = True

    # Before it starts -------------------------------------------------------------------------------------------------

    def submit(self, *, by: Person, now: datetime | None = None) -> None:
        """The plan is complete: to whoever assesses it; a standard one is authorised by its model, an emergency asks at once."""
        if self.type == Type.EMERGENCY:
            return self._come_to_authorities("submit", by=by, now=now or timezone.now())
        with self.hold_still():
            self._weigh_again(now=now or timezone.now())
            with self.go("submit", by=by, now=now) as act:
                if self.type == Type.STANDARD:
                    self._be_authorised(act)
        return None

    def ask_authority(self, *, by: Person, now: datetime | None = None) -> None:
        """It is assessed: whoever has authority over a change of this type and risk is asked."""
        self._come_to_authorities("ask_authority", by=by, now=now or timezone.now())

    def authorise(self, *, by: Person | None, now: datetime | None = None) -> None:
        """Everybody who had to has said yes to exactly this plan. Their last yes does it; nobody can do it without them."""
        with self.go("authorise", by=by, now=now) as act:
            if not self.is_authorised_by_all():
                raise Refused(
                    _("Not everybody with authority over %(number)s has said yes to this plan.")
                    % {"number": self.number}
                )
            self._be_authorised(act)
            if self.type == Type.EMERGENCY:
                self._begin(act)

    def reject(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        """Not like this, and why. It may be worked over."""
        require(reason=reason)
        with self.go("reject", by=by, now=now, comment=reason) as act:
            asking.void(self)  # type: ignore[arg-type]
            self._come_back(act)

    def rework(self, *, by: Person, now: datetime | None = None) -> None:
        with self.go("rework", by=by, now=now):
            pass

    def revise(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """What was authorised changes: it is asked again, or, of a standard change, planned again."""
        require(reason=reason)
        now = now or timezone.now()
        with self.hold_still():
            self._refuse_step("revise")
            if self.type != Type.STANDARD:
                self._weigh_again(now=now)
                refuse(self, self.ASKED_BY[Type(self.type)], now)  # type: ignore[arg-type]
                self.ask_authorities(now=now)
            with self.go("revise", by=by, now=now, comment=reason) as act:
                self.authorised_digest, self.authorised_at = "", None
                self._come_back(act)

    def cancel(self, *, reason: str, by: Person, now: datetime | None = None) -> None:
        """It will not be carried out, and why."""
        require(reason=reason)
        with self.go("cancel", by=by, now=now, comment=reason) as act:
            self.end(act, status=Status.CANCELLED)

    # Doing it ---------------------------------------------------------------------------------------------------------

    def start(
        self, *, by: Person | None, confirmed: Collection[str] = (), now: datetime | None = None
    ) -> None:
        """`confirmed`: the checks of its model that whoever starts it has made, each in the model's words."""
        with self.go("start", by=by, now=now) as act:
            self._confirm(confirmed, act)
            self._begin(act)

    def finish(self, *, words: str, by: Person | None, now: datetime | None = None) -> None:
        """It is done; the words say how it went. What came of it the review says."""
        require(words=words)
        with self.go("finish", by=by, now=now, comment=words) as act:
            self._come_to_review(act)

    def back_out(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        """Everything is as it was before."""
        require(reason=reason)
        with self.go("back_out", by=by, now=now, comment=reason) as act:
            self.outcome = Outcome.BACKED_OUT
            self._come_to_review(act)

    def close(
        self,
        *,
        outcome: str,
        communication_right: bool,
        words: str,
        by: Person | None,
        now: datetime | None = None,
    ) -> None:
        """Nothing closes without an outcome, and without saying whether the communication was right."""
        require(words=words)
        with self.go("close", by=by, now=now, comment=words) as act:
            self._refuse_untrue(outcome)
            self.outcome, self.communication_right, self.review_words = outcome, communication_right, words
            self.review_due_at, self.resolved_at = None, self.ended_at
            act.details |= {"outcome": outcome, "communication_right": communication_right}
            self.end(act, status=Status.CLOSED)
            if self.model and outcome in WENT_WRONG:
                self.model.take_back(self.number, reason=words, by=by, now=act.now)

    # How --------------------------------------------------------------------------------------------------------------

    @contextmanager
    def go(self, verb: str, *, by: Person | None, now: datetime | None, comment: str = "") -> Iterator[Act]:
        """`move`, past the gates of the verb. Whoever waits for the change hears of each."""
        channel = Channel.DESK if comment else ""
        with self.move(verb, by=by, now=now, public=True, comment=comment, channel=channel) as act:
            refuse(self, verb, act.now)  # type: ignore[arg-type]
            yield act

    def _refuse_step(self, verb: str) -> None:
        if verb not in self.allowed_verbs:
            raise TransitionNotAllowed(self, verb)  # type: ignore[arg-type]

    def _come_to_authorities(self, verb: str, *, by: Person, now: datetime) -> None:
        with self.hold_still():
            self._refuse_step(verb)
            self._weigh_again(now=now)
            refuse(self, verb, now)  # type: ignore[arg-type]
            self.ask_authorities(now=now)
            with self.move(verb, by=by, now=now, public=True) as act:
                self.pass_baton(Holder.APPROVER, act)

    def _weigh_again(self, *, now: datetime) -> None:
        """Time goes by between planning and asking, and others fail meanwhile. The row is locked."""
        self.weigh(now=now)
        self.write_changes()

    def ask_authorities(self, *, now: datetime) -> None:
        """Of this plan, as it is now. Call it outside of an act: asking records Events of its own."""
        steps = Authority.objects.steps_for(self.type, self.risk_level)
        owner = self.service and self.service.owner
        asking.ask(self, steps, {}, subject_digest=self.digest, owner=owner, now=now)  # type: ignore[arg-type]

    def is_asked_about_this(self) -> bool:
        mine = self.approval_steps.filter(digest=self.digest)
        return bool(mine.exclude(state=ApprovalStep.State.VOID).exists())

    def is_authorised_by_all(self) -> bool:
        """At least one step, and none of them open, declined or about another plan."""
        steps = self.approval_steps.exclude(state=ApprovalStep.State.VOID).values_list("state", "digest")
        return set(steps) == {(ApprovalStep.State.APPROVED, self.digest)}

    def _be_authorised(self, act: Act) -> None:
        self.authorised_digest, self.authorised_at = self.digest, act.now
        if self.status == Status.SCHEDULED:
            self.pass_baton(Holder.SCHEDULED, act)

    @property
    def checks(self) -> list[str]:
        """What its model wants confirmed, one by one, before it starts."""
        return self.model.checks if self.type == Type.STANDARD and self.model else []

    def _confirm(self, confirmed: Collection[str], act: Act) -> None:
        open_ = [check for check in self.checks if check not in confirmed]
        if open_:
            words = _("Confirm before it starts: “%(check)s”.")
            raise Obstructed([Obstacle("check", words % {"check": check}) for check in open_])
        if self.checks:
            act.details["confirmed"] = self.checks

    def _begin(self, act: Act) -> None:
        self.started_at = act.now
        self._come_back(act)

    def _come_to_review(self, act: Act) -> None:
        self.ended_at = act.now
        if self.type == Type.EMERGENCY:
            within = REVIEW_WITHIN_DAYS * WORKING_DAY
            self.review_due_at = deadline(act.now, within, act.clocks.targets.hours)

    def _refuse_untrue(self, outcome: str) -> None:
        if outcome not in Outcome.values:
            raise ValidationError({"outcome": _("Say what came of it.")})
        if self.outcome == Outcome.BACKED_OUT and outcome not in WENT_WRONG:
            raise ValidationError({"outcome": _("It was backed out, so it was not successful.")})

    def _come_back(self, act: Act) -> None:
        """To whoever plans it and carries it out."""
        self.pass_baton(Holder.AGENT if self.assignee_id else Holder.TEAM, act, person=self.assignee)

    def pass_baton(self, holder: Holder, act: Act, *, person: Person | None = None) -> None:
        """Whatever happens among us meanwhile: while somebody decides it is theirs, and a date is waited for by nobody."""
        if self.status == Status.AUTHORISE:
            holder, person = Holder.APPROVER, self.who_is_asked()
        elif self.status == Status.SCHEDULED:
            holder, person = Holder.SCHEDULED, None
        super().pass_baton(holder, act, person=person)  # type: ignore[misc]

    def who_is_asked(self) -> Person | None:
        """By name where it is one person; several are somebody."""
        waiting = Person.objects.filter(approvals__step__ticket=self.pk, approvals__state="asked")
        asked = waiting.distinct()[:2]
        return asked[0] if len(asked) == 1 else None

    # As the approvals call it -----------------------------------------------------------------------------------------

    def approve(self, *, by: Person | None, now: datetime | None = None) -> None:
        self.authorise(by=by, now=now)

    def decline(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        self.reject(reason=reason, by=by, now=now)

    # As the ground floor calls it -------------------------------------------------------------------------------------

    def end(self, act: Act, *, status: str) -> None:
        asking.void(self)  # type: ignore[arg-type]
        super().end(act, status=status)  # type: ignore[misc]

    def merge_into(self, target: Any, *, by: Person, now: datetime | None = None) -> None:
        """What is being carried out ends by its review, and no other way."""
        with self.hold_still():
            if self.status not in BEFORE_START:
                raise Refused(_("%(number)s has started: it ends by its review.") % {"number": self.number})
            super().merge_into(target, by=by, now=now)  # type: ignore[misc]

    if TYPE_CHECKING:
        pk: Any
        number: str
        type: str
        status: str
        risk_level: str
        service: Any
        model: Any
        digest: str
        assignee: Person | None
        assignee_id: int | None
        approval_steps: Any
        allowed_verbs: list[str]
        authorised_digest: str
        authorised_at: datetime | None
        started_at: datetime | None
        ended_at: datetime | None
        resolved_at: datetime | None
        outcome: str
        communication_right: bool | None
        review_words: str
        review_due_at: datetime | None
        move: Any
        weigh: Any
        hold_still: Any
        write_changes: Any
