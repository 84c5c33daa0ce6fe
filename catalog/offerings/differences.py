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


# What a row says besides its name, in the order in which it is told.
SAYS = {
    "kind": _("kind"),
    "help": _("help"),
    "required": _("must be answered"),
    "choices": _("choices"),
    "several": _("several can be chosen"),
    "from": _("begins with"),
    "min": _("at least"),
    "max": _("at most"),
    "who": _("asked"),
    "rule": _("must agree"),
    "share": _("share in per cent"),
    "remind_hours": _("reminded after hours"),
    "escalate_hours": _("others asked after hours"),
    "team": _("team"),
    "hook": _("other system"),
    "instructions": _("instructions"),
    "needs": _("after"),
    "within_hours": _("within hours"),
    "checklist": _("checklist"),
    "if": _("only if"),
}
NEAR = 3  # lines that stay the same are shown beside a change


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
    """A field, a step or a task: its name first, then what it says, indented, always in the same order."""
    yield str(row.get("label") or row.get("name") or row.get("title") or row.get("key", ""))
    for name, label in SAYS.items():
        value = row.get(name)
        if value not in (None, "", [], False):
            yield f"    {label}" if value is True else f"    {label}: {plain(value)}"


def plain(value: Any) -> str:
    if isinstance(value, Mapping) and "field" in value:
        return f"{value['field']} = {plain(value.get('is'))}"
    if isinstance(value, Mapping):
        return " ".join(plain(each) for _name, each in sorted(value.items()))
    if isinstance(value, list):
        return ", ".join(map(plain, value))
    return str(value)


def compare(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What is far from any change is left out."""
    matched = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for tag, old_from, old_to, new_from, new_to in matched:
        if tag == "equal":
            same = old[old_from:old_to]
            shown = [*same[:NEAR], "…", *same[-NEAR:]] if len(same) > 2 * NEAR + 1 else same
            yield from (("same", line) for line in shown)
        else:
            yield from (("gone", line) for line in old[old_from:old_to])
            yield from (("new", line) for line in new[new_from:new_to])
