"""What is filled in for a task's verbs. Each form calls its verb; what the verb finds wrong lands at its field."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Hook, Task
from itsm.people.models import Person, Team
from itsm.tickets.fields import Words


class TaskForm(forms.Form):
    def __init__(self, *args: Any, task: Task, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task, self.person = task, person
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this task and person."""

    @classmethod
    def is_offered(cls, task: Task, person: Person) -> bool:
        return True

    def act(self) -> None:
        raise NotImplementedError

    def try_to_act(self) -> bool:
        if not self.is_valid():
            return False
        try:
            self.act()
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors


class TakeForm(TaskForm):
    @classmethod
    def is_offered(cls, task: Task, person: Person) -> bool:
        return task.assignee_id != person.pk

    def act(self) -> None:
        self.task.take(by=self.person)


class RetryForm(TaskForm):
    def act(self) -> None:
        self.task.retry(by=self.person)


class DoneForm(TaskForm):
    words = Words(
        rows=3,
        required=False,
        label=_("What was done"),
        help_text=_("For the desk. Needed if its list is not ticked."),
    )

    def act(self) -> None:
        self.task.done(by=self.person, words=self.cleaned_data["words"])


class FailForm(TaskForm):
    reason = Words(
        rows=3, label=_("Why not"), help_text=_("The request stands still here until somebody goes on.")
    )

    def act(self) -> None:
        self.task.fail(reason=self.cleaned_data["reason"], by=self.person)


class SkipForm(TaskForm):
    reason = Words(rows=3, label=_("Why it is not needed"), help_text=_("What waits for this step goes on."))

    def act(self) -> None:
        self.task.skip(reason=self.cleaned_data["reason"], by=self.person)


class GiveForm(TaskForm):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("Colleague of the team"), empty_label=None)

    def prepare(self) -> None:
        field: Any = self.fields["to"]
        field.queryset = self.task.team.members.active().order_by("name")

    def act(self) -> None:
        self.task.give(to=self.cleaned_data["to"], by=self.person)


class HandForm(TaskForm):
    to_team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), empty_label=_("choose one"))
    note = Words(rows=3, label=_("What they should know"))

    def prepare(self) -> None:
        field: Any = self.fields["to_team"]
        field.queryset = Team.objects.filter(is_active=True).exclude(pk=self.task.team_id)

    def act(self) -> None:
        self.task.hand(to_team=self.cleaned_data["to_team"], note=self.cleaned_data["note"], by=self.person)


class HookForm(forms.ModelForm):
    url = forms.URLField(
        max_length=400,
        assume_scheme="https",
        label=_("Address"),
        help_text=_("Where the other system listens. Addresses inside the network need HOOKS_ALLOWED."),
    )

    class Meta:
        model = Hook
        fields: ClassVar = ["name", "url", "is_active"]
        labels: ClassVar = {"name": _("Name"), "is_active": _("In use")}
        help_texts: ClassVar = {"is_active": _("Switched off, its steps fail at once and a team does them.")}
