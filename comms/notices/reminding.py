"""Reminders: whom one goes to, the one that a writer asked for beforehand, and whom it need not reach any more.

`telling.remind` is the act. Here is what time does: a sweep finds what is due and claims the notice's row, so of two
sweepers one goes on, and the claim is in the same transaction as the reminder. Its mails go the way of every message:
quiet hours, wishes, and its place among the mails of a week.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from comms.models import Addressee, Claim, Delivery, Notice, Text, Update
from comms.notices import rules, telling
from itsm.people.models import Person

NAMES_SHOWN = 30
AT_ONCE = 100  # notices in one sweep


@dataclass(frozen=True)
class Preview:
    """What a reminder would do now."""

    count: int
    only_here: int  # of them: without an address, told in Baton only
    people: list[Addressee]  # the first of them by name
    words: Text

    @property
    def names(self) -> list[Person]:
        return [row.person for row in self.people]

    @property
    def more(self) -> int:
        return self.count - len(self.people)


def preview(notice: Notice, *, now: datetime) -> Preview:
    """Refused for the reasons for which the reminder would be."""
    last = rules.check_reminder(notice, now=now)
    waiting = notice.addressees.to_remind()
    words = last.texts.order_by("pk")[0]  # the colleagues'
    words.subject = telling.reminder_of(words.subject)
    people = waiting.select_related("person__site").order_by("person__name", "pk")
    return Preview(
        waiting.count(), waiting.filter(person__email="").count(), list(people[:NAMES_SHOWN]), words
    )


# By itself --------------------------------------------------------------------------------------------------------------


def sweep(*, now: datetime) -> None:
    """One probe of the index when nothing is due."""
    due = Notice.objects.filter(open=True, remind_at__lte=now).order_by("remind_at")
    for pk in due.values_list("pk", flat=True)[:AT_ONCE]:
        remind_once(pk, now=now)


@transaction.atomic
def remind_once(pk: int, *, now: datetime) -> Update | None:
    """The reminder and that it was done, together. Nothing if another sweeper has it, or nobody is left to remind."""
    due = Notice.objects.select_for_update(skip_locked=True).filter(pk=pk, open=True, remind_at__lte=now)
    notice = due.first()
    if notice is None:
        return None
    by_hand = notice.updates.filter(verb=Update.REMIND, at__gt=now - rules.BETWEEN_REMINDERS).last()
    later = by_hand.at + rules.BETWEEN_REMINDERS if by_hand else None
    Notice.objects.filter(pk=pk).update(remind_at=later)
    if later or not notice.addressees.to_remind().exists():
        return None
    return telling.remind(notice, by=None, now=now)


# Whom it need not reach any more ------------------------------------------------------------------------------------------


def drop_answered(update: Update) -> None:
    """Mails of a reminder that have not left: not to who has confirmed since, to nobody once the notice is over."""
    if update.verb != Update.REMIND:
        return
    confirmed = Addressee.objects.filter(
        notice=update.notice_id, person=OuterRef("person"), acknowledged_at__isnull=False
    )
    needless = Q(update__notice__open=False) | Exists(confirmed)
    waiting = Delivery.objects.filter(update=update, state=Delivery.State.QUEUED)
    found = waiting.filter(needless).exclude(Claim.objects.in_hand())
    rows = list(found.values_list("pk", flat=True))
    if rows:
        why = _("It had been confirmed, or was over.")
        waiting.filter(pk__in=rows).update(state=Delivery.State.SKIPPED, error=why)


def answered(causes: Collection[str], person: Person) -> set[str]:
    """Of these causes of lines in a digest, the reminders that this person need not have any more."""
    updates = {int(cause.removeprefix("update:")) for cause in causes if cause.startswith("update:")}
    if not updates:
        return set()
    confirmed = Addressee.objects.filter(
        notice=OuterRef("notice"), person=person, acknowledged_at__isnull=False
    )
    reminders = Update.objects.filter(pk__in=updates, verb=Update.REMIND)
    found = reminders.filter(Q(notice__open=False) | Exists(confirmed))
    return {f"update:{pk}" for pk in found.values_list("pk", flat=True)}
