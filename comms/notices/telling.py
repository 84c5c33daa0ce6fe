"""Saying something to many: each message is one transaction with its words, its readers, and its word on the linked ticket."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms.models import Aim, Audience, Notice, Phase, Text, Update
from comms.notices import downtime, inbox, linked, roll, rules
from comms.notices.clarity import grade
from comms.notices.queue import fan_out
from comms.notices.whom import Whom
from itsm.people.models import Person, Site
from itsm.services.models import Service
from itsm.tickets.errors import Refused
from itsm.tickets.models import Ticket

Texts = Mapping[str, Mapping[str, str]]


def open_notice(
    *,
    kind: str,
    title: str,
    by: Person,
    now: datetime | None = None,
    ticket: Ticket | None = None,
    services: Iterable[Service] = (),
    sites: Iterable[Site] = (),
    aim: Mapping[str, Any] | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    must_acknowledge: bool = False,
    remind_after: int | None = None,
    question: str = "",
    answers: Sequence[str] = (),
    right: int | None = None,
    public: bool = False,
    drill: bool = False,
) -> Notice:
    """A draft that only the desk sees. Without an aim it is for whoever uses its services, or works at its sites."""
    if ticket is not None and not ticket.is_visible_to(by):
        raise Refused(_("There is no such ticket for you."))
    notice = Notice(
        kind=kind, title=" ".join(title.split()), ticket=ticket, starts_at=starts_at, ends_at=ends_at, public=public,
        must_acknowledge=must_acknowledge, remind_after=remind_after, question=question.strip(), answers=list(answers), right=right, drill=drill,
        opened_by=by, opened_at=now or timezone.now(),
    )  # fmt: skip
    rules.check_notice(notice)
    services, sites = list(services), list(sites)
    if not services and ticket is not None and ticket.service is not None:
        services = [ticket.service]
    with transaction.atomic():
        notice.save()
        notice.services.set(services)
        notice.sites.set(sites)
        aim_at(notice, aim or {"services": services, "sites": () if services else sites})
    return notice


def aim_at(notice: Notice, aim: Mapping[str, Any]) -> Aim:
    """Say whom it is for; who was addressed already stays addressed."""
    whom = Whom.of(aim)
    row, _new = Aim.objects.update_or_create(
        notice=notice, defaults={"everyone": whom.everyone, "sponsor_id": whom.sponsor}
    )
    for name in ("services", "sites", "teams", "people", "without"):
        getattr(row, name).set(getattr(whom, name))
    return row


def discard(notice: Notice) -> None:
    """A draft that nobody was told goes without a trace; anything else stays."""
    with transaction.atomic():
        locked = Notice.objects.select_for_update().get(pk=notice.pk)
        if locked.phase != Phase.DRAFT:
            raise Refused(_("%(number)s was told already, so it stays.") % {"number": notice.number})
        locked.delete()


def say(
    notice: Notice,
    verb: str,
    *,
    by: Person,
    texts: Texts,
    next_update_at: datetime | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    urgent: bool = False,
    seen: int | None = None,
    lead_time_reason: str = "",
    lost: str | None = None,
    now: datetime | None = None,
) -> Update:
    """One step of the notice and its words, to everyone it is for.

    `lost` belongs to the last message of an outage: "" says that nothing was lost, words say what was. `seen` is the
    version the writer had before them.
    """
    now = now or timezone.now()
    with notice.step(verb, now=now, seen=seen):
        rules.take_times(notice, verb, starts_at=starts_at, ends_at=ends_at, reason=lead_time_reason, now=now)
        notice.next_update_at = rules.promised(notice, verb, next_update_at, now=now)
        rules.check_last_word(notice, lost)
        update = Update.objects.create(
            notice=notice, verb=verb, phase=notice.phase, by=by, at=now, next_update_at=notice.next_update_at,
            starts_at=notice.starts_at, ends_at=notice.ends_at, urgent=urgent, lost=lost,
        )  # fmt: skip
        words = write(update, texts)
        roll.take(update, now=now)
        linked.announce(update, words[Audience.COLLEAGUES])
        downtime.spoken(notice, verb, now=now)
        inbox.put_if_few(update)
    transaction.on_commit(partial(fan_out, update))
    return update


def write(update: Update, texts: Texts) -> dict[str, Text]:
    """The words of each audience; who has none of their own reads the colleagues'."""
    common = texts.get(Audience.COLLEAGUES) or {}
    rows = {}
    for reader in Audience.values:
        given = {
            slot: str((texts.get(reader) or common).get(slot) or "").strip()
            for slot in ("subject", *Text.SLOTS)
        }
        given["subject"] = " ".join(given["subject"].split())[:200] or update.notice.title
        rules.finish_slots(update, given)
        rows[reader] = Text(update=update, audience=reader, grade=grade(given), **given)
        rules.check_slots(update.notice, rows[reader])
    Text.objects.bulk_create(rows.values())
    return rows


def remind(notice: Notice, *, by: Person | None, now: datetime | None = None) -> Update:
    """The last words again, to those who have not confirmed that they read them. Without `by` it is Baton that reminds."""
    now = now or timezone.now()
    with transaction.atomic():
        notice = Notice.objects.select_for_update().get(pk=notice.pk)
        last = rules.check_reminder(notice, now=now)
        waiting = notice.addressees.to_remind().update(reminded_at=now)
        if not waiting:
            raise Refused(_("Everyone has confirmed %(number)s.") % {"number": notice.number})
        update = Update.objects.create(
            notice=notice, verb=Update.REMIND, phase=notice.phase, by=by, at=now, next_update_at=notice.next_update_at,
            starts_at=notice.starts_at, ends_at=notice.ends_at,
        )  # fmt: skip
        for text in last.texts.all():
            text.pk, text._state.adding, text.update = None, True, update
            text.subject = reminder_of(text.subject)
            text.save()
        inbox.put_if_few(update)
    transaction.on_commit(partial(fan_out, update))
    return update


def reminder_of(subject: str) -> str:
    return (_("Please confirm: %(subject)s") % {"subject": subject})[:200]
