"""What is filled in to speak up, to answer, and to sort."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.feedback import verbs
from comms.models import Feedback, FeedbackStep, Theme
from itsm.frame.http import HttpRequest
from itsm.people.forms import PersonField
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.fields import Words

LONGEST = 4000
NOTHING_SAID = gettext_lazy("Write what could be better.")


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: also an empty answer is one, and is told what is missing."""
    return request.POST if request.method == "POST" else None


class SayForm(forms.Form):
    """A word to the desk. What it is about is read from where they came from."""

    words = Words(
        rows=5, max_length=LONGEST, label=gettext_lazy("What could be better?"),
        help_text=gettext_lazy("A person reads it, answers within five working days, and tells you what comes of it."),
        error_messages={"required": NOTHING_SAID},
    )  # fmt: skip
    about = forms.BooleanField(required=False, initial=True)
    came_from = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, thing: object | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if thing is None:
            del self.fields["about"]
        else:
            self.fields["about"].label = _("It is about %(thing)s") % {"thing": thing}


class IdeaForm(forms.Form):
    title = forms.CharField(
        max_length=120, label=gettext_lazy("Your idea in one line"),
        error_messages={"required": gettext_lazy("Say it in one line.")},
    )  # fmt: skip
    words = Words(
        rows=4, required=False, max_length=LONGEST, label=gettext_lazy("What would it change for you?"),
        help_text=gettext_lazy("Everybody may read it, with your name, and vote for it."),
    )  # fmt: skip


class AddForm(forms.Form):
    words = Words(rows=3, max_length=LONGEST, label=gettext_lazy("Add something"))


class RateForm(forms.Form):
    """How it is now: as many steps as the rating had."""

    rating = forms.TypedChoiceField(
        coerce=int, widget=forms.RadioSelect, label=gettext_lazy("How is it now?"),
        error_messages={"required": gettext_lazy("Choose one.")},
    )  # fmt: skip
    words = Words(rows=2, required=False, max_length=LONGEST, label=gettext_lazy("In your words"))

    def __init__(self, *args: Any, best: int, **options: Any) -> None:
        super().__init__(*args, **options)
        rating: forms.TypedChoiceField = self.fields["rating"]  # type: ignore[assignment]
        first = 0 if best == 10 else 1
        ends = {first: _("%(n)d, bad"), best: _("%(n)d, good")}
        rating.choices = [(n, ends.get(n, "%(n)d") % {"n": n}) for n in range(first, best + 1)]


class HeardForm(forms.Form):
    """What a colleague said to somebody of the desk."""

    author = PersonField(label=gettext_lazy("Who said it"))
    words = Words(
        rows=5, max_length=LONGEST, label=gettext_lazy("What could be better, in their words"),
        help_text=gettext_lazy("They get a receipt with these words, and hear what comes of it."),
        error_messages={"required": gettext_lazy("Write what they said.")},
    )  # fmt: skip
    service = forms.ModelChoiceField(
        Service.objects.active(), required=False, label=gettext_lazy("Service"), empty_label=gettext_lazy("No service")
    )  # fmt: skip


# The desk ------------------------------------------------------------------------------------------------------------


class VerbForm(forms.Form):
    """`act` does it, once the form is valid."""

    do_not_call_in_templates = True  # a page draws its button from the class
    verb = icon = ""
    label = button = gettext_lazy("Send")
    words = Words(
        rows=4,
        max_length=LONGEST,
        label=gettext_lazy("Your words to whoever said it"),
        error_messages={"required": gettext_lazy("Nothing ends without a word to whoever said it.")},
    )

    def __init__(self, *args: Any, feedback: Feedback, **options: Any) -> None:
        super().__init__(*args, **options)
        self.feedback = feedback
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True  # its page is there to be filled in

    def act(self, *, by: Person) -> FeedbackStep:
        verb = getattr(verbs, self.verb)
        done: FeedbackStep = verb(self.feedback, by=by, **self.cleaned_data)
        return done


