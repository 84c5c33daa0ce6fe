"""What is typed when something is said to many. Each form also reads half-typed input, for the look at it while writing."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models import Audience, Notice, Text
from comms.notices.rules import LONGEST_PROMISE, NEEDED
from itsm.frame import words
from itsm.people.forms import PersonField
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.fields import MomentField, PromiseField

ANSWERS = 4
REMINDERS = [
    ("", gettext_lazy("only when somebody does it by hand")),
    (4, gettext_lazy("after 4 hours")),
    (24, gettext_lazy("after a day")),
    (72, gettext_lazy("after 3 days")),
    (168, gettext_lazy("after a week")),
]
MINUTES = (20, 30, 60, 120, 240)


NEEDED_WHEN = {
    "starts_at": gettext_lazy("Say when it begins."),
    "ends_at": gettext_lazy("Say until when."),
    "lost": gettext_lazy("Say what was lost, or that nothing was."),
}


def next_words(now: datetime) -> list[tuple[str, str]]:
    """Times a writer promises: soon after the last word, tonight, tomorrow morning. Each says the hour it means."""
    said = words.current()
    moments = [now + timedelta(minutes=minutes) for minutes in MINUTES]
    tomorrow = timezone.localtime(now + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    return [
        (one.isoformat(timespec="minutes"), f"{said.at(one, now)}, {said.ago(one, now)}")
        for one in (*moments, tomorrow)
    ]


class NextWordField(PromiseField):
    """ "You hear from us by …": compulsory until it is over, so there is no empty choice where it must be made."""

    def offer(self, now: datetime, usual: Any = None) -> None:
        self.choices = [*([("", usual)] if usual else []), *next_words(now)]


class Ticks(forms.CheckboxSelectMultiple):
    pass


class AimForm(forms.Form):
    """Whom it is for."""

    everyone = forms.BooleanField(label=gettext_lazy("Everyone"), required=False)
    services = forms.ModelMultipleChoiceField(
        Service.objects.filter(is_active=True), required=False, widget=Ticks, label=gettext_lazy("Services")
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.all(), required=False, widget=Ticks, label=gettext_lazy("Sites")
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(is_active=True), required=False, widget=Ticks, label=gettext_lazy("Teams")
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.active(), required=False, widget=Ticks, label=gettext_lazy("Colleagues")
    )
    without = forms.ModelMultipleChoiceField(
        Person.objects.active(), required=False, widget=Ticks, label=gettext_lazy("But not")
    )
    add = PersonField(required=False, label=gettext_lazy("Add a colleague by e-mail"))
    leave_out = PersonField(required=False, label=gettext_lazy("Leave a colleague out"))
    sponsor = PersonField(
        required=False,
        label=gettext_lazy("Sponsor"),
        help_text=gettext_lazy("Who answers for it to the board."),
    )

    def aim(self) -> dict[str, Any]:
        """As far as it was understood: what is wrong in one field leaves the others standing."""
        names = ("everyone", "services", "sites", "teams", "people", "without", "sponsor")
        if not self.is_bound:
            return {name: self.initial.get(name) or [] for name in names}
        self.is_valid()
        aim: dict[str, Any] = {name: self.cleaned_data.get(name) for name in names}
        added, taken_out = self.cleaned_data.get("add"), self.cleaned_data.get("leave_out")
        aim["people"] = [*(aim["people"] or ()), *([added] if added else [])]
        aim["without"] = [*(aim["without"] or ()), *([taken_out] if taken_out else [])]
        return aim


class WhenForm(forms.Form):
    """The next word, and the window of what is planned."""

    next_update_at = NextWordField()
    next_exactly = MomentField(required=False, label=gettext_lazy("or at exactly"))
    starts_at = MomentField(required=False, label=gettext_lazy("From"))
    ends_at = MomentField(required=False, label=gettext_lazy("Until"))
    lead_time_reason = forms.CharField(
        required=False, max_length=240, label=gettext_lazy("Why it cannot wait"),
        help_text=gettext_lazy("Stays on the notice: people have less time to prepare than they should."),
    )  # fmt: skip
    urgent = forms.BooleanField(
        required=False,
        label=gettext_lazy("Urgent"),
        help_text=gettext_lazy("Reaches people in their quiet hours, too."),
    )
    lost = forms.ChoiceField(
        required=False, widget=forms.RadioSelect, label=gettext_lazy("Was anything lost?"),
        choices=[("no", gettext_lazy("Nothing was lost")), ("yes", gettext_lazy("Something was lost"))],
    )  # fmt: skip
    lost_what = forms.CharField(required=False, max_length=400, label=gettext_lazy("What was lost"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: str, verb: str, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind, self.verb, self.now = kind, verb, now
        self.ends = verb in {"resolve", "finish", "cancel", "withdraw"}
        field: Any = self.fields["next_update_at"]
        field.offer(
            now,
            None
            if kind == Notice.Kind.OUTAGE
            else _("as planned")
            if kind == Notice.Kind.MAINTENANCE
            else _("no further word"),
        )
        for name in self.not_asked():
            del self.fields[name]
        for name in {"lost", *(("starts_at", "ends_at") if kind == Notice.Kind.MAINTENANCE else ())} & set(
            self.fields
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = NEEDED_WHEN[name]

    def not_asked(self) -> set[str]:
        gone = set()
        if self.ends:
            gone |= {"next_update_at", "next_exactly"}
        if self.verb not in {"publish", "reschedule"} or self.kind in {
            Notice.Kind.OUTAGE,
            Notice.Kind.ADVISORY,
        }:
            gone |= {"starts_at", "ends_at", "lead_time_reason"}
        if not (self.verb == "resolve" and self.kind == Notice.Kind.OUTAGE):
            gone |= {"lost", "lost_what"}
        return gone

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["next"] = data.get("next_exactly") or data.get("next_update_at")
        if data["next"] and not self.now < data["next"] <= self.now + LONGEST_PROMISE:
            self.add_error("next_update_at", _("Choose a time that is still to come, within 90 days."))
        if "lost" in self.fields:
            self.check_lost(data)
        return data

    def check_lost(self, data: dict[str, Any]) -> None:
        if data.get("lost") == "yes" and not data.get("lost_what", "").strip():
            self.add_error("lost_what", _("Say what was lost."))

    def said(self) -> dict[str, Any]:
        """As `telling.say` takes it."""
        data = self.cleaned_data
        said = {
            "next_update_at": data.get("next"),
            "urgent": data.get("urgent", False),
            "seen": data.get("seen"),
        }
        said |= {name: data.get(name) for name in ("starts_at", "ends_at")}
        said["lead_time_reason"] = data.get("lead_time_reason") or ""
        if "lost" in self.fields:
            said["lost"] = data["lost_what"].strip() if data["lost"] == "yes" else ""
        return said


class NoticeForm(forms.Form):
    """What it is about, and what readers are asked to do."""

    title = forms.CharField(
        max_length=160, label=gettext_lazy("Title"),
        help_text=gettext_lazy("What it is called on every list, from the first message to the last."),
    )  # fmt: skip
    must_acknowledge = forms.BooleanField(
        required=False, label=gettext_lazy("Everyone confirms that they have read it"),
        help_text=gettext_lazy("You see by name who has not, and can remind them."),
    )  # fmt: skip
    remind_after = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=REMINDERS, label=gettext_lazy("Remind who has not confirmed"),
        help_text=gettext_lazy("Once, by itself. Not in their quiet hours, and not once the notice is over."),
    )  # fmt: skip
    public = forms.BooleanField(required=False, label=gettext_lazy("Also on the public status page"))
    question = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("One question to check that it was understood"),
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Will mail work tomorrow at 9:00?")}),
    )  # fmt: skip
    right = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(n, n) for n in range(ANSWERS)],
        widget=forms.RadioSelect,
    )
    answers = forms.Field(required=False)

    NAMES: ClassVar = [f"answer{n}" for n in range(ANSWERS)]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["answers"]
        for n, name in enumerate(self.NAMES):
            self.fields[name] = forms.CharField(
                required=False, max_length=120, label=_("Answer %(n)d") % {"n": n + 1}
            )

    def answer_rows(self) -> list[tuple[int, Any, bool]]:
        """Each answer's place, its field, and whether it is marked as the right one."""
        marked = str(self["right"].value())
        return [(n, self[name], marked == str(n)) for n, name in enumerate(self.NAMES)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = [(n, data.get(name, "").strip()) for n, name in enumerate(self.NAMES)]
        kept = [(n, words) for n, words in given if words]
        data["answers"] = [words for _n, words in kept]
        places = [n for n, _words in kept]
        data["right"] = places.index(data["right"]) if data.get("right") in places else None
        if data.get("question") and len(kept) < 2:
            self.add_error("question", _("A question needs two to five answers."))
        elif data.get("question") and data["right"] is None:
            self.add_error("question", _("Say which answer is right."))
        return data

    def said(self) -> dict[str, Any]:
        """As `telling.open_notice` takes it."""
        names = ("title", "must_acknowledge", "public", "question", "right")
        asked = bool(self.cleaned_data.get("question"))
        said = {name: self.cleaned_data[name] for name in names}
        return said | {
            "remind_after": self.cleaned_data["remind_after"] if said["must_acknowledge"] else None,
            "answers": self.cleaned_data["answers"] if asked else [],
            "right": said["right"] if asked else None,
        }


class TextForm(forms.Form):
    """The words for one audience: the subject and the five slots."""

    subject = forms.CharField(max_length=200, required=False, label=gettext_lazy("Subject"))
    what = forms.CharField(required=False, label=gettext_lazy("What happens"))
    who = forms.CharField(required=False, label=gettext_lazy("Who is affected"))
    do = forms.CharField(required=False, label=gettext_lazy("What to do"))
    we = forms.CharField(required=False, label=gettext_lazy("What we do"))
    next = forms.CharField(required=False, label=gettext_lazy("When you hear next"))

    def __init__(self, *args: Any, audience: str, kind: str, **options: Any) -> None:
        options["prefix"] = audience
        super().__init__(*args, **options)
        self.audience, self.kind = audience, kind
        for name in Text.SLOTS:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})

    @property
    def label(self) -> str:
        return str(Audience(self.audience).label)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for slot in NEEDED[self.kind]:
            if not data.get(slot, "").strip():
                self.add_error(slot, _("This slot is empty."))
        return data

    def words(self) -> dict[str, str]:
        """As far as typed."""
        return {name: str(self[name].value() or "") for name in self.fields}
