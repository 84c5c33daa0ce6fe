"""Two ways: news into rooms, once each, and words from threads onto the ticket or notice they belong to."""

import pytest
from django.utils import timezone

from comms.chat import posting, tasks
from comms.models import Audience, ChatPost, ChatThread, Notice, Question, Room, Text, Update
from itsm.frame.secrets import seal
from itsm.tickets.models import Event, Ticket
from tests.comms.chat.requests import mattermost_words, slack_message
from tests.factories import PersonFactory, incident


@pytest.fixture
def outage(agent, db):
    def make(**about):
        return Notice.objects.create(
            kind="outage", phase="investigating", title="Mail is down", opened_by=agent, opened_at=timezone.now(),
            published_at=timezone.now(), **about,
        )  # fmt: skip

    return make


@pytest.fixture
def update_of(agent):
    def make(notice):
        update = Update.objects.create(
            notice=notice, verb="publish", phase="investigating", by=agent, at=timezone.now()
        )
        for audience in Audience:
            Text.objects.create(
                update=update, audience=audience, subject=f"For {audience.value}", what="Mail <is> down."
            )
        return update

    return make


def send_what_is_due() -> None:
    """What the sweep would wake."""
    tasks.send(list(posting.due(now=timezone.now()).order_by("pk").values_list("pk", flat=True)))


def said(chat) -> list[str]:
    return [body.get("text") or body.get("message") for _method, _path, body, _headers in chat.heard]


def test_a_message_is_told_once_in_each_room_in_the_words_of_its_readers(
    chat, slack, mattermost, outage, update_of
):
    update = update_of(outage())
    for _twice in range(2):
        tasks.send(posting.tell_update(update, now=timezone.now()))
    texts = said(chat)
    assert len(texts) == 2
    assert texts[0].startswith("For it\nMail &lt;is&gt; down.")  # a team's room; Slack reads <…> as a call
    assert texts[1].startswith("For colleagues\nMail <is> down.")
    assert all(update.notice.number in text for text in texts)


def test_the_next_message_goes_into_the_same_thread(chat, slack, outage, update_of):
    notice = outage()
    for _n in range(2):
        tasks.send(posting.tell_update(update_of(notice), now=timezone.now()))
    assert [body["thread_ts"] for _m, _p, body, _h in chat.heard] == [None, "1.1"]
    assert ChatThread.objects.get().notice == notice


@pytest.mark.parametrize("about_notice", [True, False])
def test_a_ticket_restricted_while_a_message_waits_is_told_nowhere(
    chat, slack, outage, update_of, colleague, service, about_notice
):
    """The server was away for a while, and the message is tried again."""
    ticket = incident(by=colleague, service=service)
    if about_notice:
        waiting = posting.tell_update(update_of(outage(ticket=ticket)), now=timezone.now())
    else:
        waiting = posting.tell_event(ticket.events.get(), now=timezone.now())
    Ticket.objects.filter(pk=ticket.pk).update(restricted=True)
    tasks.send(waiting)
    assert said(chat) == []
    assert ChatPost.objects.get().state == ChatPost.State.FAILED
    slack.refresh_from_db()
    assert not slack.error, "nothing is wrong with the room"


def test_a_drill_and_a_restricted_ticket_are_told_nowhere(slack, outage, update_of, colleague, service):
    closed = incident(by=colleague, service=service, restricted=True)
    for notice in (outage(drill=True), outage(ticket=closed)):
        assert posting.tell_update(update_of(notice), now=timezone.now()) == []
    assert posting.tell_event(closed.events.get(), now=timezone.now()) == []


def test_a_team_s_room_hears_its_tickets_and_no_note(chat, slack, colleague, agent, service):
    ticket = incident(by=colleague, service=service)
    ticket.reply("We look at it.", by=agent)
    ticket.note("It is the <@channel> disk.", by=agent)
    for event in Event.objects.filter(ticket=ticket.pk, verb__in=posting.TOLD).order_by("pk"):
        tasks.tell(event.pk)
    send_what_is_due()
    assert len(chat.heard) == 2
    assert ticket.number in said(chat)[0]
    assert "We look at it." in said(chat)[1]
    assert not any("disk" in text for text in said(chat))


def test_a_title_calls_nobody(chat, mattermost, outage, update_of):
    update = update_of(outage())
    update.texts.update(subject="@channel and @all: mail is down")
    tasks.send(posting.tell_update(update, now=timezone.now()))
    assert "@channel" not in said(chat)[0]
    assert "@all" not in said(chat)[0]


