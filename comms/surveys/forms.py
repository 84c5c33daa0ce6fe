"""What is typed: an answer, a campaign, the rules."""

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models import Answer, Survey, SurveyRules
from comms.models.answer import BEST
from comms.models.survey import BY_THEMSELVES
from comms.surveys import opening, questions
from itsm.people.models import Audience, Person, Team, readers
from itsm.people.roles import GROUPS, LABELS
from itsm.services.models import Goal, Service

LONGEST = 4000
LONGEST_OPEN = timedelta(days=120)


class RatingForm(forms.Form):
    rating = forms.TypedChoiceField(choices=[(n, str(n)) for n in range(BEST + 1)], coerce=int)


class AnswerForm(forms.Form):
    """Everything after the number; all of it may be left out. Which of it is asked, the kind says."""

    reason = forms.ChoiceField(required=False, widget=forms.RadioSelect)
    lost_minutes = forms.TypedChoiceField(
        label=gettext_lazy("How much working time did you lose?"),
        choices=[(minutes, said) for minutes, said in questions.LOST.items()],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    clear = forms.TypedChoiceField(
        label=gettext_lazy("Was what we wrote clear?"),
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, data: Any = None, *, kind: str, rating: int, answer: Answer | None = None) -> None:
        super().__init__(data, initial=_as_typed(answer))
        if kind != Survey.Kind.TICKET:
            self.fields["words"].help_text = _("Without your name: write nothing that tells who you are.")
        self.fields["reason"].label = questions.why(kind, rating)
        self.fields["reason"].choices = list(questions.reasons(kind, rating).items())  # type: ignore[attr-defined]
        for name, asks in (("lost_minutes", questions.asks_lost), ("clear", questions.asks_clear)):
            if not asks(kind):
                del self.fields[name]


def _as_typed(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    clear = {True: "yes", False: "no"}.get(answer.clear)  # type: ignore[arg-type]
    return {
        "reason": answer.reason,
        "lost_minutes": answer.lost_minutes,
        "clear": clear,
        "words": answer.words,
    }


class CampaignForm(forms.ModelForm):
    """A question to many, with what it is for and where it shall lead."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        required=False,
        choices=[(role, LABELS[role]) for role in GROUPS],
        widget=forms.CheckboxSelectMultiple,
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("The last day on which it is asked."),
    )

    class Meta:
        model = Survey
        fields: ClassVar = [
            "title", "question", "purpose", "goal", "baseline", "target", "service", "audience", "sites", "teams", "roles",
        ]  # fmt: skip
        widgets: ClassVar = {
            "purpose": forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            "audience": forms.RadioSelect,
            "sites": forms.CheckboxSelectMultiple,
            "teams": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {
            "question": gettext_lazy(
                "It is answered from 0, very unhappy, to 10, very happy. Left empty: how happy are you with IT?"
            ),
            "baseline": gettext_lazy("From −100 to 100: the share of the happy less that of the unhappy."),
            "service": gettext_lazy("If it is about one."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["service"].queryset = Service.objects.active().order_by("name")
        fields["goal"].queryset = Goal.objects.pursued().order_by("name")
        fields["teams"].queryset = Team.objects.filter(is_active=True)
        for name in ("baseline", "target"):
            fields[name].min_value, fields[name].max_value = -100, 100
            fields[name].widget.attrs |= {"min": -100, "max": 100}

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST_OPEN:
            raise forms.ValidationError(
                _("Choose a day from today on, within %(days)d days.") % {"days": LONGEST_OPEN.days}
            )
        return day

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        limited = given.get("audience") == Audience.LIMITED
        if limited and not any(given.get(name) for name in ("sites", "teams", "roles")):
            self.add_error("audience", _("Say who is asked: sites, teams or roles."))
        for name in ("baseline", "target"):
            if given.get(name) is not None and not -100 <= given[name] <= 100:
                self.add_error(name, _("Happiness lies between −100 and 100."))
        if given.get("target") is not None and given.get("baseline") is None:
            self.add_error("baseline", _("Say where it begins, or nobody will see whether it moved."))
        return given

    def whom(self) -> list[int]:
        given = self.cleaned_data
        named = {name: given[name] for name in ("sites", "teams", "roles")}
        return list(readers(given["audience"], **named).values_list("pk", flat=True))

    def begin(self, *, by: Person, now: datetime) -> Survey:
        """Ask them. Refused where they are too few."""
        survey: Survey = self.save(commit=False)
        survey.kind, survey.by, survey.opened_at = Survey.Kind.CAMPAIGN, by, now
        end = datetime.combine(self.cleaned_data["closes_on"] + timedelta(days=1), time.min)
        survey.closes_at = timezone.make_aware(end)
        opening.begin(survey, self.whom(), now=now, most=None)
        self.save_m2m()
        return survey


class RulesForm(forms.ModelForm):
    """What administrators decide."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Asked by itself"),
        required=False,
        choices=BY_THEMSELVES,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Campaigns are begun by hand."),
    )

    class Meta:
        model = SurveyRules
        fields: ClassVar = ["kinds", "sampling_days", "wait_hours", "remind_days", "minimum_group"]
        labels: ClassVar = {
            "sampling_days": gettext_lazy("Days within which nobody is asked twice"),
            "wait_hours": gettext_lazy("Hours from the solution of a ticket to the question"),
            "remind_days": gettext_lazy("Days until the one reminder"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["minimum_group"].widget.attrs["min"] = self.instance.minimum_group

    def keep(self, *, by: Person, now: datetime) -> SurveyRules:
        self.instance.changed_by, self.instance.changed_at = by, now
        kept: SurveyRules = self.save()
        return kept
