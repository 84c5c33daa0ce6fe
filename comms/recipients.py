"""Who stands where around a ticket. Each function finds people and says what they are to it; `rules` joins them to verbs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.dateparse import parse_datetime

from comms.models import Addressee, Reason
from incidents.models import MajorIncident
from itsm.people.models import Person, Team
from itsm.services.models import Tells
from itsm.tickets.models import Channel, Event, Participant


@dataclass(frozen=True)
class Told:
    """A person to tell, why, and whether they are one of many (then the inbox is enough, nobody mails a whole team)."""

    person: Person
    reason: Reason
    about: str = ""
    one_of_many: bool = False


Recipients = Callable[[Event], Iterable[Told]]


def our_word(event: Event) -> bool:
    """The desk speaks (Baton itself included), not the colleague."""
    return event.actor is None or event.ticket.is_our_word(event.actor)


def asker(event: Event) -> Iterator[Told]:
    """Whoever answers for a monitoring system did not ask: they are in no need of a receipt for each of its alerts."""
    if event.ticket.channel != Channel.ALERT:
        yield Told(event.ticket.requester, Reason.ASKED)


def those_who_asked(event: Event) -> Iterator[Told]:
    """The colleague, a colleague who asked for them, those in copy and those who said "me too"."""
    ticket = event.ticket
    yield from asker(event)
    if ticket.opened_by_id != ticket.requester_id and not ticket.opened_by.works_the_desk:
        yield Told(ticket.opened_by, Reason.ON_BEHALF, str(ticket.requester))
    yield from parts(event, Participant.Part.CC, Reason.COPY)
    yield from parts(event, Participant.Part.AFFECTED, Reason.AFFECTED)


def colleagues_if_we_spoke(event: Event) -> Iterator[Told]:
    if our_word(event):
        yield from those_who_asked(event)


def waiting_but_not_addressed(event: Event) -> Iterator[Told]:
    """Of a notice told on the ticket: its addressees have it from the notice itself."""
    yield from not_addressed(event, those_who_asked(event))


def watchers_not_addressed(event: Event) -> Iterator[Told]:
    yield from not_addressed(event, watchers(event))


def not_addressed(event: Event, found: Iterable[Told]) -> Iterator[Told]:
    these = list(found)
    told = Addressee.objects.among([one.person.pk for one in these], notice=event.details["notice_id"])
    yield from (one for one in these if one.person.pk not in told)


def holder_if_they_spoke(event: Event) -> Iterator[Told]:
    if not our_word(event):
        yield from holder(event)
        yield from parts(event, Participant.Part.CC, Reason.COPY)


def holder(event: Event) -> Iterator[Told]:
    """The agent, or the team while no person has it."""
    ticket = event.ticket
    if ticket.assignee:
        yield Told(ticket.assignee, Reason.HOLDER)
    else:
        yield from members(ticket.team)


def holder_if_a_colleague_was_not_reached(event: Event) -> Iterator[Told]:
    """Not about mail to the desk itself: word of that would come back, too."""
    for person in people([event.details.get("person_id")]):
        if not person.works_the_desk:
            yield from holder(event)


def assignee(event: Event) -> Iterator[Told]:
    """The agent in person; a whole team need not hear of every note."""
    if event.ticket.assignee:
        yield Told(event.ticket.assignee, Reason.HOLDER)


def members(team: Team, *, one_of_many: bool = True) -> Iterator[Told]:
    for person in team.members.active().prefetch_related("groups"):
        yield Told(person, Reason.TEAM, team.name, one_of_many)


def lead(event: Event) -> Iterator[Told]:
    team = event.ticket.team
    if team.lead:
        yield Told(team.lead, Reason.LEAD, team.name)


def given(event: Event) -> Iterator[Told]:
    """Assigned, or handed over by name."""
    for person in people([event.details.get("person_id")]):
        yield Told(person, Reason.GIVEN)


def receiving_team(event: Event) -> Iterator[Told]:
    if not event.details.get("person_id"):
        for team in Team.objects.filter(pk=event.details.get("to_id")):
            yield from members(team, one_of_many=False)


def thanked(event: Event) -> Iterator[Told]:
    """By name; or the team, whose members read it in their inbox."""
    for person in people([event.details.get("person_id")]):
        yield Told(person, Reason.THANKED)
    for team in Team.objects.filter(pk=event.details.get("to_id")):
        yield from members(team)


def who_handed(event: Event) -> Iterator[Told]:
    """By name, as the Event has them."""
    for person in people([event.details.get("person_id")]):
        yield Told(person, Reason.HANDED)


def who_offered(event: Event) -> Iterator[Told]:
    """Whose hand-over was accepted or returned."""
    offer = event.ticket.handovers.filter(answered_at=event.at).select_related("by").first()
    if offer:
        yield Told(offer.by, Reason.HANDED)


def mentioned(event: Event) -> Iterator[Told]:
    for person in people(event.details.get("mentions", [])):
        yield Told(person, Reason.MENTIONED)


def watchers(event: Event) -> Iterator[Told]:
    return parts(event, Participant.Part.WATCHER, Reason.WATCHES)


def as_the_policy_says(event: Event) -> Iterator[Told]:
    """`tells` of the escalation steps that were due, as the sweep wrote them into the event."""
    for tells, team_id in event.details.get("tells", []):
        match tells:
            case Tells.HOLDER:
                yield from holder(event)
            case Tells.TEAM_LEAD:
                yield from lead(event)
            case Tells.LEADS_MANAGER:
                yield from leads_manager(event)
            case Tells.TEAM:
                yield from members(Team.objects.get(pk=team_id), one_of_many=False)


def warned(event: Event) -> Iterator[Told]:
    """A warning that comes after the fact, as after an outage, is none: the breach says it all."""
    due = parse_datetime(str(event.details.get("due"))) if event.details.get("due") else None
    if due is None or due > event.at:
        yield from as_the_policy_says(event)


def leads_manager(event: Event) -> Iterator[Told]:
    team = event.ticket.team
    if team.lead and team.lead.manager:
        yield Told(team.lead.manager, Reason.LEADS_MANAGER, team.name)


def major_roles(event: Event) -> Iterator[Told]:
    major = MajorIncident.objects.filter(incident=event.ticket_id).first()
    for person in people([major.lead_id, major.communications_id, major.scribe_id] if major else []):
        yield Told(person, Reason.MAJOR)


def parts(event: Event, part: str, reason: Reason) -> Iterator[Told]:
    rows = (
        event.ticket.participants.filter(part=part)
        .select_related("person")
        .prefetch_related("person__groups")
    )
    for row in rows.order_by("pk"):
        yield Told(row.person, reason)


def people(ids: Iterable[int | None]) -> list[Person]:
    wanted = {pk for pk in ids if pk}
    found = Person.objects.active().filter(pk__in=wanted).prefetch_related("groups") if wanted else []
    return sorted(found, key=attrgetter("pk"))
