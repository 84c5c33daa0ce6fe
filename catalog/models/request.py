"""A request: a colleague asked for something that the catalogue offers."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.blueprint import Field
from catalog.models.answered import as_text
from catalog.models.course import rested
from catalog.models.offering import Offering, OfferingEdition
from catalog.models.parts import parts
from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.services.policy import Targets
from itsm.tickets.errors import Refused
from itsm.tickets.models import Attachment, Channel, Clock, Ending, Holder, Ticket, Waiting
from itsm.tickets.models.baton import require
from itsm.tickets.models.strip import STRIP_LENGTH

if TYPE_CHECKING:
    from itsm.tickets.models import Act

HOUR = 3600


class ServiceRequest(Waiting, Ending, Ticket):
    """submitted → (waiting for approval → approved | declined) → in fulfilment ⇄ on hold → fulfilled → closed."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", gettext_lazy("submitted")
        WAITING_APPROVAL = "waiting_approval", gettext_lazy("waiting for approval")
        APPROVED = "approved", gettext_lazy("approved")
        DECLINED = "declined", gettext_lazy("declined")
        IN_FULFILMENT = "in_fulfilment", gettext_lazy("in fulfilment")
        ON_HOLD = "on_hold", gettext_lazy("on hold")
        FULFILLED = "fulfilled", gettext_lazy("fulfilled")
        CLOSED = "closed", gettext_lazy("closed")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    KIND: ClassVar = Ticket.Kind.REQUEST
    DONE: ClassVar = Status.FULFILLED
    MERGED: ClassVar = Status.CLOSED
    FINISHED: ClassVar = frozenset({Status.DECLINED, Status.FULFILLED, Status.CLOSED, Status.WITHDRAWN})
    BEFORE: ClassVar = frozenset({Status.SUBMITTED, Status.WAITING_APPROVAL, Status.APPROVED})
    FREE: ClassVar = frozenset({Status.SUBMITTED, Status.APPROVED})  # nothing has to be agreed to any more
    FLOW: ClassVar = {
        "ask_approval": (frozenset({Status.SUBMITTED}), Status.WAITING_APPROVAL),
        "approve": (frozenset({Status.WAITING_APPROVAL}), Status.APPROVED),
        "decline": (frozenset({Status.WAITING_APPROVAL}), Status.DECLINED),
        "start": (FREE, Status.IN_FULFILMENT),
        "hold": (FREE | {Status.IN_FULFILMENT}, Status.ON_HOLD),
        "resume": (frozenset({Status.ON_HOLD}), Status.IN_FULFILMENT),
        "fulfil": (FREE | {Status.IN_FULFILMENT, Status.ON_HOLD}, Status.FULFILLED),
        "confirm": (frozenset({Status.FULFILLED}), Status.CLOSED),
        "reopen": (frozenset({Status.FULFILLED}), Status.IN_FULFILMENT),
        "close": (frozenset({Status.FULFILLED}), Status.CLOSED),
        "withdraw": (BEFORE | {Status.IN_FULFILMENT, Status.ON_HOLD}, Status.WITHDRAWN),
    }
    STEPS: ClassVar = {
        Status.SUBMITTED: 0,
        Status.WAITING_APPROVAL: 1,
        Status.APPROVED: 2,
        Status.IN_FULFILMENT: 2,
        Status.ON_HOLD: 2,
        Status.FULFILLED: 3,
        Status.CLOSED: 4,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("We have it"),
        1: gettext_lazy("Somebody agrees"),
        2: gettext_lazy("We work on it"),
        3: gettext_lazy("Do you have it?"),
        4: gettext_lazy("Done"),
    }

    AGREEING: ClassVar = 1  # the step that only some requests take
    ALIKE_BY: ClassVar = "offering"

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="requests")
    edition = models.ForeignKey(
        OfferingEdition, models.PROTECT, related_name="requests"
    )  # as it was asked under
    answers = models.JSONField(default=dict)  # field's key → what was answered

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hold_reason__in=["", *HoldReason.values]), name="request_known_hold_reason"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["closes_at"], name="request_closes", condition=Q(closes_at__isnull=False)),
            models.Index(fields=["wakes_at"], name="request_wakes", condition=Q(wakes_at__isnull=False)),
        ]
        permissions: ClassVar = [
            (f"{verb}_servicerequest", f"Can {verb} a request")
            for verb in ("start", "hold", "resume", "fulfil", "reopen", "close", "withdraw")
        ]

    @classmethod
    def steps_of(cls, ticket: Ticket) -> Mapping[int, Any]:
        """Nobody agrees where nobody was asked: the strip remembers who held it, as long as it reaches back to the start."""
        asked = any(holder == Holder.APPROVER for holder, *_more in ticket.strip)
        if asked or len(ticket.strip) >= STRIP_LENGTH:
            return cls.STEP_WORDS
        return {place: words for place, words in cls.STEP_WORDS.items() if place != cls.AGREEING}

    # Verbs ------------------------------------------------------------------------------------------------------------

    @classmethod
    def ask(
        cls,
        edition: OfferingEdition,
        answers: Mapping[str, Any],
        *,
        by: Person,
        requester: Person | None = None,
        files: Iterable[UploadedFile] = (),
        now: datetime | None = None,
        **fields: Any,
    ) -> Self:
        """A colleague asks for what the edition offers. What they answered stands on the ticket as one reads it."""
        now, offering = now or timezone.now(), edition.offering
        if offering.edition_id != edition.pk or offering.state != Offering.State.PUBLISHED:
            raise Refused(_("“%(title)s” is not offered in this form any more.") % {"title": edition.title})
        usual = {"service": offering.service, "team": offering.team, "title": edition.title}
        fields = usual | {"channel": Channel.PORTAL} | fields
        words = as_text([Field.from_json(row) for row in edition.form], answers)
        with transaction.atomic():
            made = cls.begin(
                by=by, requester=requester or by, status=cls.Status.SUBMITTED, offering=offering, edition=edition,
                answers=dict(answers), description=words, now=now, **fields,
            )  # fmt: skip
            for upload in files:
                Attachment.take_in(upload, ticket_id=made.pk, by=by).settle(made.opening)
            Offering.objects.filter(pk=offering.pk).update(asked=F("asked") + 1)
            made._send_on(by=by, now=now)
        return made

    def _send_on(self, *, by: Person, now: datetime) -> None:
        """To whoever must agree, or to work at once."""
        steps, owner = self.edition.approvals, self.offering.owner
        about = {"subject_digest": self.digest, "owner": owner, "now": now}
        if parts.approvals.ask(self, steps, self.answers, **about):  # type: ignore[arg-type]
            self.ask_approval(by=by, now=now)
        else:
            parts.plan.lay_out(self, now=now)

    def ask_approval(self, *, by: Person, now: datetime | None = None) -> None:
        """Somebody has to agree first: the baton is theirs, and our clocks stand still; what we promised stands."""
        with self.move("ask_approval", by=by, now=now, public=True) as act:
            for kind in (Clock.Kind.FIRST_RESPONSE, Clock.Kind.RESOLUTION):
                act.clocks.enter(kind, "pause", reason="approval")
            self.pass_baton(Holder.APPROVER, act)

    def approve(self, *, by: Person | None, now: datetime | None = None) -> None:
        """Everybody who had to has agreed: the work may begin."""
        with transaction.atomic():
            with self.move("approve", by=by, now=now, public=True) as act:
                act.clocks.resume()
                self.pass_baton(Holder.AGENT if self.assignee_id else Holder.TEAM, act, person=self.assignee)
            parts.plan.lay_out(self, now=act.now)

    def decline(self, *, reason: str, by: Person | None, now: datetime | None = None) -> None:
        """It is not agreed to, and why: the colleague reads it."""
        require(reason=reason)
        with self.move("decline", by=by, now=now, public=True, comment=reason, channel=Channel.DESK) as act:
            self.end(act, status=self.Status.DECLINED)

    def start(self, *, by: Person, now: datetime | None = None) -> None:
        with self.move("start", by=by, now=now, public=True):
            pass

    def fulfil(
        self, *, words: str, by: Person | None, seen: int | None = None, now: datetime | None = None
    ) -> None:
        """They have it; `words` tell what, where and how to begin. They have some working days to disagree."""
        require(words=words)
        with self.move(
            "fulfil", by=by, now=now, public=True, comment=words, channel=Channel.DESK, seen=seen
        ) as act:
            self.come_to_rest(act)
            parts.plan.void(self)

    def withdraw(self, *, reason: str = "", by: Person, now: datetime | None = None) -> None:
        """They need it no more. Nobody asks them why, but they may say."""
        with self.move(
            "withdraw", by=by, now=now, public=True, comment=reason, channel=Channel.PORTAL if reason else ""
        ) as act:
            self.end(act, status=self.Status.WITHDRAWN)

    # How --------------------------------------------------------------------------------------------------------------

    def begin_work(self, act: "Act") -> None:
        """Who takes a request that waits for nobody's yes has begun to work on it."""
        if self.status in self.FREE:
            act.details["status"] = [self.status, self.Status.IN_FULFILMENT]
            self.status = self.Status.IN_FULFILMENT

    def pass_baton(self, holder: Holder, act: "Act", *, person: Person | None = None) -> None:
        """Whatever happens among us meanwhile: it is the approver's move until they have said yes or no."""
        if self.status == self.Status.WAITING_APPROVAL and not act.fresh:
            holder, person = Holder.APPROVER, self.who_is_asked()
        super().pass_baton(holder, act, person=person)

    def end(self, act: "Act", *, status: str) -> None:
        """However it ends without being given, also merged: nobody is asked any more, and no other system is called."""
        parts.approvals.void(self)
        parts.plan.void(self)
        super().end(act, status=status)

    def end_hold(self, act: "Act") -> None:
        rested(self, act)
        super().end_hold(act)

    def who_is_asked(self) -> Person | None:
        """By name where it is one person; several are somebody."""
        waiting = Person.objects.filter(approvals__step__ticket=self.pk, approvals__state="asked")
        asked = waiting.distinct()[:2]
        return asked[0] if len(asked) == 1 else None

    def own_targets(self, targets: Targets) -> Targets:
        """What the offering says itself about how long it takes counts before the agreement."""
        hours = self.edition.within_hours
        return replace(targets, resolution=hours * HOUR) if hours else targets

    @property
    def digest(self) -> str:
        """The fingerprint of what is asked: a yes to this is not a yes to anything else."""
        told = [self.edition_id, self.requester_id, self.answers]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    if TYPE_CHECKING:
        edition_id: int
