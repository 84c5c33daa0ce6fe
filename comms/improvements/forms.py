"""What is filled in to propose an improvement, to start it, and to look at it again."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.improvements import figures, verbs
from comms.models import Improvement
from itsm.people.models import Person, Team
from itsm.people.roles import DESK
from itsm.services.models import Service
from itsm.tickets.fields import Words

DAYS = [(28, gettext_lazy("4 weeks")), (84, gettext_lazy("12 weeks")), (182, gettext_lazy("26 weeks"))]


def day_field(**options: Any) -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), **options)


class ImprovementForm(forms.ModelForm):
    """What it is about. The figure may be chosen until it starts: before and after are of one thing."""

    owner = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Who sees to it"), empty_label=gettext_lazy("choose one")
    )
    measure = forms.ChoiceField(
        required=False, label=gettext_lazy("Figure that shows it"),
        help_text=gettext_lazy("Kept as it is when it starts, and again when you look at it."),
    )  # fmt: skip
    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=28, label=gettext_lazy("Over how long"))
    review_on = day_field(label=gettext_lazy("Look at it again on"))

    class Meta:
        model = Improvement
        fields = ("title", "why", "owner", "measure", "days", "service", "team", "cost", "review_on")
        widgets = {"why": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.was: Improvement | None = self.instance if self.instance.pk else None
        self.pick("owner", Person.objects.active().filter(groups__name__in=DESK).distinct().order_by("name"))
        self.pick("service", Service.objects.active())
        self.pick("team", Team.objects.filter(is_active=True))
        measure: forms.ChoiceField = self.fields["measure"]  # type: ignore[assignment]
        measure.choices = [("", _("No figure shows it")), *((one.key, one.name) for one in figures.offered())]
        if self.was and self.was.before is not None:
            for name in verbs.FIXED:
                del self.fields[name]

    def pick(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class VerbForm(forms.Form):
    do_not_call_in_templates = True  # a page draws its button from the class
    verb = icon = ""
    label = button = gettext_lazy("Keep it")

    def __init__(self, *args: Any, improvement: Improvement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.improvement = improvement

    def act(self, *, by: Person) -> None:
        getattr(verbs, self.verb)(self.improvement, by=by, **self.cleaned_data)


class StartForm(VerbForm):
    verb, icon = "start", "play"
    label = button = gettext_lazy("Start it")
    review_on = day_field(
        label=gettext_lazy("Look at it again on"),
        help_text=gettext_lazy("Its owner is reminded on that day. Empty is in six weeks."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"review_on": self.improvement.review_on, **self.initial}

    def clean_review_on(self) -> Any:
        chosen = self.cleaned_data["review_on"]
        if chosen and chosen < timezone.localdate():
            raise forms.ValidationError(_("A review lies ahead. Choose today or a later day."))
        return chosen


class ReviewForm(VerbForm):
    verb, icon = "review", "check"
    label = gettext_lazy("Look at it again")
    button = gettext_lazy("Close it")
    outcome = forms.ChoiceField(
        choices=Improvement.Outcome.choices, widget=forms.RadioSelect, label=gettext_lazy("Is it better?")
    )
    effect = Words(rows=3, label=gettext_lazy("What came of it"))
    cost = forms.CharField(max_length=200, required=False, label=gettext_lazy("What it cost"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {"cost": self.improvement.cost, **self.initial}


class DropForm(VerbForm):
    verb, icon = "drop", "hand-raised"
    label = button = gettext_lazy("Drop it")
    reason = Words(rows=2, label=gettext_lazy("Why not"))


class NoteForm(VerbForm):
    verb, icon = "note", "pencil-square"
    label = gettext_lazy("Write how far it is")
    button = gettext_lazy("Write it down")
    words = Words(rows=2, label=gettext_lazy("How far it is"))


FORMS: dict[str, type[VerbForm]] = {form.verb: form for form in (StartForm, NoteForm, ReviewForm, DropForm)}
