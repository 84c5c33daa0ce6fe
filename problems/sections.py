"""What stands on a problem's page, each part with its template. Whoever brings one registers it when its app is ready."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from itsm.frame.practices import is_here
from itsm.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import Promise as Lazy

    from problems.models import Problem


@dataclass(frozen=True, kw_only=True)
class Section:
    """`context` may answer None: then the section is not shown to this person, or has nothing to say.

    Its template is given what `context` answers, and the problem as `ticket`; the page draws the frame and the heading.
    """

    slug: str  # its anchor on the page
    label: "str | Lazy"
    template: str
    context: "Callable[[Problem, Person], dict[str, Any] | None]"
    order: int = 50


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    _sections[section.slug] = section


def sections_for(problem: "Problem", person: Person) -> list[tuple[Section, dict[str, Any]]]:
    """In their order, each with what its template is given."""
    here = sorted((one for one in _sections.values() if is_here(one.context)), key=attrgetter("order"))
    inside = [(one, one.context(problem, person)) for one in here]
    return [(one, {"ticket": problem, **context}) for one, context in inside if context is not None]
