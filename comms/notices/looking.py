"""What a writer sees of a message before it leaves: who gets it, how it reads, how it arrives, and what is still missing."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models import Addressee, Audience, Notice, Phase
from comms.notices import audience, rules
from comms.notices.forms import TextForm
from comms.notices.sheets import Sheet
from itsm.people.models import Person

PUBLISH = "publish"
REASONS_SHOWN = 12
HEADLINES = {
    Notice.Kind.OUTAGE: gettext_lazy("Tell about an outage"),
    Notice.Kind.MAINTENANCE: gettext_lazy("Tell about a maintenance"),
    Notice.Kind.ADVISORY: gettext_lazy("Tell what to watch out for"),
    Notice.Kind.NEWS: gettext_lazy("Tell about something new"),
}


class Look:
    """The half of a `Composition` that only looks."""

    if TYPE_CHECKING:
        notice: Notice
        verb: str
        ticket: Any
        step: Any
        now: datetime
        typed: Any
        sent: bool
        followed: list[str]
        notice_form: Any
        aim_form: Any
        when_form: Any

        @property
        def kind(self) -> str: ...

        @property
        def text_forms(self) -> list[TextForm]: ...

        @property
        def all_forms(self) -> list[Any]: ...

    @property
    def tab(self) -> str:
        """Whose words are before the writer."""
        said = self.typed.get("tab", "") if self.typed else ""
        return said if said in Audience.values else Audience.COLLEAGUES

    @cached_property
    def sheets(self) -> list[Sheet]:
        return [Sheet(form, self.hear_next) for form in self.text_forms]

    @property
    def hear_next(self) -> str:
        """What will stand in an empty last slot."""
        if self.when_form.ends:
            return _("This is the last message about it.")
        planned = self.notice.ends_at if self.verb == "start" else self.starts_at
        until = self.next_at or (planned if self.notice.is_planned else None)
        return rules.hear_next(until) if until else ""

    @property
    def sheet(self) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.audience == self.tab)

    @cached_property
    def preview(self) -> audience.Preview:
        """Who would be told; for the next message of a notice, who was addressed and who has come since."""
        if self.aim_form:
            return audience.preview(self.aim_form.aim(), ticket=self.ticket, now=self.now)
        return reached_next(self.notice, now=self.now)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """How many of each audience."""
        found = self.preview.by_audience
        return [(str(label), found[name]) for name, label in Audience.choices if found[name]]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [
            (audience.because(why, about), many)
            for why, about, many in self.preview.by_reason[:REASONS_SHOWN]
        ]

    @property
    def places(self) -> list[Any]:
        return [self.aim_form[name] for name in ("services", "sites", "teams")] if self.aim_form else []

    @cached_property
    def named(self) -> list[tuple[str, list[Person], str]]:
        """Colleagues in, and colleagues out: field, people, word."""
        if self.aim_form is None:
            return []
        aim = self.aim_form.aim()
        return [("people", list(aim["people"]), _("Also")), ("without", list(aim["without"]), _("But not"))]

    @property
    def has_named(self) -> bool:
        return any(people for _field, people, _word in self.named)

    @property
    def headline(self) -> str:
        if self.step:
            return str(self.step.label)
        return str(HEADLINES[Notice.Kind(self.kind)])

    @property
    def title(self) -> str:
        said = self.notice_form["title"].value() if self.notice_form else ""
        return said or self.notice.title

    @property
    def subject(self) -> str:
        return self.sheet.words["subject"] or self.title

    @property
    def preview_words(self) -> dict[str, str]:
        """As they arrive: an empty last slot says the time that is promised."""
        words = self.sheet.words
        return words | {"next": words["next"] or self.hear_next}

    @property
    def phase(self) -> str:
        """Where it stands once this is said."""
        return self.notice.flow[self.verb][1] or self.notice.phase

    @property
    def phase_word(self) -> str:
        return str(Phase(self.phase).label)

    @property
    def next_at(self) -> datetime | None:
        """The word that is promised, as far as it was chosen; at first the first that is offered."""
        if self.when_form.is_bound:
            return self.moment("next")
        field: Any = self.when_form.fields.get("next_update_at")
        first = field.choices[0][0] if field else ""
        return datetime.fromisoformat(first) if first else None

    @property
    def others(self) -> list[Notice]:
        """Notices that run about the same ticket: most likely they need a word, and not a second notice."""
        known = Notice.objects.running().filter(ticket=self.ticket.pk).order_by("-pk") if self.ticket else ()
        return list(known) if self.verb == PUBLISH else []

    @property
    def trouble(self) -> list[tuple[str, str]]:
        """What is missing or wrong, all of it on top: where, and what. Only after somebody wanted to send."""
        if not self.sent:
            return []
        return [
            (where_in(form, name), str(error))
            for form in self.all_forms
            for name, errors in form.errors.items()
            for error in errors
        ]

    @property
    def lead_days(self) -> int:
        """Working days that are missing, or 0: people could prepare."""
        days = rules.LEAD_DAYS.get(self.kind, 0)
        starts_at = self.starts_at
        late = bool(days and starts_at and starts_at < rules.lead_time(days, now=self.now))
        return days if late and "lead_time_reason" in self.when_form.fields else 0

    @property
    def starts_at(self) -> datetime | None:
        return self.moment("starts_at") or self.notice.starts_at

    @property
    def ends_at(self) -> datetime | None:
        return self.moment("ends_at") or self.notice.ends_at

    def moment(self, name: str) -> datetime | None:
        """As far as it was understood."""
        form = self.when_form
        if not form.is_bound:
            return None
        form.is_valid()  # so that it has cleaned what it could
        found: datetime | None = form.cleaned_data.get(name)
        return found

    @property
    def followed_fields(self) -> list[str]:
        """The fields that were drafted anew, as they replace those on the page."""
        found = {field.html_name: field for form in self.text_forms for field in form}
        return [found[name].as_widget(attrs={"hx-swap-oob": "true"}) for name in self.followed]


def reached_next(notice: Notice, *, now: datetime) -> audience.Preview:
    """Who was addressed and still hears of it, and who has come since."""
    told = {one.person_id: one.audience for one in audience.people_of(notice)}
    told |= dict(Addressee.objects.still_hearing(notice).values_list("person", "audience"))
    parts = Counter(told.values())
    by_audience = {name: parts[name] for name in Audience.values}
    return replace(audience.preview(notice, now=now), count=len(told), by_audience=by_audience)


def where_in(form: BaseForm, name: str) -> str:
    """The field's own word, and whose words it is about."""
    if name not in form.fields:
        return ""
    label = str(form.fields[name].label or "")
    return f"{form.label.capitalize()}, {label.lower()}" if isinstance(form, TextForm) else label
