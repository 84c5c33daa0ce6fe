"""A meeting as its page, its minutes and the API show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from catalog.approvals.whom import barred
from changes.board import agenda, holding
from changes.board.voting import standing
from changes.models import AgendaItem, Meeting, Vote
from itsm.people.models import Person

State = Meeting.State


@dataclass(frozen=True)
class Line:
    """One change on the agenda, with the votes on its plan as it is now."""

    item: AgendaItem
    votes: list[Vote]
    mine: Vote | None
    may_vote: bool

    @property
    def has_words(self) -> bool:
        return any(one.words for one in self.votes)

    @property
    def talked(self) -> int:
        """Minutes, once it was talked about."""
        return max(1, round(self.item.seconds / 60)) if self.item.seconds else 0

    @property
    def tally(self) -> dict[str, int]:
        return {choice: sum(one.choice == choice for one in self.votes) for choice in Vote.Choice.values}


def lines(meeting: Meeting, person: Person) -> list[Line]:
    """As far as the person may see the changes. Few statements, however many there are."""
    votes = Prefetch("votes", Vote.objects.select_related("person").order_by("at"))
    items = meeting.items.visible_to(person).select_related("change__service", "decided_by")
    member = meeting.board.members.filter(pk=person.pk).exists()
    asked = dict(agenda.steps_before(meeting.board).values_list("ticket", "digest"))
    return [
        line(item, meeting, person, member=member, digest=asked.get(item.change_id, ""))
        for item in items.prefetch_related(votes, "change__steps")
    ]


def line(item: AgendaItem, meeting: Meeting, person: Person, *, member: bool, digest: str) -> Line:
    """`digest`: of the plan that the board is asked about. What is decided shows its votes as they were given."""
    item.meeting = meeting
    votes = list(item.votes.all()) if item.decision else standing(item, digest=digest)
    mine = next((one for one in votes if one.person_id == person.pk), None)
    open_ = not item.decision and meeting.state in {State.PLANNED, State.RUNNING}
    return Line(item, votes, mine, member and open_ and person.pk not in barred(item.change))


def minutes(meeting: Meeting, person: Person) -> dict[str, Any]:
    """They write themselves: who was there, what was said beforehand, what was decided and who took something on."""
    return {
        "there": list(meeting.attendances.select_related("person").order_by("joined_at")),
        "away": holding.absent(meeting),
        "lines": lines(meeting, person),
        "actions": list(meeting.actions.select_related("owner", "item__change")),
    }


def chairs(meeting: Meeting, person: Person) -> bool:
    return person.pk == meeting.chair_id or person.has_perm("changes.run_meeting")


def timer(item: AgendaItem, now: datetime) -> str:
    """“12:07”: for how long it is talked about. The page counts on from there."""
    seconds = item.seconds + (int((now - item.begun_at).total_seconds()) if item.begun_at else 0)
    return f"{seconds // 60}:{seconds % 60:02}"


def decides(item: AgendaItem, person: Person) -> bool:
    """The chair; of the chair's own change another member does. `holding` refuses whoever may not."""
    own = barred(item.change)
    return person.pk not in own and (person.pk == item.meeting.chair_id or item.meeting.chair_id in own)


def is_late(meeting: Meeting, now: datetime) -> bool:
    """It should have begun."""
    return meeting.state == State.PLANNED and meeting.starts_at < now
