"""Holding a meeting: it begins, people come and go, one change after the other is talked about and decided, it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.approvals.settling import Voice, settle
from catalog.approvals.whom import barred
from catalog.models import ApprovalStep
from changes.board import agenda
from changes.board.news import tell
from changes.board.voting import refuse_another_plan, standing
from changes.models import AgendaItem, Attendance, Meeting, MeetingAction, Vote
from itsm.people.models import Person
from itsm.tickets.errors import Refused
from itsm.tickets.models import Channel

Decision, State = AgendaItem.Decision, Meeting.State
SETTLES = {Decision.AUTHORISED: True, Decision.REJECTED: False}


@contextmanager
def held(meeting: Meeting, *states: str) -> Iterator[Meeting]:
    """The meeting, locked and read again, if it is in one of these states; whoever looks on sees what became of it."""
    with transaction.atomic():
        found = (
            Meeting.objects.select_for_update(of=("self",))
            .select_related("board", "chair")
            .get(pk=meeting.pk)
        )
        if found.state not in states:
            raise Refused(_("The meeting is %(state)s.") % {"state": found.get_state_display()})
        yield found
        tell(found)


def begin(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    now = now or timezone.now()
    with held(meeting, State.PLANNED) as mine:
        agenda.build(mine, now=now)
        mine.state, mine.started_at = State.RUNNING, now
        mine.save(update_fields=["state", "started_at"])
        _be_there(mine, by, now)


def look_again(meeting: Meeting, *, now: datetime | None = None) -> None:
    """What waits for the board meanwhile. The agenda of a meeting that is over is its minutes."""
    with held(meeting, State.PLANNED, State.RUNNING) as mine:
        agenda.build(mine, now=now or timezone.now())


def join(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    with held(meeting, State.RUNNING) as mine:
        _be_there(mine, by, now or timezone.now())


def leave(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    with held(meeting, State.RUNNING) as mine:
        mine.attendances.filter(person=by, left_at=None).update(left_at=now or timezone.now())


def _be_there(meeting: Meeting, person: Person, now: datetime) -> None:
    Attendance.objects.update_or_create(
        meeting=meeting, person=person, defaults={"left_at": None}, create_defaults={"joined_at": now}
    )


def call(item: AgendaItem, *, by: Person, now: datetime | None = None) -> None:
    """This change is talked about now."""
    now = now or timezone.now()
    with held(item.meeting, State.RUNNING) as mine:
        _refuse_unless_runs(mine, by)
        _stop_timer(mine, now)
        mine.items.filter(pk=item.pk).update(begun_at=now)
        mine.current_id = item.pk
        mine.save(update_fields=["current"])


def _stop_timer(meeting: Meeting, now: datetime) -> None:
    talked_about = meeting.items.filter(begun_at__isnull=False).first()
    if talked_about is not None and talked_about.begun_at is not None:
        seconds = talked_about.seconds + int((now - talked_about.begun_at).total_seconds())
        meeting.items.filter(pk=talked_about.pk).update(seconds=seconds, begun_at=None)


def decide(
    item: AgendaItem,
    *,
    decision: str,
    words: str = "",
    conditions: str = "",
    by: Person,
    digest: str,
    now: datetime | None = None,
) -> None:
    """What the board decided, with who was there. It lands on the change at once; what is postponed comes back next time."""
    now = now or timezone.now()
    if decision not in {Decision.AUTHORISED, Decision.REJECTED, Decision.POSTPONED}:
        raise ValidationError({"decision": _("Say what was decided.")})
    if decision != Decision.AUTHORISED and not words.strip():
        raise ValidationError({"words": _("Say why: whoever plans it starts from it.")})
    with held(item.meeting, State.RUNNING) as mine:
        found = mine.items.select_related("change").get(pk=item.pk)
        found.meeting = mine
        if found.decision:
            raise Refused(_("%(number)s is decided already.") % {"number": found.change.number})
        _refuse_unless_chairs(found, by)
        present = there(mine)
        refuse_another_plan(found, digest)
        if decision in SETTLES:
            _settle(found, decision, words, conditions, present, by=by, digest=digest, now=now)
        _stop_timer(mine, now)
        AgendaItem.objects.filter(pk=found.pk).update(
            decision=decision, words=words.strip(), conditions=conditions.strip(), decided_at=now, decided_by=by,
            present=[[person.pk, str(person)] for person in present],
        )  # fmt: skip


def _settle(
    item: AgendaItem, decision: str, words: str, conditions: str, present: list[Person], *, by: Person, digest: str, now: datetime
) -> None:  # fmt: skip
    asked = agenda.steps_before(item.meeting.board).filter(
        ticket=item.change_id, state=ApprovalStep.State.ASKED
    )
    step = asked.select_related("ticket").first()
    if step is None:
        raise Refused(_("%(number)s does not wait for this board.") % {"number": item.change.number})
    says = {Vote.Choice.YES: True, Vote.Choice.NO: False}
    voices = {
        one.person_id: Voice(says.get(Vote.Choice(one.choice)), one.words)
        for one in standing(item, digest=digest)
    }
    said = "\n\n".join(part for part in (words.strip(), conditions.strip()) if part)
    settle(
        step, agrees=SETTLES[Decision(decision)], words=said, voices=voices, by=by, channel=Channel.MEETING, digest=digest, now=now,
        meeting=item.meeting_id, board=str(item.meeting.board), present=[str(person) for person in present],
        conditions=conditions.strip(),
    )  # fmt: skip


def end(meeting: Meeting, *, by: Person, notes: str = "", now: datetime | None = None) -> None:
    """What was not decided comes back next time."""
    now = now or timezone.now()
    with held(meeting, State.RUNNING) as mine:
        _refuse_unless_runs(mine, by)
        _stop_timer(mine, now)
        mine.attendances.filter(left_at=None).update(left_at=now)
        mine.absent = [person.pk for person in absent(mine)]
        mine.state, mine.ended_at, mine.current = State.OVER, now, None
        mine.notes = notes.strip() or mine.notes
        mine.save(update_fields=["state", "ended_at", "current", "notes", "absent"])


def cancel(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    """It does not take place, and whoever was to come hears so. What was on its agenda waits for the next one."""
    now = now or timezone.now()
    with held(meeting, State.PLANNED) as mine:
        mine.state, mine.ended_at = State.CANCELLED, now
        mine.save(update_fields=["state", "ended_at"])
        agenda.take_off(mine, by=by, now=now)


def take_on(
    meeting: Meeting, *, what: str, owner: Person, due_on: date, by: Person, item: AgendaItem | None = None
) -> Any:
    """Somebody takes something on: with a name and a day."""
    with held(meeting, State.RUNNING) as mine:
        return MeetingAction.objects.create(meeting=mine, item=item, what=what, owner=owner, due_on=due_on)


def finish(action: MeetingAction, *, by: Person, now: datetime | None = None) -> None:
    """What somebody took on is done."""
    action.done_at = now or timezone.now()
    action.save(update_fields=["done_at"])


def there(meeting: Meeting) -> list[Person]:
    return list(
        Person.objects.filter(pk__in=meeting.attendances.filter(left_at=None).values("person")).order_by(
            "name"
        )
    )


def absent(meeting: Meeting) -> list[Person]:
    """Members who are not there, or were not: who joins the board later missed nothing."""
    members = meeting.board.members.active().exclude(pk__in=meeting.attendances.values("person"))
    if meeting.state == State.OVER:
        members = Person.objects.filter(pk__in=meeting.absent)
    return list(members.order_by("name"))


def _refuse_unless_runs(meeting: Meeting, by: Person) -> None:
    if by.pk != meeting.chair_id and not by.has_perm("changes.run_meeting"):
        raise Refused(_("%(chair)s chairs this meeting.") % {"chair": meeting.chair})


def _refuse_unless_chairs(item: AgendaItem, by: Person) -> None:
    """The chair says what was decided; of the chair's own change another member who is there does."""
    meeting, own = item.meeting, barred(item.change)
    if by.pk in own:
        raise Refused(_("Nobody decides on a change of their own. Another member says what was decided."))
    stands_in = meeting.chair_id in own and meeting.board.members.filter(pk=by.pk).exists()
    if by.pk != meeting.chair_id and not stands_in:
        raise Refused(_("%(chair)s chairs this meeting.") % {"chair": meeting.chair})
    if not meeting.attendances.filter(person=by, left_at=None).exists():
        raise Refused(_("Whoever decides is there."))
