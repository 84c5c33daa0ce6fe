"""Something that is being said to many: the forms, the words so far, and what one sees of them before they leave."""

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from comms.models import Audience, Notice, NoticeDraft
from comms.notices import drafts, telling
from comms.notices.forms import AimForm, NoticeForm, TextForm, WhenForm
from comms.notices.looking import PUBLISH, Look
from comms.notices.steps import STEPS
from itsm.people.models import Person
from itsm.tickets.models import Ticket


@dataclass
class Composition(Look):
    """`notice` is saved when this is its next message; a new one is only what the forms say. `typed` is None at first."""

    person: Person
    notice: Notice
    verb: str
    now: datetime
    typed: QueryDict | None = None
    followed: list[str] = field(default_factory=list)  # fields whose words were drafted anew just now
    sent: bool = False  # somebody pressed the button: from now on what is missing is said
    overtaken: bool = False  # somebody spoke since this was written; now it is before the writer

    @classmethod
    def of_new(cls, *, kind: str, ticket: Ticket | None, person: Person, now: datetime) -> "Composition":
        title = ticket.title if ticket else ""
        return cls(person, Notice(kind=kind, title=title, ticket=ticket, opened_at=now), PUBLISH, now)

    @property
    def is_new(self) -> bool:
        return self.verb == PUBLISH

    @property
    def kind(self) -> str:
        return self.notice.kind

    @property
    def ticket(self) -> Ticket | None:
        return self.notice.ticket

    @property
    def step(self) -> Any:
        return STEPS.get(self.verb)

    # What was typed, and what is kept of it -----------------------------------------------------------------------

    @property
    def about(self) -> str:
        if not self.is_new:
            return f"{self.notice.number}:{self.verb}"
        return f"new:{self.kind}:{self.ticket.number if self.ticket else ''}"

    @cached_property
    def draft(self) -> NoticeDraft | None:
        return NoticeDraft.objects.filter(person=self.person, about=self.about).first()

    def take_up(self) -> None:
        """Go on where this writer stopped."""
        if self.draft is None:
            return
        self.typed = QueryDict(mutable=True)
        for name, values in self.draft.fields.items():
            self.typed.setlist(name, values)
        if "seen" in self.typed:  # they have what was said since before them now, and may go on
            self.overtaken = self.typed["seen"] != str(self.notice.version)
            self.typed["seen"] = str(self.notice.version)

    def draft_again(self) -> None:
        """Fresh words for all audiences, from what is known by now."""
        self.write_in(
            {
                f"{name}-{slot}": text
                for name, words in self.first_words().items()
                for slot, text in words.items()
            }
        )

    def follow(self) -> None:
        """Words that nobody has touched follow what was chosen since they were drafted; the others stay as they are."""
        before = replace(self, notice=copy(self.notice), typed=None)
        before.take_up()
        old, new = before.first_words(), self.first_words()
        said: Any = self.typed or {}
        changed = {}
        for name, words in new.items():
            for slot, text in words.items():
                if text != old[name][slot] and same(said.get(f"{name}-{slot}"), old[name][slot]):
                    changed[f"{name}-{slot}"] = text
        self.write_in(changed)
        self.followed = sorted(changed)

    def write_in(self, words: Mapping[str, str]) -> None:
        if self.typed is not None and words:
            self.typed = self.typed.copy()
            for name, text in words.items():
                self.typed[name] = text

    def put_in(self, change: str) -> None:
        """ "field|word|plainer word": the plainer one where the other stands."""
        name, _bar, words = change.partition("|")
        word, _bar, plain = words.partition("|")
        if self.typed is not None and word and name in self.typed:
            there = re.compile(re.escape(word), re.IGNORECASE)
            self.write_in({name: there.sub(lambda _found: plain, str(self.typed[name]), count=1)})

    def keep(self) -> None:
        fields = (
            {name: values for name, values in self.typed.lists() if name != "csrfmiddlewaretoken"}
            if self.typed
            else {}
        )
        NoticeDraft.keep(person=self.person, about=self.about, fields=fields, now=self.now)

    def forget(self) -> None:
        NoticeDraft.objects.filter(person=self.person, about=self.about).delete()

    # The forms -------------------------------------------------------------------------------------------------------

    @cached_property
    def notice_form(self) -> NoticeForm | None:
        return NoticeForm(self.typed, initial={"title": self.notice.title}) if self.is_new else None

    @cached_property
    def aim_form(self) -> AimForm | None:
        if not self.is_new:
            return None
        service = self.ticket.service if self.ticket else None
        return AimForm(self.typed, initial={"services": [service.pk] if service else []})

    @cached_property
    def when_form(self) -> WhenForm:
        initial: dict[str, Any] = {"seen": self.notice.version}
        if self.verb == "reschedule":
            initial |= {"starts_at": self.notice.starts_at, "ends_at": self.notice.ends_at}
        return WhenForm(self.typed, kind=self.kind, verb=self.verb, now=self.now, initial=initial)

    @cached_property
    def text_forms(self) -> list[TextForm]:
        fresh: Mapping[str, Mapping[str, str]] = {} if self.typed else self.first_words()
        return [
            TextForm(self.typed, audience=name, kind=self.kind, initial=dict(fresh.get(name, {})))
            for name in Audience.values
        ]

    def first_words(self) -> Mapping[str, Mapping[str, str]]:
        """All audiences at once, each in its own words. The time of the next word is left to the promise that is chosen."""
        notice, about = self.notice, dict[str, Any]()
        if self.typed:
            notice.title, notice.starts_at, notice.ends_at = self.title, self.starts_at, self.ends_at
            chosen = self.aim_form.aim() if self.aim_form else {}
            about = {name: chosen[name] for name in ("services", "sites") if chosen.get(name)}
        words = drafts.draft(notice, self.verb, now=self.now, **about)
        if self.kind in {Notice.Kind.OUTAGE, Notice.Kind.MAINTENANCE}:
            return {name: text | {"next": ""} for name, text in words.items()}
        return words

    # Telling ---------------------------------------------------------------------------------------------------------

    @property
    def all_forms(self) -> list[Any]:
        return [
            form
            for form in (self.notice_form, self.aim_form, self.when_form, *self.text_forms)
            if form is not None
        ]

    def be_patient(self) -> None:
        """Nobody pressed the button yet: what is missing is not wrong."""
        for form in self.all_forms:
            form.errors.clear()

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in self.all_forms]  # each, so that each says what is wrong
        return all(valid)

    def reaches_somebody(self) -> bool:
        if self.aim_form and not self.preview.count:
            self.aim_form.add_error(None, _("Choose who is told: services, sites, teams or colleagues."))
            return False
        return True

    def tell(self) -> Notice:
        """It leaves: the notice if it is new, its message, and the draft is gone. One transaction."""
        texts = {form.audience: form.words() for form in self.text_forms}
        with transaction.atomic():
            notice = self.open() if self.is_new else self.notice
            telling.say(notice, self.verb, by=self.person, texts=texts, now=self.now, **self.when_form.said())
            self.forget()
        return notice

    def open(self) -> Notice:
        if self.notice_form is None or self.aim_form is None:
            raise TypeError("Only a new notice is opened.")
        aim, when = self.aim_form.aim(), self.when_form.cleaned_data
        return telling.open_notice(
            kind=self.kind, by=self.person, ticket=self.ticket, now=self.now, services=aim["services"], sites=aim["sites"], aim=aim,
            starts_at=when.get("starts_at"), ends_at=when.get("ends_at"), **self.notice_form.said(),
        )  # fmt: skip


def same(typed: str | None, drafted: str) -> bool:
    """A browser sends line ends of its own."""
    return " ".join((typed or "").split()) == " ".join(drafted.split())
