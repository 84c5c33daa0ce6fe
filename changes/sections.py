"""The sections of a change's page, in their order. Each part of the practice registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from changes.models import Change
    from itsm.people.models import Person


@dataclass(frozen=True)
class Section:
    """`slug` is its place on the page, `context` what its template is given; None: it is not shown."""

    slug: str
    label: str | Promise
    template: str
    context: "Callable[[Change, Person], dict[str, Any] | None]"
    order: int = 50


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    _sections[section.slug] = section


def sections() -> list[Section]:
    return sorted(_sections.values(), key=attrgetter("order", "slug"))
