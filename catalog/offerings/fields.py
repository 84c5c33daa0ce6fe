"""The form builder: the fields of an edition's form as rows."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog.blueprint import Kind
from catalog.blueprint.field import ORIGINS
from catalog.offerings.rows import RowForm, RowsForm
from itsm.tickets.fields import Words

KINDS = {
    Kind.TEXT: _("One line"),
    Kind.WORDS: _("Several lines"),
    Kind.CHOICE: _("Choice"),
    Kind.NUMBER: _("Number"),
    Kind.DATE: _("Date"),
    Kind.PERSON: _("Colleague"),
    Kind.SERVICE: _("Service"),
    Kind.FILE: _("Files"),
    Kind.SECTION: _("Heading"),
}
FROM = {
    "site": _("their site"),
    "manager": _("their manager"),
    "name": _("their name"),
    "email": _("their e-mail address"),
    "phone": _("their phone"),
    "time_zone": _("their time zone"),
}
# What a kind of field can say about itself besides its question.
HAS: dict[str, frozenset[str]] = {
    Kind.TEXT: frozenset({"required", "origin", "min", "max"}),
    Kind.WORDS: frozenset({"required", "min", "max"}),
    Kind.CHOICE: frozenset({"required", "choices", "several", "origin", "min", "max"}),
    Kind.NUMBER: frozenset({"required", "min", "max"}),
    Kind.DATE: frozenset({"required"}),
    Kind.PERSON: frozenset({"required", "origin"}),
    Kind.SERVICE: frozenset({"required"}),
    Kind.FILE: frozenset({"required", "min", "max"}),
    Kind.SECTION: frozenset(),
}


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class FieldRow(RowForm):
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=list(KINDS.items()), label=_("Kind"))
    label = forms.CharField(max_length=160, required=False, label=_("Question"))
    help = forms.CharField(max_length=300, required=False, label=_("Help"))
    required = forms.BooleanField(required=False, label=_("Must be answered"))
    choices = Words(
        rows=3, required=False, label=_("Choices"), help_text=_("One on each line, in this order.")
    )
    several = forms.BooleanField(required=False, label=_("Several can be chosen"))
    origin = forms.ChoiceField(
        required=False,
        choices=[("", _("empty")), *((name, FROM[name]) for name in ORIGINS)],
        label=_("Begins with"),
    )
    min = forms.IntegerField(required=False, label=_("At least"))
    max = forms.IntegerField(required=False, label=_("At most"))
    if_field = forms.CharField(required=False, label=_("Only if"), widget=forms.Select)
    if_values = Words(
        rows=2,
        required=False,
        label=_("is answered with"),
        help_text=_("One answer on each line; any of them is enough."),
    )

    def prepare(self) -> None:
        asked = self.section.questions if isinstance(self.section, FormForm) else []
        select: Any = self.fields["if_field"].widget
        here = str(self["key"].value() or "")
        select.choices = [("", _("always asked")), *(each for each in asked if each[0] != here)]

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        condition = row.get("if") or {}
        return {
            **row,
            "choices": "\n".join(row.get("choices") or ()),
            "origin": row.get("from", ""),
            "if_field": condition.get("field", ""),
            "if_values": "\n".join(condition.get("is") or ()),
        }

    def to_json(self) -> dict[str, Any]:
        """Only what its kind can say: what was typed for another kind is not kept."""
        data = self.cleaned_data
        has = HAS[data["kind"]]
        told = {"key": data["key"], "kind": data["kind"], "label": data["label"].strip()}
        told |= {"help": data["help"]} if data["help"] else {}
        told |= {name: True for name in ("required", "several") if data[name] and name in has}
        told |= {name: data[name] for name in ("min", "max") if data[name] is not None and name in has}
        told |= {"choices": lines_of(data["choices"])} if "choices" in has else {}
        told |= {"from": data["origin"]} if data["origin"] and "origin" in has else {}
        if data["if_field"]:
            told["if"] = {"field": data["if_field"], "is": lines_of(data["if_values"])}
        return told

    @property
    def has(self) -> frozenset[str]:
        return HAS.get(str(self["kind"].value()), frozenset())

    @property
    def kind_label(self) -> Any:
        return KINDS.get(self["kind"].value(), "")


class FormForm(RowsForm):
    FIELD: ClassVar = "form"
    ROW: ClassVar = FieldRow

    def __init__(self, data: Any, **about: Any) -> None:
        self.questions = self.told_questions(data, about["edition"].form)
        super().__init__(data, **about)

    @staticmethod
    def told_questions(data: Any, form: list[dict[str, Any]]) -> list[tuple[str, str]]:
        """What a field can depend on: as typed, or as kept."""
        rows = form
        if data is not None:
            places = data.getlist("rows")
            rows = [
                {name: data.get(f"{place}-{name}", "") for name in ("key", "label", "kind")}
                for place in places
            ]
        return [
            (row["key"], row["label"])
            for row in rows
            if row.get("key") and row.get("label") and row.get("kind") != Kind.SECTION
        ]

    @property
    def kinds(self) -> list[tuple[Kind, Any]]:
        return list(KINDS.items())

    def new_row(self, place: str, kind: str) -> RowForm:
        return self.row(place, initial={"kind": kind if kind in KINDS else Kind.TEXT})

    def rearrange(self, act: str) -> None:
        super().rearrange(act)
        self.name_rows()

    def name_rows(self) -> None:
        """Who has a question gets a name, so that others can depend on it. Once given it stays: answers are kept by it."""
        taken = {row.name for row in self.rows}
        for row in self.rows:
            label = str(row["label"].value() or "")
            if not row.name and label.strip():
                row.initial["key"] = free_key(label, taken)
                taken.add(row.initial["key"])

    def words(self) -> dict[str, Any]:
        rows = [row.to_json() for row in self.rows]
        taken = {row["key"] for row in rows}
        for row in rows:
            if not row["key"]:
                row["key"] = free_key(row["label"] or row["kind"], taken)
                taken.add(row["key"])
        return {"form": rows}


def free_key(label: str, taken: set[str]) -> str:
    start = slugify(label).replace("-", "_").lstrip("_0123456789")[:36].strip("_") or "field"
    number = 1
    while (key := start if number == 1 else f"{start}_{number}") in taken:
        number += 1
    return key
