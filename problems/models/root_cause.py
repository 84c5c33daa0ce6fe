"""How a cause was found: what contributed, what shows it, and what is done so that it stays away."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from problems.models.problem import Problem


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
