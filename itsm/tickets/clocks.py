"""A ticket's clocks as thin bars: how much of the time is used, when it is over, what happens if nothing happens."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from itsm.frame.prepared import Prepared
from itsm.people.models import Team
from itsm.services.models import Tells
from itsm.services.policy import Policy, Step, current_policy
from itsm.tickets.models import Clock, Ticket
from itsm.tickets.models.clock import steps_for

OF = Prepared(lambda ticket: Clock.objects.filter(ticket=ticket).order_by("pk"), int)
SOON = 0.8
TELLS = dict(Tells.choices)


@dataclass(frozen=True)
class Bar:
    label: str
    state: str  # running, soon, broken, paused, kept
    share: float
    due_at: datetime | None
    note: str
    next_at: datetime | None


def bars(ticket: Ticket) -> list[Bar]:
    """The latest clock of each kind; the promise has its own place on the page."""
    policy, latest = current_policy(), {}
    for clock in OF(ticket.pk):
        latest[clock.kind] = clock
    latest.pop(Clock.Kind.NEXT_UPDATE, None)
    return [bar(latest[kind], ticket, policy) for kind in Clock.Kind.values if kind in latest]


def bar(clock: Clock, ticket: Ticket, policy: Policy) -> Bar:
    now, reading = timezone.now(), clock.reading(policy)
    used = reading.worked_at(now, clock.hours(policy)) / max(clock.target, 1)
    return Bar(
        str(clock.get_kind_display()),
        state(clock, used),
        used,
        clock.due_at,
        note(clock, ticket, policy),
        clock.next_at,
    )


def state(clock: Clock, used: float) -> str:
    if clock.breached_at or used > 1:
        return "broken"
    if clock.outcome == Clock.Outcome.MET:
        return "kept"
    if clock.due_at is None:
        return "paused"
    return "soon" if used >= SOON else "running"


def note(clock: Clock, ticket: Ticket, policy: Policy) -> str:
    """The words before the time: “If nothing happens, Mia Sand is told” 14:20."""
    if clock.next_at is None:
        return ""
    steps = steps_for(clock.kind, policy.targets(ticket.service_id, ticket.kind, ticket.priority))
    told = [step for step in steps[clock.step :] if step.percent == steps[clock.step].percent and step.tells]
    if not told:
        return ""
    who = _(" and ").join(dict.fromkeys(name_of(step, ticket) for step in told))
    return _("If nothing happens, %(who)s is told") % {"who": who}


def name_of(step: Step, ticket: Ticket) -> str:
    """Who that is today, by name where there is one."""
    lead = ticket.team.lead
    match step.tells:
        case Tells.HOLDER:
            return str(ticket.assignee or ticket.team)
        case Tells.TEAM_LEAD:
            return str(lead or ticket.team)
        case Tells.LEADS_MANAGER:
            return str((lead and lead.manager) or TELLS[step.tells])
        case _:
            return str(Team.objects.filter(pk=step.team_id or 0).first() or TELLS[step.tells])
