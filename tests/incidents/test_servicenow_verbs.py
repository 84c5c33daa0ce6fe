"""One story told twice: by the log, and by the verbs with the same times. Both write the same ledgers, holders and events."""

from datetime import UTC, datetime

import pytest

from incidents.models import Category, Incident
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.models import Clock, Event
from tests.incidents.servicenow import log, run

pytestmark = pytest.mark.django_db

NOT_IN_A_LOG = {"ticket.log"}  # words
CLOCK = (
    "kind",
    "calendar",
    "ledger",
    "target",
    "started_at",
    "due_at",
    "breached_at",
    "announced_at",
    "stopped_at",
    "worked",
    "outcome",
)
HOLD = ("holder", "team", "person", "since", "until")
TICKET = (
    "status", "open", "priority", "impact", "urgency", "team", "assignee", "service", "site", "category", "holder", "held_since",
    "drops_at", "strip", "due_at", "opened_at", "resolved_at", "closed_at", "closed_how", "breached", "reopen_count",
    "handover_count", "hold_reason", "requester", "opened_by", "channel",
)  # fmt: skip


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2016, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def told(tmp_path) -> Incident:
    run(
        log(
            tmp_path,
            {},
            {"sys_updated_at": "1/3/2016 09:20", "incident_state": "Active", "assigned_to": "Resolver 1"},
            {"sys_updated_at": "1/3/2016 11:00", "incident_state": "Awaiting User Info"},
            {"sys_updated_at": "2/3/2016 10:00", "incident_state": "Active"},
            {"sys_updated_at": "2/3/2016 11:00", "impact": "1 - High", "priority": "2 - High"},
            {
                "sys_updated_at": "2/3/2016 12:00",
                "assignment_group": "Group 2",
                "assigned_to": "?",
                "reassignment_count": "1",
            },
            {"sys_updated_at": "2/3/2016 17:00", "assigned_to": "Resolver 2"},
            {"sys_updated_at": "3/3/2016 09:00", "incident_state": "Awaiting Vendor"},
            {"sys_updated_at": "3/3/2016 15:00", "incident_state": "Resolved"},
            {"sys_updated_at": "4/3/2016 09:00", "incident_state": "Active"},
            {"sys_updated_at": "4/3/2016 16:00", "incident_state": "Resolved"},
            {"sys_updated_at": "9/3/2016 16:00", "incident_state": "Closed"},
            resolved_at="4/3/2016 16:00",
            closed_at="9/3/2016 16:00",
        )
    )
    return Incident.objects.get(number="INC0000001")


@pytest.fixture
def acted(told) -> Incident:
    Person.objects.update(is_active=True)  # as they were while they worked on it
    people = {person.name: person for person in Person.objects.all()}
    desk, network = Team.objects.get(name="Group 1"), Team.objects.get(name="Group 2")
    agent = people["Updated by 2"]
    it = Incident.report(
        by=people["Opened by 8"],
        requester=people["Caller 1"],
        title="By the verbs",
        now=at(1, 9),
        team=desk,
        service=Service.objects.get(name="Category 9"),
        category=Category.objects.get(name="Subcategory 97"),
        site=Site.objects.get(name="Location 5"),
        impact=2,
        urgency=3,
        priority=3,
        channel="phone",
    )
    it.assign(to=people["Resolver 1"], by=agent, now=at(1, 9, 20))
    it.log("Asked on the phone when it began.", by=agent, channel="phone", now=at(1, 9, 20))
    it.start(by=agent, now=at(1, 9, 20))
    it.hold(reason="colleague", question="Does it happen on the other machine, too?", by=agent, now=at(1, 11))
    it.resume(by=agent, now=at(2, 10))
    it.edit(by=agent, impact=1, priority=2, now=at(2, 11))
    it.hand_over(to_team=network, found="a", colleague_knows="b", promised="c", by=agent, now=at(2, 12))
    it.assign(to=people["Resolver 2"], by=agent, now=at(2, 17))
    it.hold(reason="supplier", by=agent, now=at(3, 9))
    it.resolve(resolution="fixed", words="The supplier changed the card.", by=agent, now=at(3, 15))
    it.reopen(words="It is gone again.", by=agent, now=at(4, 9))
    it.resolve(resolution="fixed", words="The supplier changed both cards.", by=agent, now=at(4, 16))
    it.close(by=agent, now=at(9, 16))
    return it


def clocks(incident: Incident) -> list[dict]:
    return list(Clock.objects.filter(ticket=incident).order_by("started_at", "kind", "pk").values(*CLOCK))


def events(incident: Incident) -> list[Event]:
    return [event for event in incident.events.in_order() if event.verb not in NOT_IN_A_LOG]


def test_the_clocks_are_the_same_to_the_second(told, acted):
    assert clocks(told) == clocks(acted)
    assert {clock["kind"] for clock in clocks(told)} == {"first_response", "resolution", "handover"}


def test_the_holders_are_the_same(told, acted):
    assert list(told.holds.order_by("pk").values(*HOLD)) == list(acted.holds.order_by("pk").values(*HOLD))


def test_the_timeline_is_the_same(told, acted):
    lines = [
        [(event.verb, event.at, event.actor_id, event.audience) for event in events(it)]
        for it in (told, acted)
    ]
    assert sorted(lines[0]) == sorted(lines[1])
    assert [line[:2] for line in lines[0] if line[0] != "ticket.breach"] == [
        line[:2] for line in lines[1] if line[0] != "ticket.breach"
    ]


def test_every_event_says_what_the_verb_says(told, acted):
    said_by_verbs = {(event.verb, event.at): event.details for event in events(acted)}
    for event in events(told):
        facts = {
            key: value
            for key, value in event.details.items()
            if key not in {"source", "servicenow", "resolution"}
        }
        assert facts.items() <= said_by_verbs[event.verb, event.at].items()


def test_the_ticket_ends_the_same(told, acted):
    acted.refresh_from_db()
    ends = [{field: getattr(it, field) for field in TICKET} for it in (told, acted)]
    assert ends[0] == ends[1]


def test_a_log_has_no_words_so_it_promises_nothing(told):
    assert not told.clocks.filter(kind="next_update").exists()
    assert (told.message_count, told.promised_at) == (0, None)
