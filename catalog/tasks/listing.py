"""The list of tasks: what is asked of it, and how a row is told."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Task
from itsm.people.models import Person

if TYPE_CHECKING:
    from django.utils.functional import Promise

ORDER = ("due_at", "pk")


@dataclass(frozen=True)
class View:
    slug: str
    label: "str | Promise"
    empty: "str | Promise"


VIEWS = (
    View("mine", _("Mine"), _("You have no task in hand.")),
    View("team", _("My teams"), _("Nothing waits for your teams.")),
    View("failed", _("Failed"), _("Nothing has failed.")),
    View("all", _("Everything"), _("No task is in hand anywhere.")),
)
BY_SLUG = {view.slug: view for view in VIEWS}


def asked(view: View, person: Person) -> Any:
    tasks = Task.objects.visible_to(person).in_hand().filter(ticket__open=True)
    match view.slug:
        case "mine":
            return tasks.filter(assignee=person)
        case "team":
            return tasks.filter(team__in=person.team_ids)
        case "failed":
            return tasks.filter(state=Task.State.FAILED)
    return tasks


def counts(person: Person) -> dict[str, int]:
    """Of the work in hand, by one statement over its index."""
    return (
        Task.objects.visible_to(person)
        .in_hand()
        .filter(ticket__open=True)
        .aggregate(
            mine=Count("pk", filter=Q(assignee=person)),
            team=Count("pk", filter=Q(team__in=person.team_ids)),
            failed=Count("pk", filter=Q(state=Task.State.FAILED)),
        )
    )


def for_list(tasks: Any) -> Any:
    return tasks.select_related("ticket", "team", "assignee", "hook").only(
        "title", "state", "due_at", "breached_at", "assignee__name", "assignee__preferred_name", "team__name",
        "ticket__number", "ticket__title", "ticket__kind", "ticket__open", "hook__name", "checklist", "place", "key",
    )  # fmt: skip


def mark(task: Task, *, now: datetime) -> str:
    """What the row shows at its edge."""
    late = task.due_at is not None and task.due_at < now
    return "broken" if late or task.state == Task.State.FAILED else ""
