"""What is typed about boards and their meetings."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from changes.models import AgendaItem, Board, Meeting, MeetingAction, Vote
from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.tickets.fields import MomentField, Words


def from_the_desk() -> Any:
    return Person.objects.active().filter(groups__name__in=DESK).distinct().order_by("name")


def who_takes_on() -> Any:
    """Whoever comes to meetings: the desk, and the members of boards."""
    comes = Q(groups__name__in=DESK) | Q(boards__isnull=False)
    return Person.objects.active().filter(comes).distinct().order_by("name")


class BoardForm(forms.ModelForm):
    class Meta:
        model = Board
        fields = ("name", "chair", "members", "emergency")
        help_texts = {
            "members": _("Whoever is asked, and votes. A change of their own they do not decide."),
            "emergency": _("Two of them authorise what cannot wait. There is one such board."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["chair"].queryset = from_the_desk()
        choices["members"].queryset = Person.objects.active().order_by("name")

    def clean_emergency(self) -> bool:
        wanted = bool(self.cleaned_data["emergency"])
        if wanted and Board.objects.filter(emergency=True).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another board decides on emergencies. There is only one."))
        return wanted


class MeetingForm(forms.ModelForm):
    starts_at = MomentField(label=_("When"))

    class Meta:
        model = Meeting
        fields = ("board", "starts_at", "minutes", "place")

    def save(self, commit: bool = True) -> Meeting:  # noqa: FBT001, FBT002 - as Django has it
        made = super().save(commit=False)
        made.chair = made.board.chair
        made.save()
        return made


class VoteForm(forms.ModelForm):
    words = Words(rows=2, required=False, label=_("In a few words"), help_text=_("A no says why."))
    digest = forms.CharField(widget=forms.HiddenInput)

    class Meta:
        model = Vote
        fields = ("choice", "words", "digest")
        widgets = {"choice": forms.RadioSelect}
        labels = {"choice": _("What you say")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["choice"].choices = Vote.Choice.choices  # nothing is chosen until they choose


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        choices=[choice for choice in AgendaItem.Decision.choices if choice[0]],
        widget=forms.RadioSelect,
        label=_("What was decided"),
    )
    words = Words(rows=2, required=False, label=_("Why"), help_text=_("Needed unless it is authorised."))
    conditions = Words(rows=2, required=False, label=_("On condition that"))
    digest = forms.CharField(widget=forms.HiddenInput)


class ActionForm(forms.ModelForm):
    class Meta:
        model = MeetingAction
        fields = ("what", "owner", "due_on")
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["owner"].queryset = who_takes_on()
