"""What meetings look up: the figure of a point, who speaks for a unit, and what somebody took on elsewhere."""

from dataclasses import dataclass
from datetime import date

from changes.models import MeetingAction
from comms.meetings.kept import Kept
from comms.models import Meeting
from incidents.models import ReviewAction
from itsm.frame.practices import has_address
from itsm.people.models import BusinessUnit, Person
from problems.models import ProblemAction

MOST = 30


@dataclass(frozen=True)
class Elsewhere:
    """Something of theirs that is finished on another page."""

    what: str
    due_on: date
    where: str
    href: str


def elsewhere(person: Person) -> list[Elsewhere]:
    """Open actions of theirs from boards, reviews after incidents, and problems: three statements."""
    found: list[Elsewhere] = []
    if has_address("board:meetings"):
        mine = MeetingAction.objects.filter(owner=person, done_at=None).select_related("meeting__board")[
            :MOST
        ]
        found += [
            Elsewhere(one.what, one.due_on, str(one.meeting.board), one.meeting.get_absolute_url())
            for one in mine
        ]
    reviews = ReviewAction.objects.filter(owner=person, done_at=None).select_related("review__incident")[
        :MOST
    ]
    for one in reviews:
        incident = one.review.incident
        found.append(Elsewhere(one.what, one.due_on, str(incident), incident.get_absolute_url()))
    if has_address("problems:list"):
        theirs = ProblemAction.objects.filter(owner=person, done_at=None).select_related("problem")[:MOST]
        found += [
            Elsewhere(one.what, one.due_on, str(one.problem), one.problem.get_absolute_url())
            for one in theirs
        ]
    return sorted(found, key=lambda one: one.due_on)


def contacts(unit: int) -> list[int]:
    return [pk for pk in BusinessUnit.objects.filter(pk=unit).values_list("contact", flat=True) if pk]


def figure_of_point(meeting: Meeting, place: str) -> Kept | None:
    """The figure of the point at this place of the agenda, as it stood when the meeting began."""
    if not place.isdecimal() or len(place) > 3 or int(place) >= len(meeting.agenda):
        return None
    figure: Kept | None = meeting.agenda[int(place)].get("figure")
    return figure
