"""The sections of a change's page, in their order. Each part of the practice registers its own when the app is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from itsm.frame.practices import is_here
from itsm.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import Promise as Lazy

    from changes.models import Change


@dataclass(frozen=True)
class Section:
    """`slug` is its place on the page; what `context` answers, its template finds as `section`. None: it is not shown.

    `edits` is the part of the plan that is edited from here, if one is.
    """

    slug: str
    label: "str | Lazy"
    template: str
    context: "Callable[[Change, Person], dict[str, Any] | None]"
    order: int = 50
    edits: str = ""


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    _sections[section.slug] = section


LATER = 40  # whatever stands below it is fetched when the page is there


def sections_for(change: "Change", person: Person, *, later: bool | None = None) -> list[dict[str, Any]]:
    """All of them, or those above the fold, or those that come later."""
    here = sorted((one for one in _sections.values() if is_here(one.context)), key=attrgetter("order"))
    here = [one for one in here if later is None or later == (one.order > LATER)]
    shown = [(one, one.context(change, person)) for one in here]
    return [
        {"slug": one.slug, "label": one.label, "template": one.template, "edits": one.edits, **context}
        for one, context in shown
        if context is not None
    ]
