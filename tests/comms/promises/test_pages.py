"""What the pages of an incident show: the cadence of a major one, and the hint to talk after the fourth round of writing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from comms.models import Notice, Update
from comms.promises.talking import rounds, rounds_of
from incidents.models import MajorIncident
from tests.factories import incident

pytestmark = pytest.mark.django_db
THEM, US = 7, 1


def exchange(*words):
    return [(verb, channel, who, who == US) for verb, channel, who in words]


def written(who):
    return ("ticket.reply", "mail", who)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([("incident.open", "portal", THEM)], 0),
        ([("incident.open", "portal", THEM), written(US)], 1),
        ([written(THEM), written(US)] * 4, 4),
        ([written(THEM), written(THEM), written(US), written(US)], 1),
        ([*[written(THEM), written(US)] * 4, ("ticket.log", "phone", US)], 0),
        ([*[written(THEM), written(US)] * 4, ("ticket.log", "phone", US), written(THEM), written(US)], 1),
        (
            [("incident.open", "desk", US), written(US), written(THEM), written(US)],
            2,
        ),  # opened on their behalf
    ],
)
def test_rounds_are_counted_since_the_last_talk(words, expected):
    assert rounds_of(exchange(*words), THEM) == expected


def write(ticket, colleague, agent, times):
    for n in range(times):
        ticket.reply(f"Does it need the new cable, number {n}?", by=agent)
        ticket.reply(f"I do not know which one, number {n}.", by=colleague)


def test_after_the_fourth_round_the_page_proposes_a_call_and_one_press_logs_it(
    colleague, agent, as_agent, service
):
    ticket = incident(by=colleague, service=service)
    write(ticket, colleague, agent, 3)
    assert "Time to talk" not in as_agent.get(ticket.get_absolute_url()).content.decode()
    ticket.reply("Does it need the old cable, then?", by=agent)
    page = as_agent.get(ticket.get_absolute_url()).content.decode()
    assert "to and fro 4 times" in page
    address = f"{ticket.get_absolute_url()}log/?channel=phone"
    assert address in page
    form = as_agent.get(address)
    assert form.context["form"].initial["channel"] == "phone"
    as_agent.post(address, {"channel": "phone", "words": "It is the blue one.", "until": ""})
    assert "Time to talk" not in as_agent.get(ticket.get_absolute_url()).content.decode()


def test_a_short_ticket_costs_no_statement(colleague, service, django_assert_num_queries):
    ticket = incident(by=colleague, service=service)
    with django_assert_num_queries(0):
        assert rounds(ticket) == 0


@pytest.fixture
def major(colleague, agent, service):
    """Declared 30 minutes ago; first word after 4 minutes, its scope after 12."""
    now = timezone.now()
    ticket = incident(by=colleague, service=service, now=now - timedelta(minutes=40))
    found = MajorIncident.propose(
        ticket, impact="Nobody can write", by=agent, now=now - timedelta(minutes=35)
    )
    found.promote(lead=agent, communications=agent, by=agent, now=now - timedelta(minutes=30))
    notice = Notice.objects.create(
        kind="outage",
        phase="investigating",
        title="Mail is down",
        ticket=ticket,
        opened_by=agent,
        opened_at=now,
    )
    for minutes in (26, 18):
        Update.objects.create(
            notice=notice, verb="update", phase="investigating", by=agent, at=now - timedelta(minutes=minutes)
        )
    return found


def test_a_major_incidents_page_shows_what_was_due_and_the_way_to_the_next_message(major, as_agent):
    page = as_agent.get(f"{major.incident.get_absolute_url()}major/").content.decode()
    assert "1 of 2 in time" in page
    assert page.count('<g class="kept"') == page.count('<g class="late"') == page.count('<g class="due"') == 1
    assert f'href="/comms/notices/{Notice.objects.get().number}/update/"' in page


def test_the_strip_is_fetched_again_alone(major, as_agent):
    address = f"/comms/cadence/{major.incident.number}/"
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        part = as_agent.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<section class="card" id="cadence"')
    assert "A word was due" in part
    assert "<h1>" in as_agent.get(address).content.decode()


def test_a_word_on_the_incident_counts_and_a_rehearsal_does_not(major, agent, as_agent):
    notice = Notice.objects.get()
    notice.drill = True
    notice.save()
    major.incident.reply("All mail waits; nothing is lost so far.", by=agent)
    page = as_agent.get(f"/comms/cadence/{major.incident.number}/").content.decode()
    assert "0 of 1 in time" in page
    assert f'href="/comms/notices/new/?ticket={major.incident.number}&amp;kind=outage"' in page


def test_an_incident_only_proposed_as_major_has_no_cadence(colleague, agent, service, as_agent):
    ticket = incident(by=colleague, service=service)
    MajorIncident.propose(ticket, impact="Nobody can write", by=agent)
    assert "What was due" not in as_agent.get(f"{ticket.get_absolute_url()}major/").content.decode()
    assert "no word is due" in as_agent.get(f"/comms/cadence/{ticket.number}/").content.decode()
