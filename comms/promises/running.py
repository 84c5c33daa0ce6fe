"""The cadence of a real major incident, read from what was said about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from comms.models import Notice, Update
from comms.promises.cadence import Cadence, Message, cadence
from incidents.models import Incident, MajorIncident
from itsm.tickets.models import Event

# Messages that repeat or answer: nobody learns from them how it stands.
SAY_NOTHING_NEW = ("remind", "answer")
# Public words of the desk on the incident itself: whoever is affected hears them, too.
WORDS = ("ticket.reply", "incident.hold", "incident.resolve")
SAME_ACT = timedelta(minutes=1)  # a notice's message is also said on its incident


@dataclass(frozen=True)
class Running:
    """A major incident with its cadence and the notice that speaks for it."""

    major: MajorIncident
    notice: Notice | None
    cadence: Cadence

    @property
    def draft_next(self) -> str:
        """Where the next message is written: on the notice that runs, or on a new one."""
        incident = self.major.incident
        if self.notice is None:
            return f"{reverse('comms:notice_new')}?ticket={incident.number}&kind={Notice.Kind.OUTAGE}"
        verb = "update" if incident.open else "resolve"
        return f"{self.notice.get_absolute_url()}{verb}/"


def of_major(major: MajorIncident, *, now: datetime) -> Running | None:
    """None while it is only proposed, or was declined."""
    if major.declared_at is None:
        return None
    incident = major.incident
    ended = incident.resolved_at or major.over_at
    found = cadence(major.declared_at, messages_of(incident), now=now, ended=ended)
    return Running(major, notice_of(incident), found)


def notice_of(incident: Incident) -> Notice | None:
    return Notice.objects.filter(ticket=incident.pk, open=True, kind=Notice.Kind.OUTAGE).real().first()


def messages_of(incident: Incident) -> list[Message]:
    """What those affected were told, once each."""
    told = Update.objects.filter(notice__ticket=incident.pk, notice__drill=False).exclude(
        verb__in=SAY_NOTHING_NEW
    )
    of_notices = [Message(at, promised) for at, promised in told.values_list("at", "next_update_at")]
    by_us = ~Q(actor=incident.requester_id) & Q(actor__isnull=False)
    said = incident.events.filter(by_us, verb__in=WORDS, audience=Event.Audience.PUBLIC).exclude(comment="")
    return [*of_notices, *(Message(at) for at in apart(said.values_list("at", flat=True), of_notices))]


def apart(moments: Iterable[datetime], messages: list[Message]) -> list[datetime]:
    return [at for at in moments if all(abs(at - message.at) >= SAME_ACT for message in messages)]
