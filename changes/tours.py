"""The stops on changes."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.tours import Stop, add

STOPS = (
    Stop(
        tour="change", order=10, url_name="changes:list", at=".tabs", label=_("Where each change stands"),
        says=_("From the first draft to the look back. Risk decides how many have to agree."),
    ),
    Stop(
        tour="change", order=20, url_name="calendar:calendar", at="#main", label=_("The calendar"),
        says=_("What changes when, beside freezes and business events. Move a change to another time right here."),
    ),
    Stop(
        tour="change", order=30, url_name="calendar:collisions", at="#main", label=_("Collisions"),
        says=_("Two changes on the same thing at the same time, found while they are planned. Say who moves, or why both may go on."),
    ),
    Stop(
        tour="change", order=40, url_name="board:meetings", at="#main", label=_("The board"),
        says=_("Its agenda fills itself with what has to be decided. Decisions stand on the change."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    add(STOPS)
