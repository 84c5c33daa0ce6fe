"""What is typed about meetings, decisions, actions and business units."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comms.models import Action, Decision, Meeting
from itsm.people.forms import PersonField
from itsm.people.models import BusinessUnit, Person, Team
from itsm.people.roles import DESK
from itsm.services.models import Service
from itsm.tickets.fields import MomentField, Words

MOST_PEOPLE = 40


def from_the_desk(or_else: Q) -> Any:
    """Whoever works the desk, or is meant anyway."""
    return Person.objects.active().filter(Q(groups__name__in=DESK) | or_else).distinct().order_by("name")


class PeopleField(forms.CharField):
    """Several people by their e-mails, with commas or on lines of their own."""

    too_many = _("More than %(most)s people hold no meeting.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), **kwargs)

    def clean(self, value: Any) -> list[Person]:
        given = [word for word in super().clean(value).replace(",", " ").replace(";", " ").split() if word]
        if len(given) > MOST_PEOPLE:
            raise ValidationError(self.too_many % {"most": MOST_PEOPLE})
        found = {email: Person.objects.active().with_email(email).first() for email in given}
        if unknown := [email for email, person in found.items() if person is None]:
            raise ValidationError(_("Nobody here has the address %(email)s."), params={"email": unknown[0]})
        return [person for person in found.values() if person]


class MeetingForm(forms.ModelForm):
    starts_at = MomentField(label=_("When"))
    asked = PeopleField(
        label=_("Who is asked"),
        required=False,
        help_text=_("Their e-mails. Whoever leads it is asked anyway."),
    )

    class Meta:
        model = Meeting
        fields: ClassVar = [
            "kind",
            "service",
            "unit",
            "team",
            "starts_at",
            "minutes",
            "place",
            "asked",
            "topics",
        ]
        widgets: ClassVar = {"topics": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["service"].queryset = Service.objects.active().order_by("name")
        fields["unit"].queryset = BusinessUnit.objects.active()
        fields["team"].queryset = Team.objects.filter(is_active=True)
        for name in ("service", "unit", "team"):
            fields[name].empty_label = "–"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind, needs = given.get("kind"), {"service_review": ("service", "unit"), "stand_up": ("team",)}
        if kind in needs and not any(given.get(name) for name in needs[kind]):
            said = {
                "service_review": _("A service review is about a service or with a business unit."),
                "stand_up": _("A stand-up is of a team."),
            }
            self.add_error(needs[kind][0], said[kind])
        return given


class WriteForm(forms.Form):
    """The notes, and who is there."""

    notes = Words(rows=6, required=False, label=_("Notes"))
    there = forms.MultipleChoiceField(
        label=_("Who is there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        asked = list(meeting.attendances.select_related("person"))
        here = [one.person_id for one in asked if one.there]
        super().__init__(*args, **{"initial": {"notes": meeting.notes, "there": here}, **kwargs})
        self.fields["there"].choices = [(one.person_id, one.person.name) for one in asked]  # type: ignore[attr-defined]


class ActionForm(forms.ModelForm):
    class Meta:
        model = Action
        fields: ClassVar = ["what", "owner", "due_on"]
        widgets: ClassVar = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "action_%s", **kwargs})  # it stands beside a decision
        fields: Any = self.fields
        fields["owner"].queryset = from_the_desk(or_else=Q(pk__in=meeting.attendances.values("person")))


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields: ClassVar = ["what", "why", "meeting"]
        widgets: ClassVar = {"why": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        running = Meeting.objects.visible_to(person).with_subject().to_come()
        fields["meeting"].queryset, fields["meeting"].empty_label = running, _("by itself")
        fields["meeting"].label = _("In the meeting")


class UnitForm(forms.ModelForm):
    contact = PersonField(
        label=_("Contact person"), required=False, help_text=_("Who speaks for it. Their e-mail.")
    )

    class Meta:
        model = BusinessUnit
        fields: ClassVar = ["name", "purpose", "parent", "contact", "keeper", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["keeper"].queryset = from_the_desk(or_else=Q(pk=self.instance.keeper_id))
        fields["parent"].queryset = BusinessUnit.objects.exclude(pk=self.instance.pk)
        fields["parent"].empty_label = _("nothing above it")
