"""What is typed at a problem: raising one, its verbs, and what is written down on the way to its cause."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.services.models import Goal, Service
from itsm.tickets.fields import MomentField, Words
from itsm.tickets.models import Ticket
from itsm.tickets.verbs import VerbForm
from problems.models import Cause, Problem, ProblemAction
from problems.models.root_cause import MOST_WHYS, write_whys


def incidents_named(numbers: str, person: Person) -> list[Ticket]:
    """By their numbers, however they are separated; one that does not exist for this person is said."""
    asked = dict.fromkeys(numbers.replace(",", " ").upper().split())
    seen = Ticket.objects.visible_to(person).filter(kind=Ticket.Kind.INCIDENT)
    found = {ticket.number: ticket for ticket in seen.filter(number__in=asked)}
    if strange := [number for number in asked if number not in found]:
        raise ValidationError(gettext("There is no incident %(number)s."), params={"number": strange[0]})
    return list(found.values())


class IncidentsField(forms.CharField):
    """Needs `person` before it is cleaned."""

    person: Person

    def clean(self, value: Any) -> list[Ticket]:
        return incidents_named(super().clean(value), self.person)


def desk() -> Any:
    return Person.objects.active().filter(groups__name__in=DESK).distinct().order_by("name")


class RaiseForm(forms.Form):
    title = forms.CharField(
        max_length=200, label=_("What seems to be wrong"), help_text=_("The cause you suspect, or what keeps happening.")
    )  # fmt: skip
    description = Words(rows=4, required=False, label=_("What makes you think so"))
    service = forms.ModelChoiceField(
        Service.objects.filter(is_active=True), required=False, label=_("Service")
    )
    incidents = IncidentsField(
        required=False, label=_("Incidents it causes"), help_text=_("Their numbers, as in INC-1042 INC-1050.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["incidents"].person = person  # type: ignore[attr-defined]

    def raise_(self) -> Problem:
        return Problem.raise_(by=self.person, **self.cleaned_data)


class RaiseFromForm(VerbForm):
    """From the page of an incident: a cause is suspected behind it."""

    title = forms.CharField(
        max_length=200, label=_("What seems to be wrong"), help_text=_("The cause you suspect, or what keeps happening.")
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["title"].initial = self.ticket.title

    def act(self) -> Ticket:
        return Problem.raise_from(self.ticket, by=self.person, **self.cleaned_data)


class ProblemForm(VerbForm):
    ticket: Problem


class AssessForm(ProblemForm):
    business_value = forms.TypedChoiceField(
        choices=Problem.Value.choices, coerce=int, label=_("What is it worth to the business to solve it"), widget=forms.RadioSelect
    )  # fmt: skip
    goal = forms.ModelChoiceField(
        Goal.objects.filter(is_active=True), required=False, label=_("Which goal needs it"), empty_label=_("none in particular")
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["business_value"].initial = self.ticket.business_value
        self.fields["goal"].initial = self.ticket.goal_id

    def act(self) -> None:
        self.ticket.assess(by=self.person, **self.cleaned_data)


class InvestigateForm(ProblemForm):
    reason = Words(
        rows=3, required=False, label=_("Why again"), help_text=_("Needed when its cause was known, or its risk accepted.")
    )  # fmt: skip

    def act(self) -> None:
        self.ticket.investigate(by=self.person, **self.cleaned_data)


class IdentifyForm(ProblemForm):
    wide = True
    cause = Words(
        label=_("The cause"), help_text=_("What must be different so that it does not happen again.")
    )

    def prepare(self) -> None:
        root = self.ticket.causes.filter(is_root=True).first()
        self.fields["cause"].initial = self.ticket.cause or (root.what if root else "")

    def act(self) -> None:
        self.ticket.identify(by=self.person, **self.cleaned_data)


class FixForm(ProblemForm):
    how = Words(rows=3, label=_("How the cause is removed"))
    change = forms.CharField(
        required=False,
        label=_("By which change"),
        help_text=_("Its number, as in CHG-1042, if it needs one."),
    )

    def clean_change(self) -> Ticket | None:
        number = self.cleaned_data["change"].strip().upper()
        found = Ticket.objects.visible_to(self.person).filter(number=number, kind=Ticket.Kind.CHANGE).first()
        if number and found is None:
            raise ValidationError(_("There is no change with this number."))
        return found

    def act(self) -> None:
        self.ticket.fix(by=self.person, **self.cleaned_data)


class ResolveForm(ProblemForm):
    wide = True
    solution = Words(label=_("What was changed"))
    observe_days = forms.IntegerField(
        min_value=0, max_value=365, label=_("Days to watch"), help_text=_("An alike incident in this time reopens it; then it closes by itself.")
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["observe_days"].initial = self.ticket.observe_days

    def act(self) -> None:
        self.ticket.resolve(by=self.person, **self.cleaned_data)


class ReasonForm(ProblemForm):
    reason = Words(rows=3, label=_("Why"))


class ReopenForm(ReasonForm):
    def act(self) -> None:
        self.ticket.reopen(by=self.person, **self.cleaned_data)


class CancelForm(ReasonForm):
    def act(self) -> None:
        self.ticket.cancel(by=self.person, **self.cleaned_data)


class CloseForm(ProblemForm):
    def act(self) -> None:
        self.ticket.close(by=self.person)


class AcceptRiskForm(ReasonForm):
    until = MomentField(label=_("Until"), help_text=_("Then it is looked at again."))

    def act(self) -> None:
        self.ticket.accept_risk(by=self.person, **self.cleaned_data)


class MarkDuplicateForm(ProblemForm):
    of = forms.CharField(
        label=_("Of which problem"), help_text=_("Its number. It gets the incidents of this one.")
    )

    def clean_of(self) -> Problem:
        number = self.cleaned_data["of"].strip().upper()
        found: Problem | None = Problem.objects.visible_to(self.person).filter(number=number).first()
        if found is None:
            raise ValidationError(_("There is no problem with this number."))
        return found

    def act(self) -> Ticket:
        self.ticket.mark_duplicate(by=self.person, **self.cleaned_data)
        return self.cleaned_data["of"]


class AddIncidentsForm(ProblemForm):
    incidents = IncidentsField(label=_("Incidents"), help_text=_("Their numbers, as in INC-1042 INC-1050."))

    def prepare(self) -> None:
        self.fields["incidents"].person = self.person  # type: ignore[attr-defined]

    def act(self) -> None:
        self.ticket.add_incidents(self.cleaned_data["incidents"], by=self.person)


class WriteWhysForm(ProblemForm):
    wide = True
    whys = Words(
        rows=MOST_WHYS, required=False, label=_("Why did it happen, and why that?"),
        help_text=_("One on each line, each the answer to “why?” about the line above."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["whys"].initial = "\n".join(self.ticket.whys)

    def act(self) -> None:
        write_whys(self.ticket, whys=self.cleaned_data["whys"].splitlines(), by=self.person)


class AddCauseForm(ProblemForm):
    what = forms.CharField(max_length=240, label=_("What contributed"))
    branch = forms.ChoiceField(choices=Cause.Branch.choices, label=_("Branch"))
    evidence = Words(rows=3, required=False, label=_("What shows it"))
    is_root = forms.BooleanField(required=False, label=_("This is the root cause"))

    def act(self) -> None:
        Cause.add(self.ticket, by=self.person, **self.cleaned_data)


class AddActionForm(ProblemForm):
    what = forms.CharField(max_length=200, label=_("What is to be done"))
    owner = forms.ModelChoiceField(Person.objects.none(), label=_("By whom"), empty_label=_("choose one"))
    due_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def prepare(self) -> None:
        self.fields["owner"].queryset = desk()  # type: ignore[attr-defined]
        self.fields["owner"].initial = self.ticket.assignee_id or self.person.pk
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()

    def act(self) -> None:
        ProblemAction.add(self.ticket, by=self.person, **self.cleaned_data)
