"""The promise of a notice, as time passes: who made it is warned before it is due; once it is broken the lead hears it, too.

Each step is claimed by a conditional update that names the promise it is about: of four workers one goes on, and a promise
that was renewed meanwhile is another promise. The rows that tell people are written in the same transaction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comms import quiet
from comms.letters import domain, reading_as, stamp
from comms.mail_words import writing
from comms.models import Delivery, Group, Notice, Reason
from comms.notices.inbox import hint_at, tell_one
from comms.notices.letters import thread_id
from comms.promises.running import SAY_NOTHING_NEW
from comms.recipients import Told
from incidents.models import MajorIncident
from itsm.frame import words
from itsm.people.models import Person, Team

WARNED, BROKEN = "warned_for", "broken_for"
WARN_AFTER = 0.8  # of the time between the last message and the promised one, as with tickets
AT_MOST_BEFORE = timedelta(hours=1)


def sweep(*, now: datetime) -> list[int]:
    """Take every step that is due and answer the mails to send. One probe of the index when none is."""
    near = Notice.objects.real().published().filter(open=True, next_update_at__lte=now + AT_MOST_BEFORE)
    mails: list[int] = []
    for notice in near.select_related("ticket__team__lead", "opened_by"):
        step = due_step(notice, now=now)
        if step:
            mails += take(notice, step, now=now)
    return mails


def due_step(notice: Notice, *, now: datetime) -> str:
    """A warning that comes after the fact is none: the broken promise says it all."""
    due = notice.next_update_at
    if due is None:
        return ""
    if due <= now:
        return "" if notice.broken_for == due else BROKEN
    last = last_word(notice)
    warn_at = max(due - AT_MOST_BEFORE, last + (due - last) * WARN_AFTER)
    return WARNED if now >= warn_at and notice.warned_for != due else ""


def last_word(notice: Notice) -> datetime:
    said = notice.updates.exclude(verb__in=SAY_NOTHING_NEW).values_list("at", flat=True).last()
    return said or notice.opened_at


@transaction.atomic
def take(notice: Notice, step: str, *, now: datetime) -> list[int]:
    """Claim it and tell, or nothing if another worker was here or somebody has spoken."""
    due = notice.next_update_at
    still = Notice.objects.filter(pk=notice.pk, open=True, next_update_at=due).exclude(**{step: due})
    if not still.update(**{step: due}):
        return []
    meant = (one for one in who_is_told(notice, step) if may_know(notice, one.person))
    told = list(once_each(meant, but=told_by_ticket(notice, step)))
    for one in told:
        with reading_as(one.person):
            alert = Alert(notice, step, now)
            tell_one(notice, one.person.pk, title=alert.line, reason=one.reason, at=now)
    hint_at(notice, [one.person.pk for one in told], verb=step)
    wanted = quiet.wants([one.person.pk for one in told], group=Group.CLOCK, now=now, urgent=True)
    mails = [letter(notice, step, one, now=now) for one in told if one.person.pk in wanted.at_once]
    return [mail.pk for mail in Delivery.objects.bulk_create(mails)]


def who_is_told(notice: Notice, step: str) -> Iterator[Told]:
    holder = who_promised(notice)
    yield Told(holder, Reason.PROMISED)
    if step == BROKEN:
        for team in teams_of(notice, holder):
            if team.lead:
                yield Told(team.lead, Reason.LEAD, team.name)


def may_know(notice: Notice, person: Person) -> bool:
    """Whoever leads a team or left it need not see the restricted ticket that the notice is about."""
    ticket = notice.ticket
    return ticket is None or not ticket.restricted or ticket.is_visible_to(person)


def who_promised(notice: Notice) -> Person:
    """Who speaks for the major incident; else who wrote the last message."""
    major = MajorIncident.objects.filter(incident=notice.ticket_id, state=MajorIncident.State.RUNNING)
    speaks = major.select_related("communications").first()
    if speaks is not None and speaks.communications:
        return speaks.communications
    last = notice.updates.exclude(verb__in=SAY_NOTHING_NEW).exclude(by=None).select_related("by").last()
    return last.by if last is not None and last.by else notice.opened_by


def teams_of(notice: Notice, holder: Person) -> list[Team]:
    """Whose lead answers for it: the incident's team, else those of who promised."""
    if notice.ticket is not None:
        return [notice.ticket.team]
    return list(holder.teams.select_related("lead"))


def told_by_ticket(notice: Notice, step: str) -> set[int]:
    """A message also promises the next word on its incident. Whom the incident's own clock tells hears of it there."""
    ticket = notice.ticket
    if ticket is None or not ticket.open or ticket.promised_at != notice.next_update_at:
        return set()
    holder = {ticket.assignee_id} if ticket.assignee_id else set()
    return holder | {ticket.team.lead_id} if step == BROKEN and ticket.team.lead_id else holder


def once_each(found: Iterator[Told], *, but: Iterable[int]) -> Iterator[Told]:
    seen = set(but)
    for one in found:
        if one.person.pk not in seen and one.person.is_active:
            seen.add(one.person.pk)
            yield one


@dataclass(frozen=True)
class Alert:
    """Its words, in the language and zone that are active."""

    notice: Notice
    step: str
    now: datetime

    @property
    def what(self) -> str:
        due = words.at(self.notice.next_update_at, self.now) if self.notice.next_update_at else ""
        if self.step == BROKEN:
            return _("A promise was broken, the next message was due %(due)s") % {"due": due}
        return _("The next message is due %(due)s") % {"due": due}

    @property
    def line(self) -> str:
        return f"{self.notice.number} {self.what}"

    def values(self, person: Person) -> dict[str, str]:
        notice = self.notice
        promised = (
            notice.next_update_at if self.step == WARNED else None
        )  # a broken one is not repeated as a promise
        return {
            "name": person.greeting_name,
            "number": notice.number,
            "title": notice.title,
            "what": self.what,
            "words": "",
            "who_has_it": str(who_promised(notice)),
            "hear_next": stamp(promised),
            "url": settings.BASE_URL + notice.get_absolute_url(),
        }


def letter(notice: Notice, step: str, told: Told, *, now: datetime) -> Delivery:
    due = notice.next_update_at or now
    cause = f"{step}:{notice.pk}:{int(due.timestamp())}"
    with reading_as(told.person):
        row = Delivery(
            cause=cause,
            group=Group.CLOCK,
            person=told.person,
            reason=told.reason,
            about=told.about,
            address=told.person.email,
            message_id=f"<{cause.replace(':', '.')}.{told.person.pk}@{domain()}>",
            thread_id=thread_id(notice),
            created_at=now,
        )
        said = writing.words_of(Group.CLOCK, writing.changed())
        known = Alert(notice, step, timezone.localtime(now)).values(told.person)
        made = writing.write(said, known, writing.Foot.of(told.person, Group.CLOCK, row.why))
        row.subject, row.text, row.html = made.subject, made.text, made.html
    return row
