"""Who hears of a step: its author, whoever owes the next word, whoever voted for the idea. A line in the inbox, and by mail as they chose."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from comms import quiet
from comms.feedback import letters
from comms.letters import reading_as
from comms.mail_words import writing
from comms.models import Delivery, Feedback, FeedbackStep, Group, Held, Notification, Reason
from comms.notices.queue import wake
from comms.recipients import Told, members
from itsm.people.models import Person
from itsm.tickets.hints import publish_to_people

TO_AUTHOR = frozenset({"hear", "answer", "plan", "finish", "decline"})
TO_VOTERS = frozenset({"plan", "finish", "decline"})
TO_OWNER = frozenset({"hear", "give", "say", "rate", "reopen"})
FEW = 200  # steps in one sweep
FORGOTTEN = timedelta(seconds=30)

Line = tuple[str, Told]  # the kind of news, and who


def tell(step_pk: int, *, now: datetime) -> list[int]:
    """Write who is told of it, once each, and say so on the step; returns the mails to send."""
    with transaction.atomic():
        untold = FeedbackStep.objects.filter(pk=step_pk, told_at=None).select_for_update(of=("self",))
        step = untold.select_related(
            "by", *(f"feedback__{one}" for one in ("author", "owner", "team", "ticket"))
        ).first()
        if step is None:
            return []
        found = list(whom(step))
        in_inbox(step, [told for _group, told in found], now=now)
        by_mail(step, found, now=now)
        FeedbackStep.objects.filter(pk=step.pk).update(told_at=now)
    queued = Delivery.objects.filter(cause=letters.cause(step), state=Delivery.State.QUEUED)
    return list(queued.values_list("pk", flat=True))


def untold(*, since: datetime) -> list[int]:
    """What a lost broker or worker forgot."""
    return list(FeedbackStep.objects.filter(told_at=None, at__lte=since).values_list("pk", flat=True)[:FEW])


def whom(step: FeedbackStep) -> Iterator[Line]:
    """Nobody twice, nobody who is gone, nobody a ticket is closed to, and nobody of what they did themselves, but for the
    receipt.
    """
    seen: set[int] = set()
    for group, told in everyone(step):
        person = told.person
        itself = person.pk == step.by_id and group != Group.RECEIPT
        if person.is_active and not itself and person.pk not in seen and may_know(step.feedback, person):
            seen.add(person.pk)
            yield group, told


def may_know(feedback: Feedback, person: Person) -> bool:
    about = feedback.ticket
    return about is None or not about.restricted or about.is_visible_to(person)


def everyone(step: FeedbackStep) -> Iterator[Line]:
    feedback = step.feedback
    if step.verb in TO_AUTHOR and feedback.author:
        group = Group.RECEIPT if step.verb == "hear" else Group.ANSWER
        yield group, Told(feedback.author, Reason.SPOKE)
    if step.verb in TO_OWNER:
        yield from ((Group.WORK, told) for told in who_answers(feedback))
    if step.verb in TO_VOTERS and feedback.is_idea:
        voters = Person.objects.active().with_roles().filter(pk__in=feedback.voters.values("person"))
        yield from ((Group.ANSWER, Told(person, Reason.VOTED)) for person in voters.order_by("pk"))


def who_answers(feedback: Feedback) -> Iterator[Told]:
    if feedback.owner:
        yield Told(feedback.owner, Reason.ANSWERS)
    else:
        yield from members(feedback.team)


def in_inbox(step: FeedbackStep, found: list[Told], *, now: datetime) -> None:
    """One line for each: the newest word stands for all of it."""
    people = [told.person.pk for told in found]
    Notification.objects.filter(feedback=step.feedback_id, person__in=people).delete()
    rows = []
    for told in found:
        with reading_as(told.person):
            title = letters.what(step, told.person)[:240]
        rows.append(
            Notification(
                feedback=step.feedback, person=told.person, reason=told.reason, about=told.about, title=title, at=now
            )
        )  # fmt: skip
    Notification.objects.bulk_create(rows)
    hint = {"number": step.feedback.number, "verb": step.verb}
    transaction.on_commit(partial(publish_to_people, people, hint))


def by_mail(step: FeedbackStep, found: list[Line], *, now: datetime) -> None:
    """At once, in a digest, or not at all. One of many reads the inbox."""
    kinds: dict[str, list[Told]] = defaultdict(list)
    for group, told in found:
        if not told.one_of_many:
            kinds[group].append(told)
    changed = writing.changed()
    for group, those in kinds.items():
        wanted = quiet.wants([told.person.pk for told in those], group=group, now=now)
        at_once = [told for told in those if told.person.pk in wanted.at_once]
        mails = [letters.compose(step, told, group, now=now, changed=changed) for told in at_once]
        Delivery.objects.bulk_create(mails, ignore_conflicts=True)
        later = [told for told in those if told.person.pk in wanted.later]
        lines = [
            letters.line(step, told, group, now=now, due_at=wanted.later[told.person.pk]) for told in later
        ]
        Held.objects.bulk_create(lines, ignore_conflicts=True)


def tell_forgotten(*, now: datetime) -> None:
    for pk in untold(since=now - FORGOTTEN):
        wake("comms.tell_feedback", pk)
