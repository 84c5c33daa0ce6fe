"""Answers as one reads them: with the names of people and services instead of their keys."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format

from catalog.blueprint import Field, Kind
from itsm.people.models import Person
from itsm.services.models import Service


def lines(form: Sequence[Field], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(question, answer) in the order of the form; what was not asked or answered is left out."""
    given = [field for field in form if field.is_answered and field.key in answers]
    people = Person.objects.in_bulk(keys(given, Kind.PERSON, answers))
    services = Service.objects.in_bulk(keys(given, Kind.SERVICE, answers))
    names: Mapping[Kind, Mapping[Any, Any]] = {Kind.PERSON: people, Kind.SERVICE: services}
    return [(field.label, in_words(field, answers[field.key], names.get(field.kind, {}))) for field in given]


def keys(given: Iterable[Field], kind: Kind, answers: Mapping[str, Any]) -> list[int]:
    """None of a kind: then nothing is asked of the database."""
    return [answers[field.key] for field in given if field.kind is kind]


def in_words(field: Field, answer: Any, names: Mapping[Any, Any]) -> str:
    if field.kind is Kind.PERSON and answer in names:
        return str(names[answer].name)
    if isinstance(answer, list):
        return ", ".join(map(str, answer))
    day = parse_date(answer) if field.kind is Kind.DATE else None
    return date_format(day, "j F Y") if day else str(names.get(answer, answer))


def as_text(form: Sequence[Field], answers: Mapping[str, Any]) -> str:
    """For the ticket's description, the mail and the search."""
    return "\n".join(
        f"{label}:\n{said}" if "\n" in said else f"{label}: {said}" for label, said in lines(form, answers)
    )
