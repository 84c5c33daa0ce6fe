"""The forms of the verbs every ticket has."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.fields import FilesField, MomentField, PromiseField, Words
from itsm.tickets.models import SPOKEN, Attachment, Channel, Link, Participant, Ticket
from itsm.tickets.verbs import VerbForm


class TakeForm(VerbForm):
    def act(self) -> None:
        self.ticket.take(by=self.person)


class AssignForm(VerbForm):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("Assign to"), empty_label=_("choose one"))

    def prepare(self) -> None:
        self.fields["to"].queryset = Person.objects.active().filter(teams=self.ticket.team_id)  # type: ignore[attr-defined]

    def act(self) -> None:
        self.ticket.assign(to=self.cleaned_data["to"], by=self.person)


class HandOverForm(VerbForm):
    wide = True
    to_team = forms.ModelChoiceField(
        Team.objects.filter(is_active=True), label=_("To which team"), empty_label=_("choose one")
    )
    found = Words(
        label=_("What was found"), help_text=_("What you tried, what you saw, what you think it is.")
    )
    colleague_knows = Words(
        rows=2, label=_("What the colleague already knows"), help_text=_("So that nobody asks them twice.")
    )
    promised = Words(
        rows=2, label=_("What is promised next"), help_text=_("What they wait for, and until when.")
    )

    def prepare(self) -> None:
        self.fields["to_team"].queryset = Team.objects.filter(is_active=True).exclude(pk=self.ticket.team_id)  # type: ignore[attr-defined]

    def act(self) -> None:
        self.ticket.hand_over(by=self.person, **self.cleaned_data)


class AcceptForm(VerbForm):
    def act(self) -> None:
        self.ticket.accept(by=self.person)


class ReturnForm(VerbForm):
    reason = Words(rows=3, label=_("Why does it go back"))

    def act(self) -> None:
        self.ticket.return_(reason=self.cleaned_data["reason"], by=self.person)


class PromiseForm(VerbForm):
    until = PromiseField()
    at = MomentField(label=_("or at exactly"), required=False)

    def prepare(self) -> None:
        self.fields["until"].offer(timezone.now(), _("choose a time"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["moment"] = data.get("at") or data.get("until")
        if not data["moment"] and not self.errors:
            self.add_error("until", _("Choose when the colleague hears next."))
        return data

    def act(self) -> None:
        self.ticket.promise(self.cleaned_data["moment"], by=self.person)


class SpokenForm(VerbForm):
    """Public and internal cannot be confused: what the composer showed must be what the address does."""

    KIND: ClassVar[str] = ""
    kind = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if kind and kind != self.KIND:
            raise forms.ValidationError(
                _("Nothing was sent: choose again whether this is public or internal.")
            )
        return kind


class MessageForm(SpokenForm):
    """What reply and note share: words, files, and what the writer had seen."""

    words = Words(label=_("Message"))
    uploads = FilesField(required=False, label=_("Files"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def take_in_files(self) -> list[Attachment]:
        return [
            Attachment.take_in(upload, ticket_id=self.ticket.pk, by=self.person)
            for upload in self.cleaned_data["uploads"]
        ]


class ReplyForm(MessageForm):
    KIND = "public"
    until = PromiseField()

    def prepare(self) -> None:
        self.fields["until"].offer(timezone.now())  # type: ignore[attr-defined]

    def act(self) -> "Ticket | None":
        """A word on what is over begins a follow-up: that is where one reads on."""
        ours, data = self.ticket.is_our_word(self.person), self.cleaned_data
        said = self.ticket.reply(
            data["words"], by=self.person, channel=Channel.DESK if ours else Channel.PORTAL,
            # A colleague promises nothing, and what the desk wrote since is not theirs to know.
            until=data["until"] if ours else None, seen=data["seen"] if ours else None,
            attachments=self.take_in_files(),
        )  # fmt: skip
        return said.ticket if said.ticket_id != self.ticket.pk else None


class NoteForm(MessageForm):
    KIND = "internal"

    def act(self) -> None:
        self.ticket.note(self.cleaned_data["words"], by=self.person, attachments=self.take_in_files())


class LogForm(SpokenForm):
    KIND = "logged"
    channel = forms.ChoiceField(
        choices=[(one.value, one.label) for one in SPOKEN], label=_("Where"), widget=forms.RadioSelect
    )
    words = Words(rows=3, label=_("What was said"))
    until = PromiseField()

    def prepare(self) -> None:
        self.fields["until"].offer(timezone.now())  # type: ignore[attr-defined]

    def act(self) -> None:
        data = self.cleaned_data
        self.ticket.log(data["words"], by=self.person, channel=data["channel"], until=data["until"])


class EditForm(VerbForm):
    wide = True
    title = forms.CharField(max_length=200, label=_("Title"))
    service = forms.ModelChoiceField(
        Service.objects.filter(is_active=True), required=False, label=_("Service")
    )
    impact = forms.TypedChoiceField(choices=Ticket.Impact.choices, coerce=int, label=_("Who is affected"))
    urgency = forms.TypedChoiceField(
        coerce=int,
        label=_("Can they work"),
        choices=[
            (1, _("No, and it cannot wait")),
            (2, _("No")),
            (3, _("Yes, with difficulty")),
            (4, _("Yes")),
        ],
    )
    restricted = forms.BooleanField(required=False, label=_("Only for the team and people named here"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        for name in ("title", "service", "impact", "urgency", "restricted"):
            self.fields[name].initial = getattr(self.ticket, name)
        self.fields["seen"].initial = self.ticket.last_event

    def act(self) -> None:
        data = dict(self.cleaned_data)
        self.ticket.edit(by=self.person, seen=data.pop("seen"), **data)


class AddPersonForm(VerbForm):
    person_email = forms.CharField(
        label=_("Colleague"), help_text=_("E-mail address"), widget=forms.EmailInput
    )
    part = forms.ChoiceField(
        label=_("As"), choices=[(p.value, p.label) for p in Participant.Part if p != "mentioned"]
    )

    def clean_person_email(self) -> Person:
        found = Person.objects.active().with_email(self.cleaned_data["person_email"]).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this address."))
        return found

    def act(self) -> None:
        self.ticket.add_person(self.cleaned_data["person_email"], self.cleaned_data["part"], by=self.person)


class WatchForm(VerbForm):
    def act(self) -> None:
        self.ticket.add_person(self.person, Participant.Part.WATCHER, by=self.person)


class UnwatchForm(VerbForm):
    def act(self) -> None:
        self.ticket.remove_person(self.person, Participant.Part.WATCHER, by=self.person)


class OtherTicketForm(VerbForm):
    """Names another ticket by its number."""

    number = forms.CharField(label=_("Other ticket"), help_text=_("Its number, as in INC-1042."))

    def clean_number(self) -> Ticket:
        number = self.cleaned_data["number"].strip().upper()
        found = Ticket.objects.visible_to(self.person).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(_("There is no ticket with this number."))
        return found.specific


class LinkForm(OtherTicketForm):
    kind = forms.ChoiceField(label=_("This ticket"), choices=Link.Kind.choices)
    field_order = ["kind", "number"]

    def act(self) -> None:
        self.ticket.link(self.cleaned_data["number"], self.cleaned_data["kind"], by=self.person)


class MergeForm(OtherTicketForm):
    def act(self) -> Ticket:
        self.ticket.merge_into(self.cleaned_data["number"], by=self.person)
        return self.cleaned_data["number"]


class SplitForm(VerbForm):
    message = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=200, label=_("Title of the new ticket"))

    def act(self) -> Ticket:
        event = self.ticket.events.filter(pk=self.cleaned_data["message"]).first()
        if event is None:
            raise forms.ValidationError(_("Choose a message of this ticket."))
        return self.ticket.split(event, title=self.cleaned_data["title"], by=self.person)


class MeTooForm(VerbForm):
    def act(self) -> None:
        self.ticket.me_too(by=self.person)
