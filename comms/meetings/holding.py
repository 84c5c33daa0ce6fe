"""Holding a meeting: it is called, it begins, things are decided and taken on, it ends and its minutes go out."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.meetings import agenda, letters
from comms.meetings.kept import Kept
from comms.models import Action, Attendance, Briefing, Decision, Meeting
from comms.notices.queue import wake
from itsm.people.models import Person
from itsm.tickets.errors import Refused

State = Meeting.State
MOST_REMINDED = 200  # in one sweep


@contextmanager
def held(meeting: Meeting, *states: str) -> Iterator[Meeting]:
    """The meeting, locked and read again, if it is in one of these states."""
    with transaction.atomic():
        found = Meeting.objects.select_for_update(of=("self",)).with_subject().get(pk=meeting.pk)
        if found.state not in states:
            raise Refused(_("The meeting is %(state)s.") % {"state": found.get_state_display()})
        yield found


def call(meeting: Meeting, *, people: Iterable[Person], by: Person, now: datetime | None = None) -> Meeting:
    """Plan it, write its agenda and invite: the agenda is in the invitation."""
    now = now or timezone.now()
    with transaction.atomic():
        meeting.save()
        ask(meeting, people)
        agenda.build(meeting, now=now)
        tell(meeting, "invitation", by=by, now=now)
    return meeting


def change(meeting: Meeting, *, people: Iterable[Person], by: Person, now: datetime | None = None) -> None:
    """As it is now planned: another time or place is told to everybody, the same ones only to those who are new."""
    now = now or timezone.now()
    with held(meeting, State.PLANNED):
        meeting.save()
        wanted = {person.pk for person in people} | {meeting.host_id}
        meeting.attendances.exclude(person__in=wanted).delete()
        ask(meeting, people)
        agenda.build(meeting, now=now)
        tell(meeting, "invitation", by=by, now=now)


def ask(meeting: Meeting, people: Iterable[Person]) -> None:
    """These and whoever leads it. Nobody who is asked already is asked twice."""
    wanted = {person.pk for person in people} | {meeting.host_id}
    Attendance.objects.bulk_create(
        (Attendance(meeting=meeting, person_id=pk) for pk in sorted(wanted)), ignore_conflicts=True
    )


def tell(meeting: Meeting, kind: str, *, by: Person, now: datetime) -> None:
    """By mail, to everybody who is asked but whoever did it: at once after the commit, and found again if that is lost."""
    mails = letters.to_all(meeting, kind, by=by, now=now)
    transaction.on_commit(partial(wake, "comms.send_mail", mails))


def look_again(meeting: Meeting, *, now: datetime | None = None) -> None:
    """The agenda from what is so now."""
    with held(meeting, State.PLANNED) as mine:
        agenda.build(mine, now=now or timezone.now())


def begin(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    """The agenda stays as it is at this moment; whoever begins is there."""
    now = now or timezone.now()
    with held(meeting, State.PLANNED) as mine:
        agenda.build(mine, now=now)
        mine.state, mine.started_at = State.RUNNING, now
        mine.save(update_fields=["state", "started_at"])
        Attendance.objects.update_or_create(meeting=mine, person=by, defaults={"there": True})


def write(meeting: Meeting, *, notes: str, there: Iterable[int]) -> None:
    """What was said, and who was there. Until it ends both can be written anew."""
    with held(meeting, State.RUNNING) as mine:
        mine.notes = notes.strip()
        mine.save(update_fields=["notes"])
        here = set(there)
        mine.attendances.filter(person__in=here).update(there=True)
        mine.attendances.exclude(person__in=here).update(there=False)


def end(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    """It is over, and its minutes go to everybody who was asked."""
    now = now or timezone.now()
    with held(meeting, State.RUNNING) as mine:
        mine.state, mine.ended_at = State.OVER, now
        mine.save(update_fields=["state", "ended_at"])
        tell(mine, "minutes", by=by, now=now)


def cancel(meeting: Meeting, *, by: Person, now: datetime | None = None) -> None:
    """It does not take place, and whoever was asked hears it."""
    now = now or timezone.now()
    with held(meeting, State.PLANNED) as mine:
        mine.state, mine.ended_at = State.CANCELLED, now
        mine.save(update_fields=["state", "ended_at"])
        tell(mine, "called_off", by=by, now=now)


def decide(
    *,
    what: str,
    by: Person,
    why: str = "",
    figure: Kept | None = None,
    meeting: Meeting | None = None,
    briefing: Briefing | None = None,
    now: datetime | None = None,
) -> Decision:
    """With the figure that led to it, as it was. In a meeting, or from a figure's page by itself."""
    if not what.strip():
        raise ValidationError({"what": _("Say what was decided.")})
    about: dict[str, Any] = {"meeting": meeting, "briefing": briefing, "figure": figure}
    if meeting is not None and meeting.state == State.CANCELLED:
        raise Refused(_("The meeting is %(state)s.") % {"state": meeting.get_state_display()})
    return Decision.objects.create(
        what=what.strip(), why=why.strip(), by=by, at=now or timezone.now(), **about
    )


def take_on(
    meeting: Meeting, *, what: str, owner: Person, due_on: date, by: Person, now: datetime | None = None
) -> Action:
    """Somebody takes something on: with a name and a day."""
    now = now or timezone.now()
    with held(meeting, State.PLANNED, State.RUNNING, State.OVER) as mine:
        action = Action.objects.create(
            meeting=mine, what=what.strip(), owner=owner, due_on=due_on, given_by=by, given_at=now
        )
        if owner.pk != by.pk:
            transaction.on_commit(
                partial(wake, "comms.send_mail", letters.of_action(action, "given", now=now))
            )
    return action


def finish(action: Action, *, by: Person, now: datetime | None = None) -> None:
    """What somebody took on is done. A second press changes nothing."""
    Action.objects.open().filter(pk=action.pk).update(done_at=now or timezone.now())


def remind(*, now: datetime) -> list[int]:
    """Once, on the day after: claimed by a conditional update, so that nobody is told twice. Returns the mails to send."""
    late = Action.objects.open().filter(reminded_at=None, due_on__lt=timezone.localdate(now)).with_people()
    mails: list[int] = []
    for action in late[:MOST_REMINDED]:
        with transaction.atomic():
            if Action.objects.filter(pk=action.pk, reminded_at=None).update(reminded_at=now):
                mails += letters.of_action(action, "late", now=now)
    return mails