@pytest.mark.parametrize(
    ("answer", "state"),
    [((200, {"ok": False, "error": "channel_not_found"}), "failed"), ((200, {"ok": False, "error": "ratelimited"}), "queued"), ((503, {}), "queued")],
)  # fmt: skip
def test_what_the_server_refuses_is_told_to_the_administrator_and_trouble_is_tried_again(
    chat, slack, outage, update_of, answer, state
):
    chat.answer = lambda path, body: answer
    tasks.send(posting.tell_update(update_of(outage()), now=timezone.now()))
    assert ChatPost.objects.get().state == state
    slack.refresh_from_db()
    assert bool(slack.error) is (state == "failed")


def test_a_post_whose_worker_died_is_sent_by_the_sweep(chat, slack, outage, update_of, time_machine):
    posting.tell_update(update_of(outage()), now=timezone.now())
    ChatPost.objects.update(state=ChatPost.State.SENDING)
    send_what_is_due()
    assert chat.heard == []
    time_machine.move_to(timezone.now() + posting.STUCK * 2)
    send_what_is_due()
    assert len(chat.heard) == 1


def test_an_unreadable_token_says_so(slack, outage, update_of):
    Room.objects.update(address="not sealed by us")
    tasks.send(posting.tell_update(update_of(outage()), now=timezone.now()))
    assert "token" in ChatPost.objects.get().error


# Heard -----------------------------------------------------------------------------------------------------------------


def test_a_colleague_s_words_are_a_public_reply(client, thread_for, known, colleague, service):
    ticket = incident(by=colleague, service=service)
    thread_for(ticket=ticket)
    assert slack_message(client).status_code == 200
    event = ticket.events.get(verb="ticket.reply")
    assert (event.actor, event.channel, event.audience) == (colleague, "chat", "public")


def test_an_agent_s_words_are_a_note(client, thread_for, known, agent, colleague, service):
    known.person = agent
    known.save()
    ticket = incident(by=colleague, service=service)
    thread_for(ticket=ticket)
    slack_message(client)
    event = ticket.events.get(verb="ticket.note")
    assert (event.channel, event.audience) == ("chat", "internal")


def test_whom_nobody_knows_is_asked_who_they_are(client, chat, thread_for, colleague, service):
    ticket = incident(by=colleague, service=service)
    thread_for(ticket=ticket)
    slack_message(client)
    assert not ticket.events.filter(verb="ticket.reply").exists()
    _method, path, body, _headers = chat.heard[-1]
    assert path.endswith("chat.postEphemeral")
    assert "/comms/chat/link/?key=" in body["text"]


def test_a_stranger_s_ticket_stays_closed(client, chat, thread_for, known, service):
    ticket = incident(by=PersonFactory(), service=service)
    thread_for(ticket=ticket)
    slack_message(client)
    assert not ticket.events.filter(verb="ticket.reply").exists()


@pytest.mark.parametrize(
    "event", [{"bot_id": "B1"}, {"subtype": "message_changed"}, {"thread_ts": None}, {"text": " "}]
)
def test_our_own_words_and_what_is_no_answer_are_not_heard(
    client, thread_for, known, colleague, service, event
):
    ticket = incident(by=colleague, service=service)
    thread_for(ticket=ticket)
    assert slack_message(client, **event).status_code == 200
    assert ticket.events.filter(verb="ticket.reply").count() == 0


def test_words_under_a_notice_are_a_question(client, thread_for, known, colleague, outage):
    notice = outage()
    notice.addressees.create(person=colleague, why="named", addressed_at=timezone.now())
    thread_for(notice=notice)
    slack_message(client, text="Does the phone work?")
    question = Question.objects.get()
    assert (question.by, question.words, question.channel) == (colleague, "Does the phone work?", "chat")


def test_in_mattermost_the_thread_is_asked_for(client, chat, mattermost, known, colleague, service):
    ticket = incident(by=colleague, service=service)
    ChatThread.objects.create(room=mattermost, ticket=ticket, reference="root1")
    known.server, known.account = "mattermost", "kwoknj9nwpypzgzy78wkw516qe"
    known.save()
    chat.answer = lambda path, body: (200, {"id": "x", "root_id": "root1"})
    assert mattermost_words(client).status_code == 200
    assert ticket.events.get(verb="ticket.reply").comment == "It is back on our floor."
    assert chat.heard[0][3]["Authorization"] == "Bearer bot-token"


def test_other_chats_are_told_through_apprise(chat, outage, update_of):
    Room.objects.create(name="other", server="other", address=seal(f"json://127.0.0.1:{chat.port}/hook"))
    tasks.send(posting.tell_update(update_of(outage()), now=timezone.now()))
    assert "For colleagues" in chat.heard[0][2]["message"]


def test_apprise_does_not_lead_into_the_network(chat, outage, update_of, settings):
    settings.HOOKS_ALLOWED = []
    Room.objects.create(name="other", server="other", address=seal(f"json://127.0.0.1:{chat.port}/hook"))
    tasks.send(posting.tell_update(update_of(outage()), now=timezone.now()))
    assert chat.heard == []
    assert ChatPost.objects.get().state == "failed"
