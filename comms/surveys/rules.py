"""Who is asked, when, and how often. Each rule says why somebody is not asked; they are asked only if none does.

Asked when the mail is written and again before its reminder, never only when it is planned: in between a ticket is taken up again,
people leave, and kinds are switched off.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from comms.models import Invitation, Survey, SurveyRules
from itsm.tickets.models import Channel, Ending, Event, Ticket

DONE: Mapping[str, str] = {
    Ticket.Kind.INCIDENT: "resolve",
    Ticket.Kind.REQUEST: "fulfil",
}  # what somebody waits for, and how it ends
FRESH = timedelta(days=7)
Rule = Callable[[Invitation, SurveyRules, datetime], bool]


def why_not(invitation: Invitation, rules: SurveyRules, *, now: datetime) -> str:
    """The first rule that speaks against it; "" if none does."""
    asked = {**OF_ALL, **(OF_TICKETS if invitation.ticket_id else {})}
    return next((name for name, speaks in asked.items() if speaks(invitation, rules, now)), "")


def is_off(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """A campaign is begun by hand, so it is of no kind that could be switched off."""
    kind = invitation.survey.kind
    return kind != Survey.Kind.CAMPAIGN and kind not in rules.kinds


def is_over(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    return not invitation.survey.takes_answers(now=now)


def has_left(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    return not invitation.person.is_active


def has_no_address(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    return not invitation.person.email


def is_not_solved(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """Taken up again, or called off: only after the last solution."""
    ticket = ticket_of(invitation)
    return ticket.open or ticket.resolved_at is None


def is_merged(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """The ticket it was put together with is asked about, once for both."""
    return ticket_of(invitation).merged_into_id is not None


def closed_by_itself(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """Whoever said nothing for days is not asked for more."""
    how: str = ticket_of(invitation).specific.closed_how
    return how == Ending.ClosedBy.AUTO


def is_long_ago(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """Surveys were off meanwhile, or nothing ran: nobody remembers how it was. Who was asked in time may be reminded."""
    solved = ticket_of(invitation).resolved_at
    return invitation.asked_at is None and solved is not None and solved + FRESH < now


def solved_it(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """Nobody rates their own work. What nobody did is not rated either, as when monitoring saw that it works again."""
    ticket = ticket_of(invitation)
    solver = Event.objects.filter(ticket=ticket.pk, verb=f"{ticket.kind}.{DONE[ticket.kind]}").order_by("-pk")
    by = solver.values_list("actor", flat=True).first()
    return by is None or invitation.person_id in {by, ticket.assignee_id}


def nobody_asked(invitation: Invitation, rules: SurveyRules, now: datetime) -> bool:
    """Whoever answers for a monitoring system waits for nothing."""
    return ticket_of(invitation).channel == Channel.ALERT


OF_ALL: Mapping[str, Rule] = {
    "switched off": is_off,
    "over": is_over,
    "left": has_left,
    "no address": has_no_address,
}
OF_TICKETS: Mapping[str, Rule] = {
    "not solved": is_not_solved,
    "merged": is_merged,
    "closed by itself": closed_by_itself,
    "long ago": is_long_ago,
    "solved it": solved_it,
    "nobody asked": nobody_asked,
}  # fmt: skip


def ticket_of(invitation: Invitation) -> Ticket:
    ticket: Any = invitation.ticket
    return ticket


def free_from(invitation: Invitation, rules: SurveyRules) -> datetime | None:
    """When this person may be asked again; None if they have not been asked. Not counting the same ticket, which was not
    solved after all.
    """
    asked = Invitation.objects.asked().filter(person=invitation.person_id).exclude(pk=invitation.pk)
    if invitation.ticket_id:
        asked = asked.exclude(ticket=invitation.ticket_id)
    last: datetime | None = asked.aggregate(last=Max("asked_at"))["last"]
    return last + timedelta(days=rules.sampling_days) if last else None
