"""The ticket page and its verbs as people meet them: what is offered, what is refused, what is kept when it is."""

import pytest

from incidents.models import Incident
from itsm.tickets.models import Draft, Macro
from tests.factories import PersonFactory, incident


@pytest.fixture
def ticket(colleague, service):
    return incident(by=colleague, service=service, title="VPN drops every hour")


def verb(ticket, name):
    return f"{ticket.get_absolute_url()}{name}/"


def test_the_page_says_whose_move_it_is_and_what_can_be_done(ticket, as_agent):
    page = as_agent.get(ticket.get_absolute_url()).content.decode()
    for words in ("VPN drops every hour", "The baton", "Hand over", "Resolve", "You hear from us".lower()):
        assert words in page


def test_a_colleague_is_led_to_the_portal(ticket, as_colleague):
    assert as_colleague.get(ticket.get_absolute_url()).headers["Location"] == f"/portal/{ticket.number}/"


def test_the_number_is_found_in_any_case_and_only_at_its_place(ticket, as_agent):
    assert as_agent.get(f"/incidents/{ticket.number.lower()}/").status_code == 200
    assert as_agent.get(f"/problems/{ticket.number}/").status_code == 404


def test_a_region_is_only_that_region(ticket, as_agent):
    answer = as_agent.get(
        ticket.get_absolute_url(), headers={"HX-Request": "true", "HX-Target": "conversation"}
    )
    assert "<html" not in answer.content.decode()
    assert 'id="conversation"' in answer.content.decode()


@pytest.mark.parametrize("name", ["explode", "move", "delete", "refresh_from_db"])
def test_only_registered_verbs_exist(ticket, as_agent, name):
    assert as_agent.post(verb(ticket, name)).status_code == 404


@pytest.mark.parametrize(
    "name", ["take", "assign", "hand-over", "note", "log", "promise", "edit", "merge", "resolve", "hold"]
)
def test_a_colleague_may_not_do_the_desks_work(ticket, as_colleague, name):
    assert as_colleague.post(verb(ticket, name)).status_code == 403


def test_a_stranger_finds_nothing(ticket, client):
    client.force_login(PersonFactory())
    assert client.get(f"/portal/{ticket.number}/").status_code == 404
    assert client.post(verb(ticket, "reply"), {"words": "hello there"}).status_code == 404


def test_a_refused_verb_is_409_and_says_why(ticket, agent, as_agent):
    ticket.resolve(resolution="fixed", words="A new cable is in", by=agent)
    answer = as_agent.post(verb(ticket, "hold"), {"reason": "supplier"})
    assert answer.status_code == 409
    assert "is resolved" in answer.content.decode()


def test_a_hand_over_without_its_note_is_422_and_keeps_what_was_typed(ticket, as_agent, outsider):
    typed = {
        "to_team": outsider.teams.get().pk,
        "found": "The gateway restarts",
        "colleague_knows": "",
        "promised": " ",
    }
    answer = as_agent.post(verb(ticket, "hand-over"), typed)
    assert answer.status_code == 422
    assert "The gateway restarts" in answer.content.decode()
    assert not ticket.handovers.exists()


def test_hand_over_and_accept_through_the_pages(ticket, as_agent, client, outsider):
    note = {"found": "The gateway restarts", "colleague_knows": "Network looks", "promised": "A word by noon"}
    as_agent.post(verb(ticket, "hand-over"), {"to_team": outsider.teams.get().pk, **note})
    client.force_login(outsider)
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert all(words in page for words in note.values())
    client.post(verb(ticket, "accept"))
    ticket.refresh_from_db()
    assert ticket.assignee == outsider


def test_what_the_composer_showed_is_what_is_sent(ticket, as_agent):
    answer = as_agent.post(verb(ticket, "reply"), {"words": "Not for the colleague", "kind": "internal"})
    assert answer.status_code == 422
    assert not ticket.events.filter(comment="Not for the colleague").exists()


