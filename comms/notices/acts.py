"""What a colleague can do before a notice, each as a form: with JavaScript or without, signed in or by their own link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.notices import questions, reading
from comms.notices.story import Reader
from itsm.tickets.fields import Words

LONGEST_QUESTION = 2000


class Act(forms.Form):
    """`act` does it and says so. Whoever was not addressed only looks."""

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, **options)
        self.reader = reader

    def clean(self) -> dict[str, Any]:
        if self.reader.addressed is None:
            raise forms.ValidationError(_("This was not addressed to you."))
        return super().clean() or {}

    def act(self, request: HttpRequest, *, now: datetime) -> None:
        raise TypeError(f"{type(self).__name__} does nothing")


class SeeForm(Act):
    """Sent by the page itself once it lay open for a second (`static/js/seen.js`), when its address alone proves nobody."""

    def act(self, request: HttpRequest, *, now: datetime) -> None:
        reading.see(self.reader.notice, self.reader.person, now=now)


class AcknowledgeForm(Act):
    def act(self, request: HttpRequest, *, now: datetime) -> None:
        reading.acknowledge(self.reader.notice, self.reader.person, now=now)


class AnswerForm(Act):
    choice = forms.TypedChoiceField(
        coerce=int, error_messages={"required": gettext_lazy("Choose an answer.")}
    )

    def __init__(self, *args: Any, reader: Reader, **options: Any) -> None:
        super().__init__(*args, reader=reader, **options)
        self.fields["choice"].choices = list(enumerate(reader.notice.answers))  # type: ignore[attr-defined]

    def act(self, request: HttpRequest, *, now: datetime) -> None:
        reading.answer(self.reader.notice, self.reader.person, self.cleaned_data["choice"], now=now)


class ClearForm(Act):
    yes = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda said: said == "1")

    def act(self, request: HttpRequest, *, now: datetime) -> None:
        reading.clear(self.reader.notice, self.reader.person, yes=self.cleaned_data["yes"], now=now)


class MeTooForm(Act):
    def act(self, request: HttpRequest, *, now: datetime) -> None:
        reading.me_too(self.reader.notice, self.reader.person, now=now)
        words = _("Noted. You hear about %(number)s from now on.")
        messages.success(request, words % {"number": self.reader.notice.number})


class AskForm(Act):
    words = Words(
        rows=3,
        label=gettext_lazy("Ask a question"),
        max_length=LONGEST_QUESTION,
        help_text=gettext_lazy("The answer stands here for everybody, and you are told."),
        error_messages={"required": gettext_lazy("Write your question.")},
    )

    def act(self, request: HttpRequest, *, now: datetime) -> None:
        notice, person = self.reader.notice, self.reader.person
        questions.ask(notice, person, self.cleaned_data["words"], channel="portal", now=now)
        messages.success(request, _("We have your question. You are told when it is answered."))


class PutAwayForm(Act):
    """The line on top of every page goes, until there is a new message."""

    message = forms.IntegerField(min_value=1, max_value=2**63 - 1)

    def act(self, request: HttpRequest, *, now: datetime) -> None:
        reading.put_away(self.reader.notice, self.reader.person, self.cleaned_data["message"])


ACTS: Mapping[str, type[Act]] = {
    "see": SeeForm,
    "acknowledge": AcknowledgeForm,
    "answer": AnswerForm,
    "clear": ClearForm,
    "me-too": MeTooForm,
    "ask": AskForm,
    "put-away": PutAwayForm,
}
