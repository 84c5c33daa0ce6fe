"""The list of problems: what its tabs ask, and in which order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from problems.models import Problem, Recurrence

if TYPE_CHECKING:
    from django.utils.functional import Promise as Lazy

BY_RANK, NEWEST = ("-rank", "-pk"), ("-opened_at", "-pk")
MOST_COUNTED = 100


@dataclass(frozen=True)
class View:
    slug: str
    label: "str | Lazy"
    empty: "str | Lazy"
    order: tuple[str, ...] = BY_RANK


VIEWS = (
    View("open", _("Open"), _("No problem is open. What keeps coming back is proposed by itself.")),
    View("mine", _("Mine"), _("You hold no problem.")),
    View("watched", _("Watched"), _("Nothing is being watched after its fix.")),
    View("accepted", _("Accepted risks"), _("No risk is accepted.")),
    View("all", _("Everything"), _("No problem was raised yet."), NEWEST),
)
BY_SLUG = {view.slug: view for view in VIEWS}


def among(view: View, person: Person) -> Any:
    problems = Problem.objects.visible_to(person)
    match view.slug:
        case "open":
            return problems.filter(open=True)
        case "mine":
            return problems.filter(open=True, assignee=person)
        case "watched":
            return problems.filter(observed_until__isnull=False, status=Problem.Status.RESOLVED)
        case "accepted":
            return problems.filter(accepted_until__isnull=False, status=Problem.Status.RISK_ACCEPTED)
    return problems


def asked(view: View, person: Person) -> Any:
    """With what a row shows."""
    return (
        among(view, person)
        .select_related("service", "team", "assignee", "goal")
        .defer("description", "cause", "solution")
    )


def counts(person: Person) -> dict[str, int]:
    """Of the tabs of what is in hand, and how many proposals wait."""
    told = {
        view.slug: among(view, person).order_by()[:MOST_COUNTED].count()
        for view in VIEWS
        if view.slug in {"open", "mine"}
    }
    return told | {"proposals": Recurrence.objects.visible_to(person).proposed()[:MOST_COUNTED].count()}