def test_writing_over_news_is_409_with_the_words_kept_and_can_be_sent_anyway(ticket, as_agent, outsider):
    seen = ticket.last_event
    ticket.reply("We replace the gateway tonight", by=outsider)
    typed = {"words": "Have you tried another cable?", "seen": seen, "kind": "public"}
    answer = as_agent.post(verb(ticket, "reply"), typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "We replace the gateway tonight" in page
    assert "Have you tried another cable?" in page
    ticket.refresh_from_db()
    assert f'name="seen" value="{ticket.last_event}"' in page, "whoever has read the news may send"
    assert as_agent.post(verb(ticket, "reply"), {**typed, "seen": ticket.last_event}).status_code == 302


def test_a_colleague_is_never_told_what_the_desk_wrote_among_itself(ticket, agent, as_colleague):
    ticket.note("Her disk is full of holiday pictures", by=agent)
    typed = {"words": "Is there any news for me?", "seen": "1"}

    answer = as_colleague.post(f"{ticket.get_absolute_url()}reply/", typed, follow=True)

    assert answer.status_code == 200
    assert "holiday pictures" not in answer.content.decode()
    assert ticket.events.filter(comment=typed["words"]).exists()


def test_a_draft_is_on_the_page_again_and_gone_when_sent(ticket, agent, as_agent):
    as_agent.post(verb(ticket, "draft"), {"words": "We found that", "kind": "internal"})
    assert "We found that" in as_agent.get(ticket.get_absolute_url()).content.decode()
    as_agent.post(verb(ticket, "note"), {"words": "We found that it is the gateway", "kind": "internal"})
    assert not Draft.objects.exists()


def test_a_mention_brings_a_colleague_of_the_desk_in(ticket, agent, outsider):
    event = ticket.note("Can you look at this, @noor.haddad? Not @ana.reis.", by=agent)
    assert event.details["mentions"] == [outsider.pk]
    assert ticket.participants.get(part="mentioned").person == outsider


def test_a_mention_opens_no_restricted_ticket(ticket, agent, outsider):
    ticket.restrict(by=agent, restricted=True)
    event = ticket.note("Ask @noor.haddad", by=agent)
    assert "mentions" not in event.details
    assert not ticket.is_visible_to(outsider)


def test_a_macro_fills_its_variables_and_nothing_else(ticket, as_agent):
    words = "Hello {colleague}, {agent} here about {number}. {ticket.requester.password} {% debug %}"
    chosen = Macro.objects.create(name="Hello", mode="reply", words=words)
    page = as_agent.get(f"{ticket.get_absolute_url()}macro/{chosen.pk}/").content.decode()
    assert f"Hello Ana, Ivo here about {ticket.number}." in page
    assert "{ticket.requester.password} {% debug %}" in page


def test_a_macro_that_ends_in_a_verb_opens_its_form_with_the_words(ticket, as_agent):
    chosen = Macro.objects.create(
        name="Restarted", mode="reply", words="Restarted, {colleague}.", verb="resolve"
    )
    answer = as_agent.get(f"{ticket.get_absolute_url()}macro/{chosen.pk}/", follow=True)
    assert "Restarted, Ana." in answer.content.decode()
    assert Incident.objects.get(pk=ticket.pk).status == "new"


def test_macros_are_kept_changed_and_deleted_by_agents(as_agent, as_colleague):
    typed = {"name": "Thanks", "mode": "reply", "words": "Thank you, {colleague}.", "verb": ""}
    as_agent.post("/desk/macros/", typed)
    kept = Macro.objects.get()
    as_agent.post(f"/desk/macros/{kept.pk}/", typed | {"name": "Many thanks"})
    assert Macro.objects.get().name == "Many thanks"
    assert as_colleague.post(f"/desk/macros/{kept.pk}/delete/").status_code == 403
    as_agent.post(f"/desk/macros/{kept.pk}/delete/")
    assert not Macro.objects.exists()


def test_the_context_pane_tells_what_else_the_colleague_waits_for(
    ticket, colleague, service, as_agent, as_colleague
):
    incident(by=colleague, service=service, title="Badge does not open")
    assert "Badge does not open" in as_agent.get(verb(ticket, "context")).content.decode()
    assert as_colleague.get(verb(ticket, "context")).status_code == 404


def test_a_refusal_nobody_expected_is_a_page_that_says_why(as_colleague):
    answer = as_colleague.post(
        "/incidents/report/", {"title": "Printer eats paper", "urgency": 3, "impact": 3}
    )
    assert answer.status_code == 409
    assert "first line" in answer.content.decode()


def test_a_draft_that_comes_after_its_message_was_sent_is_not_kept(ticket, as_agent):
    as_agent.post(verb(ticket, "reply"), {"words": "We replace it tonight", "kind": "public"})
    as_agent.post(verb(ticket, "draft"), {"words": "We replace it tonight", "kind": "public"})
    assert not Draft.objects.exists()


def test_a_page_that_missed_news_while_it_loaded_is_told_to_look_again(ticket, agent, as_agent):
    shown = ticket.last_event
    asks = {"headers": {"HX-Request": "true", "HX-Target": "presence"}}
    assert "HX-Trigger" not in as_agent.get(ticket.get_absolute_url(), {"shown": shown}, **asks).headers
    ticket.note("It is the gateway", by=agent)
    answer = as_agent.get(ticket.get_absolute_url(), {"shown": shown}, **asks)
    assert answer.headers["HX-Trigger"] == "live:ticket"


def test_a_review_that_is_not_ready_for_all_says_what_is_missing_and_is_kept(ticket, as_agent):
    address = f"{ticket.get_absolute_url()}review/"
    answer = as_agent.post(address, {"summary": "A switch broke.", "publish": "1"})
    assert answer.status_code == 422
    assert "communication" in answer.context["form"].errors
    assert "A switch broke." in as_agent.get(address).content.decode()
