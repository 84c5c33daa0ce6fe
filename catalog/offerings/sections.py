"""The parts in which an edition is edited: its words, its form, its approvals, its plan. Each brings a form and a template.

A section's form is built as `form(data, edition=…, person=…)`; `data` is None when it is only shown. `words()` of a valid
one is what `OfferingEdition.write` takes. A form whose rows are added and moved answers `rearrange` (see `rows.RowsForm`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.utils.functional import Promise


class SectionForm(Protocol):
    def is_valid(self) -> bool: ...

    def words(self) -> dict[str, Any]:
        """What the edition says from now on, by its field."""

    def rearrange(self, act: str) -> None:
        """Add, move or remove a row: what is typed stays, nothing is saved."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """`slug` is the word of the blueprint where there is one (form, approvals, plan): its holes are shown here."""

    slug: str
    label: "str | Promise"
    form: Callable[..., SectionForm]
    template: str
    order: int = 50


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    _sections[section.slug] = section


def sections() -> list[Section]:
    return sorted(_sections.values(), key=attrgetter("order"))


def find_section(slug: str) -> Section | None:
    return _sections.get(slug)