class AnswerForm(VerbForm):
    verb, icon = "answer", "chat-bubble-left"
    label = button = gettext_lazy("Answer")


class ToAllForm(VerbForm):
    """An answer that everybody may read, too, in other words."""

    you_said = forms.CharField(
        max_length=160, required=False, label=gettext_lazy("You said"),
        help_text=gettext_lazy("For everybody, without names. Both empty, it stays between you."),
    )  # fmt: skip
    we_did = Words(rows=2, required=False, max_length=1000, label=gettext_lazy("We did"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.feedback.is_idea:  # stands there with its own title and the words of the answer
            del self.fields["you_said"], self.fields["we_did"]
        else:
            self.initial = {
                "you_said": self.feedback.you_said,
                "we_did": self.feedback.we_did,
                **self.initial,
            }

    def clean(self) -> dict[str, Any]:
        """One without the other says nothing; nobody can be told alone who gave no name."""
        given = super().clean() or {}
        anonymous = self.feedback.author_id is None
        for name, other in (("you_said", "we_did"), ("we_did", "you_said")):
            if name in self.fields and not given.get(name) and (given.get(other) or anonymous):
                self.add_error(name, _("Say both: what was said, and what you did."))
        return given


class PlanForm(ToAllForm):
    verb, icon = "plan", "calendar-days"
    label = button = gettext_lazy("Plan it")
    by_when = forms.DateField(
        label=gettext_lazy("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    field_order = ("words", "by_when")

    def clean_by_when(self) -> date | None:
        chosen: date | None = self.cleaned_data["by_when"]
        if chosen and chosen < timezone.localdate():
            raise forms.ValidationError(_("A plan lies ahead. Choose today or a later day."))
        return chosen


class FinishForm(ToAllForm):
    verb, icon = "finish", "check"
    label = button = gettext_lazy("It is done")


class DeclineForm(ToAllForm):
    verb, icon = "decline", "hand-raised"
    label = button = gettext_lazy("Not now")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].label = _("Why not now")

    def act(self, *, by: Person) -> FeedbackStep:
        said = dict(self.cleaned_data)
        return verbs.decline(self.feedback, reason=said.pop("words"), by=by, **said)


class GiveForm(VerbForm):
    verb, icon = "give", "arrows-right-left"
    label = gettext_lazy("Give it to somebody else")
    button = gettext_lazy("Give it")
    words = None  # type: ignore[assignment]
    team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True),
        label=gettext_lazy("Team"),
        empty_label=gettext_lazy("choose one"),
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), required=False, label=gettext_lazy("Who answers"), empty_label=gettext_lazy("The team")
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        members = Person.objects.active().filter(teams__is_active=True).distinct().order_by("name")
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]
        self.initial = {"team": self.feedback.team_id, "owner": self.feedback.owner_id, **self.initial}


class TellAllForm(ToAllForm):
    verb, icon = "tell_all", "megaphone"
    label = gettext_lazy("Change what everybody reads")
    button = gettext_lazy("Keep it")
    words = None  # type: ignore[assignment]

    def act(self, *, by: Person) -> None:  # type: ignore[override]
        verbs.tell_all(self.feedback, by=by, **self.cleaned_data)


class SortForm(forms.Form):
    """A theme there is, or a new one."""

    theme = forms.ModelChoiceField(
        Theme.objects.all(), required=False, label=gettext_lazy("Theme"), empty_label=gettext_lazy("No theme")
    )
    new = forms.CharField(max_length=60, required=False, label=gettext_lazy("A new theme"))

    def sort(self, feedback: Feedback, *, by: Person) -> None:
        name = " ".join(self.cleaned_data["new"].split())
        theme = self.cleaned_data["theme"]
        if name:
            theme = Theme.objects.filter(name__iexact=name).first() or Theme.objects.create(name=name)
        verbs.sort(feedback, theme, by=by)


FORMS: dict[str, type[VerbForm]] = {
    form.verb: form for form in (AnswerForm, PlanForm, FinishForm, DeclineForm, GiveForm, TellAllForm)
}
