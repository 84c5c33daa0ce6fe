"""Reports on their way. Whatever is killed in between: an edition with its mails is there as a whole, or is made a minute later."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.mail_words import writing
from comms.models import Delivery, Edition, EditionCopy, Report
from comms.models.report import HOLDS
from comms.notices.queue import wake
from comms.reports import letters, subjects
from comms.reports.making import pages
from comms.reports.recipients import whom
from comms.reports.rhythm import Rhythm
from itsm.people.models import Person
from itsm.tickets.errors import Refused

logger = logging.getLogger(__name__)
AGAIN = timedelta(minutes=1)  # a second press of the same button


def rhythm(report: Report) -> Rhythm:
    return Rhythm(
        every=report.rhythm,
        weekday=report.weekday,
        day=report.day,
        hour=report.hour,
        zone=timezone.get_default_timezone(),
        hours=report.calendar.hours() if report.calendar else None,
    )


def schedule(report: Report, *, now: datetime, people: Iterable[Person], teams: Iterable[Any]) -> Report:
    """A new one, or one that was changed. Who left stays away until they come back themselves."""
    with transaction.atomic():
        report.next_at = rhythm(report).after(now)
        report.save()
        report.people.set(people)
        report.teams.set(teams)
    return report


def pause(report: Report, *, now: datetime) -> None:
    Report.objects.filter(pk=report.pk, paused_at=None).update(paused_at=now)


def resume(report: Report, *, now: datetime) -> None:
    """What would have gone out meanwhile does not come late."""
    paused = Report.objects.filter(pk=report.pk, paused_at__isnull=False)
    paused.update(paused_at=None, next_at=rhythm(report).after(now))


# On its way -----------------------------------------------------------------------------------------------------------


def sweep(*, now: datetime) -> None:
    """Each in a transaction of its own; one that fails stands in nobody else's way, and is tried again a minute later."""
    for pk in Report.objects.due(now=now).order_by("next_at").values_list("pk", flat=True):
        try:
            go_out(pk, now=now)
        except Exception:
            logger.exception("Report %d could not be made.", pk)


def go_out(pk: int, *, now: datetime) -> None:
    """If it is still due and nobody else is at it. A day that was closed since waits for the next open one."""
    with transaction.atomic():
        due = Report.objects.due(now=now).filter(pk=pk).select_related("owner", "own", "calendar")
        report = due.select_for_update(skip_locked=True, of=("self",)).first()
        if report is None:
            return
        times = rhythm(report)
        day = report.next_at.astimezone(times.zone).date()
        if times.is_open(day) or times.moved(day) == day:
            send(report, due_at=report.next_at, now=now)
            report.next_at = times.after(now)
        else:
            report.next_at = times.at(times.moved(day))
        report.save(update_fields=["next_at"])


def send_now(report: Report, *, now: datetime) -> Edition:
    """Besides its schedule. Twice in a minute is a press too many."""
    with transaction.atomic():
        mine = Report.objects.select_for_update().get(pk=report.pk)
        if mine.editions.filter(sent_at__gt=now - AGAIN).exists():
            raise Refused(_("It went out a moment ago."))
        made = send(mine, due_at=now, now=now)
        if made is None:
            raise Refused(
                _("Nobody would get it: look at whom it is for, and whether its dashboard is in use.")
            )
        return made


def send(report: Report, *, due_at: datetime, now: datetime) -> Edition | None:
    """Kept as it is now, and mailed to everybody who may have it and wants it. None where there is nobody, or no dashboard."""
    subject = subjects.of(report)
    people = whom(report, subject).get if subject and subjects.may_read(report.owner) else []
    if subject is None or not people:
        return None
    drawn = pages(report, subject, {person.language for person in people}, now=now)
    edition = Edition.objects.create(report=report, due_at=due_at, sent_at=now, pages=drawn)
    copies = EditionCopy.objects.bulk_create(EditionCopy(edition=edition, person=person) for person in people)
    changed = writing.changed()
    mails = Delivery.objects.bulk_create(letters.compose(copy, changed=changed, now=now) for copy in copies)
    transaction.on_commit(partial(wake, "comms.send_mail", [mail.pk for mail in mails]))
    return edition


# Afterwards -----------------------------------------------------------------------------------------------------------


def opened(copy: EditionCopy, *, now: datetime) -> None:
    """Its page was fetched; a mail server may have done that."""
    EditionCopy.objects.filter(pk=copy.pk).update(
        opened_at=Coalesce(F("opened_at"), now), opens=F("opens") + 1
    )


def withdraw(edition: Edition, *, now: datetime) -> None:
    """Its links open nothing any more. The mails that went out keep their words."""
    Edition.objects.filter(pk=edition.pk, withdrawn_at=None).update(withdrawn_at=now)


def forget(*, now: datetime) -> int:
    """Editions whose links are over: nobody could open them any more."""
    return Edition.objects.filter(sent_at__lte=now - HOLDS).delete()[0]


def leave(report: Report, person: Person) -> None:
    report.left.add(person)


def come_back(report: Report, person: Person) -> None:
    report.left.remove(person)
