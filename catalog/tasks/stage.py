"""How far a plan is: for the desk in numbers, for the colleague in words that name no step and no team."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Task


@dataclass(frozen=True)
class Stage:
    over: int
    total: int


def stage_of(tasks: list[Task]) -> Stage:
    """Steps that turned out not to be needed are not counted."""
    needed = [task for task in tasks if task.state != Task.State.SKIPPED]
    return Stage(sum(task.state == Task.State.DONE for task in needed), len(needed))


def in_words(ticket: Any, stage: Stage) -> str:
    counted = ngettext("%(n)d of %(all)d step done", "%(n)d of %(all)d steps done", stage.total)
    return _("“%(title)s” is being prepared: %(counted)s.") % {
        "title": ticket.title,
        "counted": counted % {"n": stage.over, "all": stage.total},
    }
