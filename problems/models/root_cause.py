"""How a cause was found: what contributed, what shows it, and what is done so that it stays away."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models.baton import require
from problems.models.problem import Problem

MOST_WHYS = 7


def write_whys(problem: Problem, *, whys: Sequence[str], by: Person, now: datetime | None = None) -> None:
    """Each the answer to “why?” about the one before it; the last one is where to look for the root."""
    told = [why.strip() for why in whys if why.strip()]
    if len(told) > MOST_WHYS:
        raise ValidationError({"whys": gettext("Seven are enough: the last ones say little more.")})
    with problem.act("write_whys", by=by, now=now, whys=told):
        problem.whys = told


class Cause(models.Model):
    """One contributing cause, on a branch of the cause-and-effect picture. One of them may be the root."""

    class Branch(models.TextChoices):
        PEOPLE = "people", _("people and skills")
        PROCESS = "process", _("how we work")
        TECHNOLOGY = "technology", _("technology")
        CHANGE = "change", _("something changed")
        SUPPLIER = "supplier", _("supplier")
        SURROUNDINGS = "surroundings", _("surroundings")

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="causes")
    branch = models.CharField(_("branch"), max_length=12, choices=Branch)
    what = models.CharField(_("what contributed"), max_length=240)
    evidence = models.TextField(_("what shows it"), blank=True)
    is_root = models.BooleanField(_("this is the root cause"), default=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    at = models.DateTimeField(editable=False)

    class Meta:
        ordering: ClassVar = ["branch", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["problem"], condition=models.Q(is_root=True), name="one_root_cause"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def add(
        cls,
        problem: Problem,
        *,
        branch: str,
        what: str,
        by: Person,
        evidence: str = "",
        is_root: bool = False,
        now: datetime | None = None,
    ) -> Self:
        require(what=what)
        with problem.act("add_cause", by=by, now=now, what=what, evidence=evidence, is_root=is_root) as act:
            if is_root:
                problem.causes.update(is_root=False)
            return cls.objects.create(
                problem=problem,
                branch=branch,
                what=what,
                evidence=evidence,
                is_root=is_root,
                by=by,
                at=act.now,
            )

    def make_root(self, *, by: Person, now: datetime | None = None) -> None:
        """Of all that contributed, this is what must go."""
        with self.problem.act("make_root", by=by, now=now, what=self.what):
            self.problem.causes.update(is_root=False)
            self.is_root = True
            self.save(update_fields=["is_root"])

    def remove(self, *, by: Person, now: datetime | None = None) -> None:
        """It did not contribute after all; the timeline keeps that somebody thought so."""
        with self.problem.act("remove_cause", by=by, now=now, what=self.what):
            self.delete()


class ProblemAction(models.Model):
    """Something to be done so that it does not come back, with a name and a day."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="problem_actions", verbose_name=_("owner"))
    due_on = models.DateField(_("due on"))
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.what

    @classmethod
    def add(
        cls,
        problem: Problem,
        *,
        what: str,
        owner: Person,
        due_on: date,
        by: Person,
        now: datetime | None = None,
    ) -> Self:
        require(what=what)
        with problem.act(
            "add_action",
            by=by,
            now=now,
            what=what,
            owner=str(owner),
            person_id=owner.pk,
            due_on=due_on.isoformat(),
        ):
            return cls.objects.create(problem=problem, what=what, owner=owner, due_on=due_on)

    def is_late(self, today: date) -> bool:
        return self.done_at is None and self.due_on < today

    def finish(self, *, by: Person, now: datetime | None = None) -> None:
        with self.problem.act("finish_action", by=by, now=now, what=self.what) as act:
            self.refresh_from_db(fields=["done_at"])
            if self.done_at:
                raise Refused(gettext("This is done already."))
            self.done_at = act.now
            self.save(update_fields=["done_at"])
