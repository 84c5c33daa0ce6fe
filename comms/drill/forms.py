"""What is chosen to rehearse, and what is said in it: the same words and the same promise as in earnest."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comms.drill import rehearsing
from comms.drill.stories import STORIES
from comms.models import Audience, Drill, Notice
from comms.notices import drafts, telling
from comms.notices.forms import TextForm, WhenForm
from itsm.people.models import Person
from itsm.services.models import Service


class StartForm(forms.Form):
    story = forms.ChoiceField(
        label=_("What goes wrong"), choices=[(story.key, story.title) for story in STORIES.values()]
    )
    service = forms.ModelChoiceField(
        Service.objects.filter(is_active=True),
        required=False,
        label=_("Service"),
        empty_label=_("none in particular"),
    )

    def start(self, *, by: Person, now: datetime) -> Drill:
        data = self.cleaned_data
        return rehearsing.start(story=data["story"], service=data["service"], by=by, now=now)


class Message:
    """The next message of a rehearsal: drafted for every audience, with the promise of the next."""

    def __init__(self, notice: Notice, verb: str, *, now: datetime, typed: QueryDict | None = None) -> None:
        self.notice, self.verb, self.now = notice, verb, now
        fresh = {} if typed else drafts.draft(notice, verb, now=now)
        self.texts = [
            TextForm(typed, audience=name, kind=notice.kind, initial={**fresh.get(name, {}), "next": ""})
            for name in Audience.values
        ]
        initial = {"seen": notice.version, "lost": "no"}
        self.when = WhenForm(typed, kind=notice.kind, verb=verb, now=now, initial=initial)

    def is_valid(self) -> bool:
        valid = [
            form.is_valid() for form in (*self.texts, self.when)
        ]  # each, so that each says what is wrong
        return all(valid)

    def say(self, *, by: Person) -> None:
        words = {form.audience: form.words() for form in self.texts}
        said: dict[str, Any] = self.when.said()
        telling.say(self.notice, self.verb, by=by, texts=words, now=self.now, **said)
