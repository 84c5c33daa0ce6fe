"""Notices as they stand in the database after people spoke: phase by phase, each message in the colleagues' words."""

from datetime import datetime, timedelta

from comms.models import OVER, Addressee, Aim, Audience, Notice, Text, Update
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.models import Ticket
from tests.factories import PersonFactory

VERBS = {
    "draft": "draft",
    "investigating": "publish",
    "identified": "identify",
    "monitoring": "monitor",
    "resolved": "resolve",
    "planned": "publish",
    "in_progress": "start",
    "done": "finish",
    "cancelled": "cancel",
    "published": "publish",
    "withdrawn": "withdraw",
}


def notice(
    *phases: str,
    at: datetime,
    services: tuple[Service, ...] = (),
    kind: str = "outage",
    title: str = "Mail is down",
    everyone: bool = True,
    audience: str = Audience.COLLEAGUES,
    every: timedelta = timedelta(minutes=30),
    **fields: object,
) -> Notice:
    """One message a phase, the first at `at`. The desk's own title is not the colleagues' subject."""
    last = at + every * (len(phases) - 1)
    made = Notice.objects.create(
        kind=kind,
        phase=phases[-1],
        open=phases[-1] not in OVER,
        title=f"desk: {title}",
        opened_by=PersonFactory(name="Bela Secret"),
        opened_at=at,
        published_at=at,
        over_at=last if phases[-1] in OVER else None,
        **fields,
    )
    made.services.set(services)
    Aim.objects.create(notice=made, everyone=everyone)
    for step, phase in enumerate(phases):
        say(
            made,
            phase,
            at=at + every * step,
            subject=title if step == 0 else f"{title}, {phase}",
            audience=audience,
        )
    return made


def say(
    notice: Notice,
    phase: str,
    *,
    at: datetime,
    subject: str,
    verb: str = "",
    audience: str = Audience.COLLEAGUES,
) -> Update:
    update = Update.objects.create(
        notice=notice,
        verb=verb or VERBS[phase],
        phase=phase,
        at=at,
        starts_at=notice.starts_at,
        ends_at=notice.ends_at,
    )
    Text.objects.create(
        update=update, audience=audience, subject=subject, what=f"What: {subject}.", do="Wait a little."
    )
    Notice.objects.filter(pk=notice.pk).update(phase=phase, open=phase not in OVER)
    return update


def address(notice: Notice, person: Person) -> None:
    Addressee.objects.create(notice=notice, person=person, why="named", addressed_at=notice.published_at)


def restricted(ticket: Ticket, team: Team) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(restricted=True, team=team)
