"""What people type about known errors."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from itsm.people.forms import PersonField
from itsm.people.models import Audience, Person
from itsm.people.roles import GROUPS, LABELS
from itsm.services.models import Service
from itsm.tickets.fields import Words
from itsm.tickets.models import Ticket
from problems.models import KnownError, Problem, Trial

LONGEST = 20_000  # characters of a text
MANY = ("services", "sites", "teams")


class TicketField(forms.CharField):
    """A ticket of one kind by its number, if the writer may see it. None when left empty."""

    person: Person
    kept: int | None = None  # stays as it is, though the writer may not see it

    def __init__(self, *, model: Any, **options: Any) -> None:
        super().__init__(max_length=20, required=False, **options)
        self.model = model

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Ticket.objects.filter(pk=value).values_list("number", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Any:
        number = (super().clean(value) or "").strip().upper()
        if not number:
            return None
        asked = self.model.objects.filter(number=number)
        found = asked.visible_to(self.person).first() or asked.filter(pk=self.kept).first()
        if found is None:
            raise ValidationError(_("There is no %(number)s that you may see."), params={"number": number})
        return found


class KnownErrorForm(forms.ModelForm):
    problem = TicketField(
        model=Problem, label=_("Problem"), help_text=_("Its number, such as PRB-12: whose cause this is.")
    )
    owner = PersonField(
        label=_("Owner"), help_text=_("Hears when the way round works for fewer than before.")
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"), required=False, choices=[(role, LABELS[role]) for role in GROUPS], widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = KnownError
        fields: ClassVar = [
            "title", "symptom", "workaround", "cause", "affected", "since", "services", "problem", "owner",
            "audience", "sites", "teams", "roles",
        ]  # fmt: skip
        widgets: ClassVar = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "symptom": forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": LONGEST}),
            "workaround": forms.Textarea(attrs={"rows": 8, "dir": "auto", "maxlength": LONGEST}),
            "cause": forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": LONGEST}),
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "services": forms.CheckboxSelectMultiple,
            "audience": forms.RadioSelect,
            "sites": forms.CheckboxSelectMultiple,
            "teams": forms.CheckboxSelectMultiple,
        }
        help_texts: ClassVar = {
            "title": _("As a colleague would say it: they search with these words."),
            "symptom": _("What they see and hear, and when. No jargon."),
            "workaround": _("Step by step. Markdown: 1. step, - list, **bold**."),
            "cause": _("Only the desk reads it."),
            "affected": _("Such as: everyone with a dock of the second revision."),
            "sites": _("For “only some colleagues”: whoever is at one of the sites, in one of the teams or has one of the roles."),
        }  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = self.fields["problem"].person = person  # type: ignore[attr-defined]
        self.fields["problem"].kept = self.instance.problem_id  # type: ignore[attr-defined]
        self.fields["services"].required = False
        self.fields["services"].queryset = Service.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["audience"].choices = Audience.choices  # type: ignore[attr-defined]  # without an empty one
        self.fields["seen"].initial = self.instance.version if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named = any(given.get(name) for name in ("sites", "teams", "roles"))
        if given.get("audience") == Audience.LIMITED and not named:
            self.add_error("audience", _("Choose below who may read it: sites, teams or roles."))
        return given

    def _post_clean(self) -> None:
        """The verbs write; the form only reads."""

    @property
    def said(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return given | {name: list(given[name]) for name in MANY}


class ActForm(forms.Form):
    """Of one act: `act` calls the method. What the method finds wrong lands at the field of that name."""

    def __init__(self, *args: Any, known: KnownError, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.person = known, person
        self.prepare()

    def prepare(self) -> None:
        """What a field needs to know of the known error or the person."""

    def act(self) -> None:
        raise NotImplementedError

    def try_to_act(self) -> bool:
        try:
            self.act()
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, said in fields.items():
                self.add_error(name if name in self.fields else None, ValidationError(said))
            return False
        return True


class PublishForm(ActForm):
    def act(self) -> None:
        self.known.publish(by=self.person)


class ReasonForm(ActForm):
    reason = Words(rows=3, max_length=2000, label=_("Why"))


class ReopenForm(ReasonForm):
    def act(self) -> None:
        self.known.reopen(reason=self.cleaned_data["reason"], by=self.person)


class RetireForm(ReasonForm):
    def act(self) -> None:
        self.known.retire(reason=self.cleaned_data["reason"], by=self.person)


class FixForm(ActForm):
    change = TicketField(
        model=Ticket,
        label=_("By which change"),
        help_text=_("Its number, such as CHG-7. Empty if it was none."),
    )

    def prepare(self) -> None:
        self.fields["change"].person = self.person  # type: ignore[attr-defined]

    def act(self) -> None:
        self.known.fix(change=self.cleaned_data["change"], by=self.person)


class CommunicateForm(ActForm):
    words = Words(
        rows=3, max_length=2000, required=False, label=_("Your words above the way round"),
        help_text=_("Empty: ours, which say that we know what it is."),
    )  # fmt: skip

    def act(self) -> None:
        self.known.communicate(words=self.cleaned_data["words"], by=self.person)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=[(one.value, one.label) for one in Trial.GIVEN])
    environment = forms.CharField(
        max_length=80,
        required=False,
        label=_("Where did you try it"),
        help_text=_("Site, device or program."),
    )
    words = Words(rows=2, max_length=2000, required=False, label=_("What happened"))
    solved = forms.BooleanField(required=False, label=_("My trouble is over with it"))
