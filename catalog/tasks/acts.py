"""What people do with a task, as pages and panels offer it: one table for buttons, forms and addresses."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Task
from catalog.tasks import forms

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, kw_only=True)
class Act:
    """`name` is the method, the address and, with “_task” behind it, the event."""

    name: str
    label: "str | Promise"
    form: type[forms.TaskForm]
    icon: str
    tone: str = ""
    key: str = ""

    @property
    def at_once(self) -> bool:
        """Nothing to fill in: one press does it."""
        return not self.form.base_fields

    def is_offered(self, task: Task, person: Any) -> bool:
        return task.allows(self.name) and self.form.is_offered(task, person)


ACTS = (
    Act(name="take", label=_("Take it"), form=forms.TakeForm, icon="hand-raised", key="t"),
    Act(name="retry", label=_("Try again"), form=forms.RetryForm, icon="arrow-path", tone="primary"),
    Act(name="done", label=_("Done"), form=forms.DoneForm, icon="check", tone="primary", key="d"),
    Act(name="give", label=_("Give to"), form=forms.GiveForm, icon="user-plus"),
    Act(name="hand", label=_("Hand to another team"), form=forms.HandForm, icon="arrow-right-circle"),
    Act(name="fail", label=_("It cannot be done"), form=forms.FailForm, icon="exclamation-triangle"),
    Act(name="skip", label=_("Not needed"), form=forms.SkipForm, icon="forward"),
)
BY_NAME = {act.name: act for act in ACTS}


def offered(task: Task, person: Any) -> list[Act]:
    """Nothing on a request that is over."""
    if not task.ticket.open or not person.has_perm("tickets.work_ticket"):
        return []
    return [act for act in ACTS if act.is_offered(task, person)]
