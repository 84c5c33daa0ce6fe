"""A change: something is added, altered or removed that could affect a service. It shall surprise nobody."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy

from changes.models import flow
from changes.models.course import Course
from changes.models.flow import Level, Outcome
from changes.models.library import ChangeModel
from changes.models.plan_rows import ROWS
from changes.models.planned import FIELDS, Planned
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.models import Ticket
from itsm.tickets.models.columns import Computed

# What `propose` leaves to the plan; the ticket itself begins with title, type, description and service.
PLAN = (FIELDS | ROWS.keys()) - {"title", "type", "description", "service"}
IN_THE_CALENDAR = ("assess", "authorise", "scheduled", "implementing")


class Change(Course, Planned, Ticket):
    """draft → assess → authorise → scheduled → implementing → review → closed; shorter for standard and emergency ones."""

    Type = flow.Type
    Status = flow.Status
    Level = Level
    Outcome = Outcome

    KIND: ClassVar = Ticket.Kind.CHANGE
    MERGED: ClassVar = flow.Status.CANCELLED
    FINISHED: ClassVar = frozenset({flow.Status.CLOSED, flow.Status.CANCELLED})
    FLOW: ClassVar = flow.ByType()
    STEPS: ClassVar = {
        flow.Status.DRAFT: 0,
        flow.Status.REJECTED: 0,
        flow.Status.ASSESS: 1,
        flow.Status.AUTHORISE: 2,
        flow.Status.SCHEDULED: 3,
        flow.Status.IMPLEMENTING: 4,
        flow.Status.REVIEW: 5,
        flow.Status.CLOSED: 6,
    }
    STEP_WORDS: ClassVar = {
        0: gettext_lazy("Being prepared"),
        1: gettext_lazy("Being assessed"),
        2: gettext_lazy("Somebody decides"),
        3: gettext_lazy("Planned"),
        4: gettext_lazy("Being carried out"),
        5: gettext_lazy("Looked at afterwards"),
        6: gettext_lazy("Done"),
    }

    type = models.CharField(gettext_lazy("type"), max_length=9, choices=flow.Type, default=flow.Type.NORMAL)
    model = models.ForeignKey(
        ChangeModel, models.PROTECT, null=True, blank=True, related_name="changes",
        verbose_name=gettext_lazy("change model"),
    )  # fmt: skip
    model_edition = models.PositiveIntegerField(null=True, editable=False)
    # `description` says what is done; these say why.
    reason = models.TextField(gettext_lazy("why it is needed"), blank=True)
    benefit = models.TextField(gettext_lazy("what colleagues gain"), blank=True)
    services = models.ManyToManyField(
        Service, related_name="changes", blank=True, verbose_name=gettext_lazy("affected services")
    )  # `service` is the one that is changed
    starts_at = models.DateTimeField(gettext_lazy("from"), null=True, blank=True)
    ends_at = models.DateTimeField(gettext_lazy("until"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # Risk: the answers (question's key → place of the choice), what came of them, and why: [[words, points], …]
    risk_answers = models.JSONField(default=dict, blank=True)
    risk_score = models.PositiveSmallIntegerField(null=True, editable=False)
    risk_level = models.CharField(max_length=6, choices=Level, blank=True, editable=False)
    risk_because = models.JSONField(default=list, editable=False)
    # Plan (the steps are `ChangeStep`s)
    test_evidence = models.TextField(
        gettext_lazy("how it was tested, and what showed that it works"), blank=True
    )
    back_out_plan = models.TextField(gettext_lazy("how we get back"), blank=True)
    back_out_minutes = models.PositiveSmallIntegerField(
        gettext_lazy("minutes to get back"), null=True, blank=True
    )
    # What was authorised: a plan with another fingerprint is authorised anew.
    authorised_digest = models.CharField(max_length=64, blank=True, editable=False)
    authorised_at = models.DateTimeField(null=True, editable=False)
    # Review
    outcome = models.CharField(max_length=15, choices=Outcome, blank=True, editable=False)
    communication_right = models.BooleanField(null=True, editable=False)
    review_words = models.TextField(blank=True, editable=False)
    review_due_at = models.DateTimeField(null=True, editable=False)
    window = Computed(
        expression=Func(F("starts_at"), F("ends_at"), Value("[)"), function="tstzrange"),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    class Meta:
        indexes: ClassVar = [
            GistIndex(fields=["window"], name="change_window"),
            models.Index(fields=["starts_at", "ticket_ptr"], name="change_starts"),
            models.Index(
                fields=["review_due_at"], name="change_review_due", condition=Q(review_due_at__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="change_ends_after_it_starts",
            )
        ]
        permissions: ClassVar = [
            *((f"{verb}_change", f"Can {verb.replace('_', ' ')} a change") for verb in flow.VERBS),
            ("govern_change", "Can edit risk questions, authorities, change models and freezes"),
            ("run_meeting", "Can prepare and run meetings of the change advisory board"),
        ]

    @classmethod
    def propose(
        cls,
        *,
        by: Person,
        title: str,
        type: str = flow.Type.NORMAL,
        requester: Person | None = None,
        now: datetime | None = None,
        **fields: Any,
    ) -> Self:
        """Somebody at the desk wants to change something. Whoever proposes it carries it, until it is given to another."""
        plan = {name: fields.pop(name) for name in PLAN & fields.keys()}
        if by.has_perm("tickets.work_ticket"):
            fields.setdefault("assignee", by)
        with transaction.atomic():
            made = cls.begin(by=by, requester=requester or by, title=title, type=type, now=now, **fields)
            if plan:
                made.plan(by=by, now=now, **plan)
        return made

    @classmethod
    def begin(cls, **about: Any) -> Self:
        return super().begin(**{"status": flow.Status.DRAFT} | about)

    if TYPE_CHECKING:
        model_id: int | None


class ChangeStep(models.Model):
    """One step of the plan, or of the way back. Ticked while it is done."""

    class Part(models.TextChoices):
        PLAN = "plan", gettext_lazy("plan")
        BACK_OUT = "back_out", gettext_lazy("way back")

    change = models.ForeignKey(Change, models.CASCADE, related_name="steps")
    part = models.CharField(max_length=8, choices=Part, default=Part.PLAN)
    place = models.PositiveSmallIntegerField()
    what = models.CharField(gettext_lazy("what is done"), max_length=240)
    minutes = models.PositiveSmallIntegerField(gettext_lazy("minutes"))
    owner = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="change_steps",
        verbose_name=gettext_lazy("who"),
    )
    no_return = models.BooleanField(gettext_lazy("no way back after this step"), default=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["part", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["change", "part", "place"],
                name="one_step_at_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["change"], condition=Q(no_return=True), name="one_point_of_no_return"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ContractLine(models.Model):
    """Who must know, by when, by which channel, and what share of them must have said that they know."""

    class Channel(models.TextChoices):
        NOTICE = "notice", gettext_lazy("a notice")
        CONVERSATION = "conversation", gettext_lazy("a conversation")

    change = models.ForeignKey(Change, models.CASCADE, related_name="contract")
    # As a notice's audience is written: {"services": [ids], "sites": [ids], "teams": [ids], "people": [ids]}
    who = models.JSONField(default=dict)
    label = models.CharField(gettext_lazy("who must know, in words"), max_length=160)
    hours_before = models.PositiveSmallIntegerField(gettext_lazy("hours before it starts"), default=24)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.NOTICE)
    share = models.PositiveSmallIntegerField(gettext_lazy("per cent who confirm that they know"), default=0)
    # As it stood at the moment the change started.
    kept = models.BooleanField(null=True, editable=False)
    acknowledged_share = models.PositiveSmallIntegerField(null=True, editable=False)
    overridden_at = models.DateTimeField(null=True, editable=False)
    overridden_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", editable=False)
    override_reason = models.TextField(blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-hours_before", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(share__lte=100), name="contract_share_of_a_hundred"),
            models.CheckConstraint(
                condition=Q(overridden_at=None) | ~Q(override_reason=""),
                name="contract_overridden_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label
