"""What time does to a step that is asked: a reminder, then somebody above; and a holiday that begins meanwhile.

Each is done once, however many workers look at the same moment: the ticket is locked, and the row is read again under the lock.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.approvals.asking import about, seat
from catalog.approvals.whom import Asked, Chooser, named, vacated
from catalog.models import Approval, ApprovalStep
from itsm.people.models import Absence
from itsm.tickets.models import Ticket

Because = Approval.Because
Tend = Callable[[ApprovalStep, Ticket], object]
MOST = 500  # of a kind in one round; the rest is found a minute later


def tend(*, now: datetime) -> int:
    """All that is due by now. Three probes of small indexes when nothing is."""
    asked = ApprovalStep.objects.filter(state=ApprovalStep.State.ASKED)
    left = asked.filter(pk__in=vacated().values("step"))
    done = each(left, lambda step, ticket: fill_seats(step, ticket, now=now))
    done += each(left_alone(asked, now=now), lambda step, ticket: find_others(step, ticket, now=now))
    done += each(asked.filter(remind_at__lte=now), lambda step, ticket: remind(step, ticket, now=now))
    done += each(asked.filter(escalate_at__lte=now), lambda step, ticket: escalate(step, ticket, now=now))
    return done


def each(steps: "QuerySet[ApprovalStep]", tend_to: Tend) -> int:
    done = 0
    for due in steps.select_related("ticket").order_by("pk")[:MOST]:
        ticket = due.ticket.specific
        with ticket.hold_still():
            step = steps.filter(pk=due.pk).first()
            if step is not None:  # nobody answered and no other worker came while we waited
                tend_to(step, ticket)
                done += 1
    return done


def remind(step: ApprovalStep, ticket: Ticket, *, now: datetime) -> None:
    ApprovalStep.objects.filter(pk=step.pk).update(remind_at=None)
    waiting = list(step.approvals.waiting().select_related("person"))
    with ticket.act("remind_step", by=None, now=now, public=True, **about(step)) as act:
        act.details["people"] = [one.person_id for one in waiting]
        act.details["names"] = [str(one.person) for one in waiting]


def escalate(step: ApprovalStep, ticket: Ticket, *, now: datetime) -> None:
    """The manager of whoever did not answer is asked, too; the first answer of the two counts for both."""
    ApprovalStep.objects.filter(pk=step.pk).update(escalate_at=None)
    waiting = list(step.approvals.waiting().select_related("person", "stands_for"))
    chooser = chooser_of(step, ticket, now=now)
    for one in waiting:
        root = one.stands_for or one.person
        found = chooser.above(one.person, because=Because.SILENT)
        if found is not None:
            chooser.take(Asked(found.person, root, Because.SILENT))
    if waiting and not chooser.found:
        first = waiting[0].stands_for or waiting[0].person
        chooser.found = [Asked(one.person, first, Because.SILENT) for one in chooser.choose_last(step)]
    if chooser.found:
        seat(step, ticket, chooser.found, "escalate_step", now=now)


# Who cannot answer ----------------------------------------------------------------------------------------------------


def left_alone(asked: "QuerySet[ApprovalStep]", *, now: datetime) -> "QuerySet[ApprovalStep]":
    """Steps in which somebody who is asked is away now and named a stand-in, or can no longer sign in, or nobody is asked."""
    return asked.filter(Exists(gone(now=now).filter(step=OuterRef("pk"))) | ~Exists(waiting_in()))


def waiting_in() -> "QuerySet[Approval]":
    return Approval.objects.waiting().filter(step=OuterRef("pk"))


def gone(*, now: datetime) -> "QuerySet[Approval]":
    away = Absence.objects.at(now).filter(person=OuterRef("person"), delegate__is_active=True)
    return Approval.objects.waiting().filter(Q(person__is_active=False) | Exists(away))


def find_others(step: ApprovalStep, ticket: Ticket, *, now: datetime) -> None:
    """Somebody else is asked in their place. Who cannot be replaced stays asked."""
    mine = step.approvals.waiting().filter(pk__in=gone(now=now)).select_related("person", "stands_for")
    chooser = chooser_of(step, ticket, now=now)
    for one in mine:
        root = one.stands_for or one.person
        found = chooser.instead_of(one.person)
        if found is not None and found.person.pk != one.person_id:
            chooser.take(Asked(found.person, root, found.because))
            Approval.objects.filter(pk=one.pk).update(state=Approval.State.VOID)
    if not step.approvals.waiting().exists() and not chooser.found:
        chooser.choose(step)
    if chooser.found:
        seat(step, ticket, chooser.found, "ask_step", now=now, instead=True)


def fill_seats(step: ApprovalStep, ticket: Ticket, *, now: datetime) -> None:
    """Who belongs no more is not asked any more; whom the step speaks of by now is."""
    vacated().filter(step=step.pk).update(state=Approval.State.VOID)
    chooser = chooser_of(step, ticket, now=now)
    chooser.seat(named(step, ticket))
    short = len(step.voices()) + len(chooser.found) < (step.needed or 1)
    if short or not (chooser.found or step.approvals.waiting().exists()):
        chooser.choose_last(step)
    if chooser.found:
        seat(step, ticket, chooser.found, "ask_step", now=now, instead=True)


def chooser_of(step: ApprovalStep, ticket: Ticket, *, now: datetime) -> Chooser:
    """Nobody is asked twice in one step, whatever became of the first time."""
    return Chooser(ticket, now, taken=set(step.approvals.values_list("person", flat=True)))
