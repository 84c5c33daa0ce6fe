"""The same answers by API: one check for each kind of field, in the same order, with the same conditions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty

from catalog.blueprint import Field, Kind
from catalog.requests.answers import EMPTY, LINE, TEXT, limits, services, to_answer, wrong_count
from itsm.people.models import Person


class KeyOf(serializers.PrimaryKeyRelatedField):
    """The key of a row that exists, and stays a key."""

    def to_internal_value(self, data: Any) -> int:
        return int(super().to_internal_value(data).pk)


def api_field(field: Field) -> serializers.Field:
    about: dict[str, Any] = {"required": field.required, "allow_null": not field.required}
    match field.kind:
        case Kind.TEXT | Kind.WORDS:
            most = field.max or (LINE if field.kind is Kind.TEXT else TEXT)
            return serializers.CharField(
                max_length=most, min_length=field.min, allow_blank=not field.required, **about
            )
        case Kind.CHOICE if field.several:
            return serializers.MultipleChoiceField(
                choices=field.choices, allow_empty=not field.required, **about
            )
        case Kind.CHOICE:
            return serializers.ChoiceField(choices=field.choices, allow_blank=not field.required, **about)
        case Kind.PERSON:
            return KeyOf(queryset=Person.objects.active(), **about)
        case Kind.SERVICE:
            return KeyOf(queryset=services(), **about)
        case Kind.DATE:
            return serializers.DateField(**about)
        case Kind.NUMBER:
            least, most = limits(field)
            return serializers.IntegerField(min_value=least, max_value=most, **about)
    return serializers.ListField(child=serializers.FileField(), allow_empty=not field.required, **about)


def check_answers(
    blueprint: Sequence[Field], given: Mapping[str, Any], files: Mapping[str, list[Any]] | None = None
) -> tuple[dict[str, Any], list[Any]]:
    """(answers, uploads); ValidationError says by field what is wrong, and which names the form does not have."""
    answers: dict[str, Any] = {}
    uploads: list[Any] = []
    asked = {field.key: field for field in blueprint if field.is_answered}
    unknown = given.keys() - asked.keys()
    errors: dict[str, list[Any]] = {name: [_("The form has no such field.")] for name in sorted(unknown)}
    sent = {**given, **(files or {})}
    for field in asked.values():
        if not field.condition.holds(answers):
            continue
        try:
            value = checked(field, sent.get(field.key, empty))
        except ValidationError as error:
            errors[field.key] = error.detail  # type: ignore[assignment]
            continue
        answer = to_answer(field, value)
        if answer not in EMPTY:
            answers[field.key] = answer
            uploads += value if field.kind is Kind.FILE else []
    if errors:
        raise ValidationError({"answers": errors})
    return answers, uploads


def checked(field: Field, value: Any) -> Any:
    made = api_field(field)
    made.field_name = field.key
    if value == "" and field.kind in {Kind.DATE, Kind.NUMBER, Kind.PERSON, Kind.SERVICE}:
        value = None  # as a page sends what was left empty
    try:
        found = made.run_validation(value)
    except serializers.SkipField:
        return None
    if wrong := wrong_count(field, to_answer(field, found)):
        raise ValidationError([wrong])
    return found
