"""What a colleague fills in to talk to a person, and to thank one."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person, Site
from itsm.tickets import personal
from itsm.tickets.fields import PromiseField, Words
from itsm.tickets.verbs import VerbForm


class CallTime(PromiseField):
    """By when; nothing chosen is as soon as we can."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__()
        self.label = _("When?")

    def offer(self, now: datetime, usual: object = personal.AS_SOON) -> None:
        self.choices = [("", usual), *personal.call_times(now)]


def phone_field(person: Person) -> forms.CharField:
    attrs = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
    return forms.CharField(
        max_length=40, label=_("At which number?"), initial=person.phone, widget=forms.TextInput(attrs)
    )


class SiteChoice(forms.ModelChoiceField):
    """Where somebody is, and when; the colleague's own site is chosen."""

    widget = forms.RadioSelect

    def __init__(self, person: Person) -> None:
        places = Site.objects.exclude(desk_place="").select_related("desk_team")
        super().__init__(places, label=_("Where?"), empty_label=None)
        self.initial = person.site_id if places.filter(pk=person.site_id or 0).exists() else None

    def label_from_instance(self, site: Site) -> str:
        told = [f"{site.name}: {site.desk_place}", site.desk_hours, str(site.desk_team or "")]
        return " · ".join(part for part in told if part)


class CallMeForm(VerbForm):
    until = CallTime()
    words = Words(rows=2, required=False, label=_("Anything we should know before?"))

    def prepare(self) -> None:
        self.fields["phone"] = phone_field(self.person)
        self.order_fields(["phone"])
        self.fields["until"].offer(timezone.now())  # type: ignore[attr-defined]

    def act(self) -> None:
        personal.call_me(self.ticket, by=self.person, **self.cleaned_data)


class ComeByForm(VerbForm):
    until = CallTime()
    words = Words(rows=2, required=False, label=_("Anything we should know before?"))

    def prepare(self) -> None:
        self.fields["site"] = SiteChoice(self.person)
        self.order_fields(["site"])
        self.fields["until"].offer(timezone.now(), personal.ON_MY_WAY)  # type: ignore[attr-defined]

    def act(self) -> None:
        personal.come_by(self.ticket, by=self.person, **self.cleaned_data)


class TellAgainForm(VerbForm):
    words = Words(
        rows=3,
        required=False,
        label=_("What did you have to tell again?"),
        help_text=_("Whoever has it now reads it, and how often it happens is counted."),
    )

    def act(self) -> None:
        personal.tell_again(self.ticket, by=self.person, **self.cleaned_data)


class ThankForm(VerbForm):
    to = forms.ModelChoiceField(
        Person.objects.none(),
        required=False,
        label=_("Whom?"),
        widget=forms.RadioSelect,
        blank=True,
        empty_label=_("The whole team"),
    )
    words = Words(
        rows=3, required=False, label=_("What was good?"), help_text=_("Everyone who may see this reads it.")
    )

    def prepare(self) -> None:
        found = personal.helpers(self.ticket, self.person)
        to: forms.ModelChoiceField = self.fields["to"]  # type: ignore[assignment]
        to.queryset = Person.objects.filter(pk__in=[person.pk for person in found])
        to.initial = found[0].pk if found else None

    def act(self) -> None:
        personal.thank(self.ticket, by=self.person, **self.cleaned_data)
