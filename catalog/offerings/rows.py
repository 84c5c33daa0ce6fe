"""A section that is a list: of fields, of steps, of tasks. Rows are added, moved and removed by plain buttons.

Every press sends the whole list and gets it back as it was typed, in its new order; only Save keeps it. So it works
without JavaScript, and nothing is lost on the way.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from catalog.blueprint import Hole
from catalog.models import OfferingEdition
from itsm.people.models import Person


class RowForm(forms.Form):
    """One row. What it says goes to and from the edition's JSON by `initial_of` and `to_json`."""

    use_required_attribute = False
    error_css_class = "error"

    def __init__(self, *args: Any, section: "RowsForm", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        self.place = self.prefix or ""
        self.prepare()

    def prepare(self) -> None:
        """Narrow choices to this edition."""

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return dict(row)

    def to_json(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def typed(self) -> dict[str, Any]:
        """What stands in its fields now, as typed, right or wrong."""
        return {name: self[name].data if self.is_bound else self[name].initial for name in self.fields}

    @property
    def name(self) -> str:
        """How the blueprint names it when something is wrong with it."""
        return str(self[self.section.NAMED_BY].value() or "")

    @property
    def holes(self) -> list[str]:
        return [hole.words for hole in self.section.holes if hole.key == self.name]


class RowsForm:
    """The list as a form. `FIELD` names the edition's list, `NAMED_BY` what in a row its holes are found by."""

    FIELD: ClassVar[str]
    NAMED_BY: ClassVar[str] = "key"
    ROW: ClassVar[type[RowForm]]

    def __init__(self, data: QueryDict | None, *, edition: OfferingEdition, person: Person) -> None:
        self.edition, self.person = edition, person
        self.data = data
        if data is None:
            told: Sequence[Mapping[str, Any]] = getattr(edition, self.FIELD)
            self.rows = [self.row(str(n), initial=self.ROW.initial_of(row)) for n, row in enumerate(told, 1)]
        else:
            places = [place for place in data.getlist("rows") if place.isdecimal() and len(place) < 6]
            self.rows = [self.row(place, data=data) for place in dict.fromkeys(places)]

    def row(self, place: str, *, data: Any = None, initial: Mapping[str, Any] | None = None) -> RowForm:
        return self.ROW(data, prefix=place, initial=dict(initial or {}), section=self)

    def is_valid(self) -> bool:
        found = [row.is_valid() for row in self.rows]  # each says what is wrong with it
        return all(found)

    def words(self) -> dict[str, Any]:
        return {self.FIELD: [row.to_json() for row in self.rows]}

    def rearrange(self, act: str) -> None:
        """“add”, “add:choice”, “remove:3”, “up:3”, “down:3”; what nobody knows changes nothing."""
        verb, _colon, where = act.partition(":")
        self.rows = [self.row(row.place, initial=row.typed()) for row in self.rows]
        places = [row.place for row in self.rows]
        if verb == "add":
            self.rows.append(self.new_row(str(max(map(int, places), default=0) + 1), where))
        elif where in places:
            self._change(verb, places.index(where))

    def new_row(self, place: str, kind: str) -> RowForm:
        return self.row(place)

    def _change(self, verb: str, at: int) -> None:
        row = self.rows.pop(at)
        if verb == "up":
            self.rows.insert(max(at - 1, 0), row)
        elif verb == "down":
            self.rows.insert(at + 1, row)
        elif verb != "remove":
            self.rows.insert(at, row)

    @cached_property
    def holes(self) -> list[Hole]:
        """What is wrong with the list as it is saved."""
        return [hole for hole in self.edition.blueprint_holes() if hole.section == self.FIELD]

    @property
    def whole_holes(self) -> list[str]:
        named = {row.name for row in self.rows}
        return [str(hole) for hole in self.holes if hole.key not in named]
