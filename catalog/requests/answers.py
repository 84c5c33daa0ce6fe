"""A form of the portal made from an offering's fields. The API's shape of the same is in `answers_api`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.blueprint import Field, Kind
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.tickets.fields import FilesField, Words

LINE, TEXT = 200, 5000  # characters of a text, where the offering says nothing
NUMBER = 10**12
FEW = 7  # choices that are shown at once
EMPTY: tuple[Any, ...] = (None, "", [])


class PersonField(forms.CharField):
    """A colleague, by e-mail address: the list of all of them would be too long to choose from."""

    widget = forms.EmailInput

    def clean(self, value: Any) -> int | None:
        address = super().clean(value)
        if not address:
            return None
        found = Person.objects.active().with_email(address).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this address."))
        return int(found.pk)


class ServiceField(forms.ModelChoiceField):
    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return found.pk if found else None


class Uploads(FilesField):
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files: list[Any] = super().clean(data, initial)
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"])
        return files


def form_field(field: Field) -> forms.Field:
    about: dict[str, Any] = {"label": field.label, "help_text": field.help, "required": field.required}
    made = control(field, about)
    if field.condition:  # the browser does not know whether it is asked
        made.widget.use_required_attribute = lambda initial: False
    return made


def control(field: Field, about: dict[str, Any]) -> forms.Field:
    least, most = limits(field)
    match field.kind:
        case Kind.TEXT:
            return forms.CharField(max_length=field.max or LINE, min_length=field.min, **about)
        case Kind.WORDS:
            return Words(max_length=field.max or TEXT, min_length=field.min, **about)
        case Kind.CHOICE:
            return choice_field(field, about)
        case Kind.PERSON:
            return PersonField(**about)
        case Kind.SERVICE:
            return ServiceField(services(), empty_label=gettext_lazy("Choose a service"), **about)
        case Kind.DATE:
            return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **about)
        case Kind.NUMBER:
            return forms.IntegerField(min_value=least, max_value=most, **about)
    return Uploads(**about)


def choice_field(field: Field, about: dict[str, Any]) -> forms.Field:
    choices = [(choice, choice) for choice in field.choices]
    if field.several:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    if len(choices) <= FEW:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **about)
    return forms.ChoiceField(choices=[("", _("Choose one")), *choices], **about)


def services() -> Any:
    return Service.objects.filter(is_active=True)


def limits(field: Field) -> tuple[int, int]:
    """Numbers that every part of the house can hold."""
    return (
        -NUMBER if field.min is None else field.min,
        NUMBER if field.max is None else field.max,
    )


def wrong_count(field: Field, value: Any) -> str:
    """Too few or too many choices or files, in words; else nothing."""
    if not isinstance(value, list) or not value:
        return ""
    if field.min is not None and len(value) < field.min:
        return _("Choose at least %(n)d.") % {"n": field.min}
    if field.max is not None and len(value) > field.max:
        return _("Choose at most %(n)d.") % {"n": field.max}
    return ""


def to_answer(field: Field, value: Any) -> Any:
    """As it is kept: JSON, the same from the page and from the API."""
    match field.kind:
        case Kind.DATE:
            return value.isoformat() if value else None
        case Kind.FILE:
            return [upload.name for upload in value or ()]
        case Kind.CHOICE if field.several:
            return [choice for choice in field.choices if choice in (value or ())]
        case Kind.WORDS | Kind.TEXT:
            return (value or "").replace("\r\n", "\n")
    return value


def default_of(field: Field, person: Person) -> Any:
    """What the field begins with, of what we know of the colleague."""
    if not field.origin:
        return None
    known = getattr(person, field.origin, None)
    if field.kind is Kind.PERSON:
        return known.email if isinstance(known, Person) else person.email
    return known.name if isinstance(known, Person) else str(known or "")


class AnswersForm(forms.Form):
    """`answers` and `uploads` of a valid one are what was asked for. Fields that are not asked are not looked at."""

    def __init__(self, *args: Any, blueprint: Sequence[Field], requester: Person, **kwargs: Any) -> None:
        self.blueprint = [field for field in blueprint if field.key]
        kwargs["prefix"] = "a"
        super().__init__(*args, **kwargs)
        self.answers: dict[str, Any] = {}
        self.uploads: list[UploadedFile] = []
        for field in self.blueprint:
            if field.is_answered:
                self.fields[field.key] = form_field(field)
                self.fields[field.key].initial = default_of(field, requester)

    def clean(self) -> dict[str, Any]:
        """One pass in the order of the form: what is asked depends only on what stands before it."""
        cleaned: dict[str, Any] = super().clean() or {}
        for field in self.blueprint:
            if not field.condition.holds(self.answers):
                self.errors.pop(field.key, None)
            elif field.key in cleaned:
                self.keep(field, cleaned[field.key])
        return cleaned

    def keep(self, field: Field, value: Any) -> None:
        answer = to_answer(field, value)
        if wrong := wrong_count(field, answer):
            self.add_error(field.key, wrong)
        elif answer not in EMPTY:
            self.answers[field.key] = answer
            self.uploads += value if field.kind is Kind.FILE else []

    def parts(self) -> Iterator[tuple[Field, forms.BoundField | None, str]]:
        """For the template: each field with its control (none for a heading), and when it is asked, in words."""
        labels = {field.key: field.label for field in self.blueprint}
        for field in self.blueprint:
            yield field, self[field.key] if field.is_answered else None, only_if(field, labels)


def only_if(field: Field, labels: Mapping[str, str]) -> str:
    if not field.condition:
        return ""
    said = {
        "label": labels.get(field.condition.field, field.condition.field),
        "answers": _(" or ").join(f"“{value}”" for value in field.condition.values),
    }
    return _("Only if you answer %(answers)s to “%(label)s”.") % said
