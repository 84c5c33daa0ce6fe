"""What is new between two states of an edition, field by field and line by line, for people who do not read JSON."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import OfferingEdition

LABELS = {
    "form": _("Form"),
    "approvals": _("Approvals"),
    "plan": _("Plan"),
}


@dataclass(frozen=True)
class Difference:
    """`lines` are pairs of what happened to a line (same, gone, new) and the line."""

    label: str
    lines: list[tuple[str, str]]


def label_of(name: str) -> str:
    return str(LABELS.get(name) or OfferingEdition._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]


def between(old: Mapping[str, Any], new: Mapping[str, Any], names: Iterable[str]) -> list[Difference]:
    return [
        Difference(label_of(name), list(compare(as_lines(old.get(name)), as_lines(new.get(name)))))
        for name in names
        if as_lines(old.get(name)) != as_lines(new.get(name))
    ]


def of_editions(old: OfferingEdition | None, new: OfferingEdition) -> list[Difference]:
    names = OfferingEdition.WRITTEN
    before = {name: getattr(old, name) for name in names} if old else {}
    return between(before, {name: getattr(new, name) for name in names}, names)


def as_lines(value: Any) -> list[str]:
    if isinstance(value, list):
        return [line for row in value for line in row_lines(row)]
    return [line.rstrip() for line in str("" if value is None else value).splitlines() if line.strip()]


def row_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """A field, a step or a task: its name first, then what it says, indented."""
    head = row.get("label") or row.get("name") or row.get("title") or row.get("key", "")
    yield str(head)
    for name, value in row.items():
        if name not in {"label", "name", "title", "key"} and value not in (None, "", [], False):
            yield f"    {name}: {plain(value)}"


def plain(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {plain(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(plain, value))
    return str(value)


def compare(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            yield from (("same", line) for line in old[old_from:old_to])
        else:
            yield from (("gone", line) for line in old[old_from:old_to])
            yield from (("new", line) for line in new[new_from:new_to])
