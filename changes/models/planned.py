"""The plan of a change, its fingerprint, and the one verb that changes it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from catalog.approvals import asking
from changes import planning
from changes.gates import refuse
from changes.models.flow import Status, Type
from changes.models.plan_rows import ROWS, contract_rows, step_rows, write_rows
from changes.risk.weighing import weigh
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.event import plain

if TYPE_CHECKING:
    from changes.models.library import ChangeModel

FIELDS = frozenset({
    "title", "description", "type", "model", "service", "reason", "benefit", "starts_at", "ends_at", "risk_answers",
    "test_evidence", "back_out_plan", "back_out_minutes",
})  # fmt: skip
# An emergency is written down when it is over.
MAY_FOLLOW = frozenset({"description", "reason", "benefit", "risk_answers", "test_evidence", "back_out_plan"})
OPEN_TO_PLANNING = frozenset(
    {Status.DRAFT, Status.ASSESS, Status.AUTHORISE, Status.REJECTED, Status.SCHEDULED}
)


class NothingChanged(Refused):
    """The plan says already what it was told."""


class Planned(models.Model):
    """What a change knows and does about its plan."""

    class Meta:
        abstract = True

    def plan(
        self, *, by: Person, seen: int | None = None, now: datetime | None = None, **fields: Any
    ) -> None:
        """Change what is planned. What was authorised or is being authorised is asked again."""
        if unknown := fields.keys() - FIELDS - ROWS.keys():
            raise TypeError(f"A plan has no {', '.join(sorted(unknown))}")
        with transaction.atomic():
            with self.act("plan", by=by, now=now, seen=seen) as act:
                self._refuse_planning(fields)
                act.details |= self._write_plan(fields)
                if not act.details:
                    raise NothingChanged(_("Nothing was changed on %(number)s.") % {"number": self.number})
                self.weigh(now=act.now)
                if "service" in act.details:
                    act.details["targets"] = act.clocks.retarget()
            planning.planned(self, act)  # type: ignore[arg-type]
            self._ask_again(by=by, now=act.now)

    def edit(
        self, *, by: Person, seen: int | None = None, now: datetime | None = None, **fields: Any
    ) -> None:
        """What belongs to the plan is planned: no way leads around asking again."""
        planned = {name: fields.pop(name) for name in (FIELDS | ROWS.keys()) & fields.keys()}
        others = {name: value for name, value in fields.items() if getattr(self, name) != value}
        with transaction.atomic():
            if others:
                super().edit(by=by, seen=seen, now=now, **others)  # type: ignore[misc]
                if not planned:  # what is no part of the plan may be edited while it is carried out, too
                    return
            try:
                self.plan(by=by, seen=seen, now=now, **planned)
            except NothingChanged:
                if not others:
                    raise

    def weigh(self, *, now: datetime) -> None:
        """Its risk, as the plan is now and with what Baton knows now. Call it while the row is locked."""
        found = weigh(self, now=now)
        self.risk_score, self.risk_level, self.risk_because = found.score, found.level, found.because

    def _refuse_planning(self, fields: Mapping[str, Any]) -> None:
        late = self.type == Type.EMERGENCY and self.status in {Status.IMPLEMENTING, Status.REVIEW}
        if self.status not in OPEN_TO_PLANNING and not (late and fields.keys() <= MAY_FOLLOW):
            raise Refused(_("The plan of %(number)s cannot change any more.") % {"number": self.number})
        if {"type", "model"} & fields.keys() and self.status != Status.DRAFT:
            raise Refused(_("The type of a change is chosen while it is a draft."))

    def _write_plan(self, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Write it; returns what changed, as [old, new]."""
        fields = self._with_model(fields)
        plain_fields = {name: value for name, value in fields.items() if name in FIELDS}
        before = {name: getattr(self, name) for name in plain_fields}
        for name, value in plain_fields.items():
            setattr(self, name, value)
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise ValidationError({"ends_at": _("It ends after it starts.")})
        changed = {
            name: [plain(old), plain(getattr(self, name))]
            for name, old in before.items()
            if old != getattr(self, name)
        }
        return changed | write_rows(self, {name: fields[name] for name in ROWS if name in fields})

    def _with_model(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """A standard change is planned as its model says, but for what was said otherwise."""
        model: ChangeModel | None = fields.get("model")
        if model is None or model == self.model:
            return dict(fields)
        self.model_edition = model.edition
        said = {"steps": model.steps, "back_out_plan": model.back_out}
        if not self.services.exists():
            said["services"] = list(model.services.all())
        return {**said, **fields}

    def _ask_again(self, *, by: Person, now: datetime) -> None:
        """A yes to another plan is no yes to this one."""
        if self.status == Status.SCHEDULED and self.digest != self.authorised_digest:
            self.revise(reason=_("The plan was changed after it was authorised."), by=by, now=now)
        elif self.status == Status.AUTHORISE and not self.is_asked_about_this():
            refuse(self, self.ASKED_BY[self.type], now)  # type: ignore[arg-type]
            self.ask_authorities(now=now)

    # Its fingerprint --------------------------------------------------------------------------------------------------

    @property
    def digest(self) -> str:
        """The fingerprint of what is authorised: a yes to this is not a yes to anything else."""
        return asking.fingerprint(
            type=self.type, model=[self.model_id, self.model_edition], title=self.title, service=self.service_id,
            texts=[self.description, self.reason, self.benefit, self.test_evidence, self.back_out_plan],
            window=[moment and moment.timestamp() for moment in (self.starts_at, self.ends_at)],
            services=sorted(self.services.values_list("pk", flat=True)), risk=self.risk_answers,
            back_out_minutes=self.back_out_minutes, steps=step_rows(self), contract=contract_rows(self),
        )  # fmt: skip

    @property
    def affected_ids(self) -> set[int]:
        """The services it touches: the one that is changed, and those named beside it."""
        named = set(self.services.values_list("pk", flat=True))
        return named | {self.service_id} if self.service_id else named

    if TYPE_CHECKING:
        ASKED_BY: ClassVar[Mapping[str, str]]
        number: str
        status: str
        title: str
        type: str
        description: str
        reason: str
        benefit: str
        model: ChangeModel | None
        model_id: int | None
        model_edition: int | None
        service_id: int | None
        services: Any
        starts_at: datetime | None
        ends_at: datetime | None
        risk_answers: dict[str, int]
        risk_score: int | None
        risk_level: str
        risk_because: list[Any]
        test_evidence: str
        back_out_plan: str
        back_out_minutes: int | None
        authorised_digest: str
        last_event: int
        act: Any
        revise: Any
        is_asked_about_this: Any
        ask_authorities: Any
