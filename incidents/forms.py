"""The forms of an incident: reporting one, and its verbs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.models import Category, Incident, MajorIncident, Resolution
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.fields import FilesField, Words
from itsm.tickets.models import Attachment, Channel, Link, Ticket
from itsm.tickets.moves import SeenForm
from itsm.tickets.verbs import VerbForm

# Asked as questions: nobody is asked how urgent they think they are.
CAN_WORK = [
    (Ticket.Urgency.LOW, _("Yes, it is only a nuisance")),
    (Ticket.Urgency.MEDIUM, _("Yes, but with difficulty")),
    (Ticket.Urgency.HIGH, _("No")),
    (Ticket.Urgency.CRITICAL, _("No, and it cannot wait: safety, or a deadline today")),
]
IN_SHORT = [  # for a phone
    (Ticket.Urgency.LOW, _("Yes, a nuisance")),
    (Ticket.Urgency.MEDIUM, _("With difficulty")),
    (Ticket.Urgency.HIGH, _("No")),
    (Ticket.Urgency.CRITICAL, _("No, and it cannot wait")),
]
# Stored in the words that were pressed: they are the colleague's.
SINCE = [
    (_("just now"), _("Just now")),
    (_("earlier today"), _("Earlier today")),
    (_("yesterday"), _("Yesterday")),
    (_("longer than that"), _("Longer")),
]
WHO_ELSE = [
    (Ticket.Impact.ONE, _("Only one colleague")),
    (Ticket.Impact.GROUP, _("Several colleagues")),
    (Ticket.Impact.MANY, _("A department, a site or more")),
]


class ReportForm(forms.Form):
    """What every report asks: what, since when, can you work."""

    title = forms.CharField(
        max_length=200, label=_("What is broken"), help_text=_("One line, in your own words.")
    )
    description = Words(rows=5, label=_("What happens, and what should happen"), required=False)
    since_when = forms.CharField(
        max_length=120, required=False, label=_("Since when"), help_text=_("“This morning” is fine.")
    )
    urgency = forms.TypedChoiceField(
        choices=CAN_WORK,
        coerce=int,
        initial=Ticket.Urgency.MEDIUM,
        widget=forms.RadioSelect,
        label=_("Can you work"),
    )
    impact = forms.TypedChoiceField(
        choices=WHO_ELSE,
        coerce=int,
        initial=Ticket.Impact.ONE,
        widget=forms.RadioSelect,
        label=_("Who has the same trouble"),
    )
    service = forms.ModelChoiceField(
        Service.objects.filter(is_active=True).select_related("team"),
        required=False,
        label=_("Which service"),
        empty_label=_("I do not know"),
    )
    uploads = FilesField(required=False, label=_("Pictures or files"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def report(self) -> Incident:
        data = dict(self.cleaned_data)
        files, requester = data.pop("uploads"), data.pop("requester", None) or self.person
        channel = data.pop("channel", Channel.PORTAL)
        made = Incident.report(by=self.person, requester=requester, channel=channel, **data)
        for upload in files:
            Attachment.take_in(upload, ticket_id=made.pk, by=self.person).settle(made.opening)
        return made


class OwnReportForm(ReportForm):
    """What a colleague fills in, on a phone: three questions, and the rest for who likes to say more."""

    since_when = forms.ChoiceField(  # type: ignore[assignment]
        choices=SINCE, required=False, widget=forms.RadioSelect, label=_("Since when?")
    )
    on_behalf_of = forms.EmailField(
        required=False,
        label=_("For somebody else"),
        help_text=_("Their e-mail address. They hear from us, and so do you."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    QUESTIONS = ("title", "since_when", "urgency")
    field_order = (*QUESTIONS, "uploads", "description", "service", "impact", "on_behalf_of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].label, self.fields["title"].help_text = _("What is broken?"), ""
        self.fields["title"].widget.attrs |= {
            "placeholder": _("In your own words, one sentence"),
            "autofocus": True,
            "autocomplete": "off",
        }
        self.fields["urgency"].label = _("Can you work?")
        self.fields["urgency"].choices = IN_SHORT  # type: ignore[attr-defined]

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.QUESTIONS]

    @property
    def more(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in (*self.QUESTIONS, "uploads")]

    @property
    def more_is_open(self) -> bool:
        return any(field.errors for field in self.more)

    def clean_on_behalf_of(self) -> Person | None:
        address = self.cleaned_data["on_behalf_of"]
        return colleague_with(address) if address else None

    def report(self) -> Incident:
        self.cleaned_data["requester"] = self.cleaned_data.pop("on_behalf_of")
        return super().report()


def colleague_with(address: str) -> Person:
    found: Person | None = Person.objects.active().with_email(address).first()
    if found is None:
        raise forms.ValidationError(_("Nobody has this address."))
    return found


class DeskReportForm(ReportForm):
    """The same, filled in by an agent for a colleague."""

    requester = forms.CharField(label=_("Colleague"), help_text=_("E-mail address"), widget=forms.EmailInput)
    channel = forms.ChoiceField(
        label=_("How they reached us"),
        choices=[
            (c.value, c.label)
            for c in (Channel.PHONE, Channel.WALK_UP, Channel.IN_PERSON, Channel.MAIL, Channel.CHAT)
        ],
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True), required=False, label=_("Category")
    )
    restricted = forms.BooleanField(required=False, label=_("Only for the team and people named on it"))
    field_order = [
        "requester",
        "channel",
        "title",
        "description",
        "service",
        "category",
        "since_when",
        "urgency",
        "impact",
    ]  # Django's own way

    def clean_requester(self) -> Person:
        return colleague_with(self.cleaned_data["requester"])


class ResolveForm(SeenForm):
    wide = True
    resolution = forms.ChoiceField(choices=Resolution.choices, label=_("How it ended"))
    words = Words(
        label=_("What was done, for the colleague"), help_text=_("They read it and say whether it works.")
    )

    def act(self) -> None:
        self.ticket.resolve(by=self.person, **self.cleaned_data)


class CancelForm(VerbForm):
    ticket: Incident
    reason = Words(rows=3, label=_("Why"), help_text=_("The colleague reads it."))

    def act(self) -> None:
        self.ticket.cancel(reason=self.cleaned_data["reason"], by=self.person)


class ProposeMajorForm(VerbForm):
    ticket: Incident
    impact = Words(rows=3, label=_("Who cannot do what"), help_text=_("In words that everyone understands."))

    def act(self) -> None:
        MajorIncident.propose(self.ticket, impact=self.cleaned_data["impact"], by=self.person)


def major_of(incident: Incident) -> MajorIncident:
    """Its record as a major incident; nobody proposed it is a refusal, not a crash."""
    if incident.major_incident is None:
        raise Refused(_("Nobody proposed %(number)s as a major incident.") % {"number": incident.number})
    return incident.major_incident


class PromoteMajorForm(VerbForm):
    ticket: Incident
    lead = forms.ModelChoiceField(Person.objects.none(), label=_("Leads"), empty_label=_("choose one"))
    communications = forms.ModelChoiceField(
        Person.objects.none(), label=_("Speaks to colleagues"), empty_label=_("choose one")
    )
    scribe = forms.ModelChoiceField(Person.objects.none(), label=_("Writes down"), required=False)

    def prepare(self) -> None:
        for name in ("lead", "communications", "scribe"):
            self.fields[name].queryset = Person.objects.active().filter(groups__isnull=False).distinct()  # type: ignore[attr-defined]

    def act(self) -> None:
        major_of(self.ticket).promote(by=self.person, **self.cleaned_data)


class ChangeMajorRolesForm(PromoteMajorForm):
    """Shifts end: someone else leads, speaks or writes down."""

    def prepare(self) -> None:
        super().prepare()
        for name in ("lead", "communications", "scribe"):
            self.fields[name].initial = getattr(self.ticket.major_incident, name, None)

    def act(self) -> None:
        major_of(self.ticket).change_roles(by=self.person, **self.cleaned_data)


class DeclineMajorForm(VerbForm):
    ticket: Incident
    reason = Words(rows=3, label=_("Why not"))

    def act(self) -> None:
        major_of(self.ticket).decline(reason=self.cleaned_data["reason"], by=self.person)


class StandDownMajorForm(VerbForm):
    ticket: Incident

    def act(self) -> None:
        major_of(self.ticket).stand_down(by=self.person)


class ChildForm(VerbForm):
    """Tie this incident to the one that explains it."""

    ticket: Incident
    parent = forms.CharField(
        label=_("Parent"), help_text=_("Its number. It hears every public update and ends with its parent.")
    )

    def clean_parent(self) -> Ticket:
        found = (
            Incident.objects.visible_to(self.person)
            .filter(number=self.cleaned_data["parent"].strip().upper())
            .first()
        )
        if found is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return found

    def act(self) -> None:
        self.ticket.link(self.cleaned_data["parent"], Link.Kind.CHILD_OF, by=self.person)
