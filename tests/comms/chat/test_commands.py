"""`/baton …` from any channel: the answer is for whoever asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.models import Addressee, Notice
from incidents.models import Incident
from tests.comms.chat.requests import mattermost_command, slack_command
from tests.factories import PersonFactory, incident


@pytest.fixture
def says(client, slack, known):
    def say(text: str) -> str:
        told = slack_command(client, text).json()
        assert told["response_type"] == "ephemeral"
        return told["text"]

    return say


@pytest.fixture
def outage(agent, colleague):
    now = timezone.now()
    notice = Notice.objects.create(
        kind="outage", phase="investigating", title="Mail is down", opened_by=agent, opened_at=now,
        published_at=now, next_update_at=now + timedelta(minutes=20),
    )  # fmt: skip
    Addressee.objects.create(notice=notice, person=colleague, why="named", addressed_at=now)
    return notice


def test_new_opens_an_incident_and_says_who_has_it_and_when_one_hears_next(says, colleague, team):
    team.first_line = True
    team.save()
    told = says("new Printer on floor 2 prints stripes")
    made = Incident.objects.get()
    assert (made.requester, made.channel, made.title) == (
        colleague,
        "chat",
        "Printer on floor 2 prints stripes",
    )
    assert made.number in told
    assert "Service desk has it." in told
    assert "You hear from us by" in told
    assert f"/portal/{made.number}/" in told


def test_new_without_words_says_how(says):
    assert "/baton new Printer" in says("new")
    assert not Incident.objects.exists()


def test_mine_shows_mine_and_nobody_else_s(says, colleague, service):
    mine = incident(by=colleague, service=service, title="My screen is black")
    incident(by=PersonFactory(), service=service, title="Somebody else's trouble")
    told = says("mine")
    assert mine.number in told
    assert "Somebody" not in told


def test_status_tells_what_is_announced_for_me(says, outage):
    assert "Mail is down: investigating. Next word" in says("status")
    outage.addressees.all().delete()
    assert says("status") == "Nothing is announced for you."


@pytest.mark.parametrize("words", ["me too", "Me  too", "me too NTC-1", "me-too"])
def test_me_too_is_counted_on_the_notice(says, outage, words):
    Notice.objects.filter(pk=outage.pk).update(number="NTC-1")
    assert "You hear what everyone hears." in says(words)
    assert outage.addressees.get().affected_at is not None


def test_me_too_asks_which_one_when_two_are_running(says, outage, agent, colleague):
    other = Notice.objects.create(
        kind="outage", phase="identified", title="VPN drops", opened_by=agent, opened_at=timezone.now(),
        published_at=timezone.now(),
    )  # fmt: skip
    Addressee.objects.create(notice=other, person=colleague, why="named", addressed_at=timezone.now())
    assert "Say which one" in says("me too")
    assert not Addressee.objects.exclude(affected_at=None).exists()
    assert "VPN drops" in says(f"me too {other.number}")


def test_reply_speaks_on_one_s_own_ticket_only(says, colleague, service):
    mine = incident(by=colleague, service=service)
    theirs = incident(by=PersonFactory(), service=service)
    assert says(f"reply {mine.number} It works again") == f"Said on {mine.number}."
    assert mine.events.get(verb="ticket.reply").comment == "It works again"
    assert "Say to which ticket" in says(f"reply {theirs.number} Let me in")
    assert not theirs.events.filter(verb="ticket.reply").exists()


def test_anything_else_tells_what_there_is(says):
    for words in ("", "help", "dance"):
        assert "/baton mine" in says(words)


def test_whom_nobody_knows_is_asked_who_they_are_once(client, mattermost, as_colleague, colleague):
    told = mattermost_command(client, "mine").json()["text"]
    address = told[told.index("/comms/chat/link/") :].split()[0]
    assert as_colleague.get(address).status_code == 200
    assert as_colleague.post(address).status_code == 302
    assert mattermost_command(client, "mine", trigger_id="second").json()["text"] == "You wait for nothing."


def test_a_link_that_is_forged_or_old_leads_nowhere(client, mattermost, as_colleague, time_machine):
    told = mattermost_command(client, "mine").json()["text"]
    address = told[told.index("/comms/chat/link/") :].split()[0]
    assert as_colleague.get(address + "x").status_code == 404
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    assert as_colleague.get(address).status_code == 404


def test_who_left_is_nobody(client, slack, known, colleague):
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    assert "does not know yet who you are" in slack_command(client, "mine").json()["text"]
