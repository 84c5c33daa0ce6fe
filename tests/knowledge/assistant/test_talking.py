"""The conversation: as pages, by API, its limits, and who takes over."""

import pytest
from django.core.cache import cache

from incidents.models import MajorIncident
from itsm.knowledge.assistant.meaning import Wish, manners, wish_of
from itsm.knowledge.assistant.talking import LONGEST, ask
from itsm.knowledge.models import Article, Talk, Turn
from tests.factories import PersonFactory, incident

PAGE = "/portal/assistant/"


@pytest.fixture(autouse=True)
def desk(team):
    team.become_first_line()
    cache.clear()


@pytest.fixture
def article(agent):
    return Article.objects.create(
        owner=agent, state="published", title="Paper jam in the printer", audience="everyone",
        body="# Take it out\n\n1. Open the **tray**.\n2. Pull.",
    )  # fmt: skip


def asked(words, person):
    return ask(words, by=person)


def test_an_answer_names_its_source_and_shows_the_passage(as_colleague, article):
    answer = as_colleague.post(PAGE, {"words": "There is a paper jam in the printer"}, follow=True)
    page = answer.content.decode()
    assert f'href="/knowledge/{article.number}/"' in page
    assert "<strong>tray</strong>" in page
    assert "Did it help?" in page
    assert "/incidents/report/?words=There+is+a+paper+jam" not in page  # nothing is said to be broken


def test_nobody_pretends_to_know(as_colleague, colleague):
    page = as_colleague.post(PAGE, {"words": "Who feeds the cat?"}, follow=True).content.decode()
    turn = Turn.objects.latest("pk")
    assert (turn.knows, turn.sources) == (False, [])
    assert f"/portal/assistant/{turn.talk_id}/person/" in page
    assert "/incidents/report/?words=Who+feeds" in page


@pytest.mark.parametrize(
    "words", ["hello", "Hi!", "thanks a lot", "Thank you :)", "bye", "Who are you?", "ok", "👍"]
)
def test_small_talk_is_answered_without_knowledge(words, colleague):
    turn = asked(words.replace(" :)", ""), colleague)
    assert (turn.wording, turn.knows, turn.sources) == ("manners", False, [])


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("I need a new laptop", Wish.WANTS), ("can I get access to the share", Wish.WANTS), ("my mail is broken", Wish.BROKEN),
        ("VPN does not connect", Wish.BROKEN), ("where is my laptop", Wish.WHERE), ("how do I print", Wish.ASKS),
    ],
)  # fmt: skip
def test_what_is_wanted_is_heard(words, wish):
    assert wish_of(words) == wish
    assert manners(words) == ""


def test_what_is_broken_for_many_stands_before_what_is_written(colleague, agent, service):
    Article.objects.create(
        owner=agent, state="published", title="Mail is down", audience="everyone", body="Wait."
    )
    major = incident(by=agent, title="Mail is down", service=service)
    MajorIncident.propose(major, impact="All", by=agent).promote(lead=agent, communications=agent, by=agent)
    turn = asked("mail is down", colleague)
    assert [one["kind"] for one in turn.sources] == ["major"]


def test_one_asks_where_ones_own_thing_is_and_sees_no_other(colleague, agent):
    mine = incident(by=colleague, title="Projector in Room Ada")
    incident(by=PersonFactory(), title="Projector in Room Bell")
    assert [one["key"] for one in asked("where is my projector", colleague).sources] == [mine.number]
    assert [one["key"] for one in asked("where is my ticket?", colleague).sources] == [mine.number]
    assert not asked("where is my projector", agent).knows


def test_what_one_may_not_read_is_no_answer(colleague, agent, article):
    question = "paper jam in the printer"
    Article.objects.update(audience="desk")
    assert not asked(question, colleague).knows
    assert asked(question, agent).knows
    Article.objects.update(audience="everyone", state="draft")
    assert not asked(question, agent).knows


def test_a_short_question_goes_on_with_the_one_before(colleague, agent, article):
    Article.objects.create(
        owner=agent, state="published", title="Toner for the plotter", audience="everyone", body="Ask."
    )
    first = asked("toner for the plotter", colleague)
    assert ask("and for plotter?", by=colleague, talk=first.talk).knows


def test_with_htmx_an_answer_comes_alone_and_a_fault_lands_at_the_field(as_colleague, colleague, article):
    talk = asked("hello", colleague).talk
    answer = as_colleague.post(
        talk.get_absolute_url(), {"words": "paper jam in printer"}, headers={"HX-Request": "true"}
    )
    assert answer.content.decode().count('<li class="message"') == 2
    assert b"<html" not in answer.content
    empty = as_colleague.post(talk.get_absolute_url(), {"words": " "}, headers={"HX-Request": "true"})
    assert (empty.status_code, empty["HX-Retarget"]) == (422, "#ask")


@pytest.mark.parametrize(
    "words", ["😀" * LONGEST, "كيف أطبع مستندا؟", "\u202eetihw", "<script>alert(1)</script>", "' OR 1=1 --", "\x00", "print " * 150, "!!! :*&|"]
)  # fmt: skip
def test_odd_words_are_words(words, as_colleague):
    answer = as_colleague.post(PAGE, {"words": words}, follow=True)
    assert answer.status_code in {200, 422}
    assert b"<script>alert" not in answer.content


def test_ten_megabytes_are_refused_and_not_sent_back(as_colleague):
    answer = as_colleague.post(PAGE, {"words": "a" * 10_000_000})
    assert answer.status_code == 422
    assert len(answer.content) < 100_000
    assert not Talk.objects.exists()


def test_nobody_asks_without_end(as_colleague, settings):
    settings.ASSISTANT_RATE = 2
    codes = [as_colleague.post(PAGE, {"words": "hello"}).status_code for _n in range(3)]
    assert codes == [302, 302, 422]
    assert as_colleague.post("/api/v1/talks/", {"words": "hello"}, "application/json").status_code == 429


def test_a_person_takes_over_with_the_whole_conversation_once(as_colleague, colleague, article):
    talk = asked("paper jam in the printer", colleague).talk
    address = f"{talk.get_absolute_url()}person/"
    assert b"paper jam in the printer" in as_colleague.get(address).content
    said = {"about": "Paper jam", "phone": "+351 220 000"}
    first = as_colleague.post(address, said)
    assert as_colleague.post(address, said).url == first.url
    talk.refresh_from_db()
    assert (talk.outcome, first.url) == ("handed_over", f"/portal/{talk.ticket.number}/")
    assert "Open the **tray**" in talk.ticket.description
    assert talk.ticket.events.filter(verb="ticket.call_me").exists()


def test_nobody_reads_anothers_talk(as_agent, colleague):
    talk = asked("hello", colleague).talk
    assert as_agent.get(talk.get_absolute_url()).status_code == 404
    assert as_agent.get(f"/api/v1/talks/{talk.pk}/").status_code == 404


def test_the_same_by_api(as_colleague, article):
    made = as_colleague.post(
        "/api/v1/talks/", {"words": "paper jam in the printer"}, "application/json"
    ).json()
    answer = made["turns"][1]
    assert [(one["kind"], one["key"]) for one in answer["sources"]] == [("article", article.number)]
    at = f"/api/v1/talks/{made['id']}/"
    assert (
        as_colleague.post(f"{at}ask/", {"words": "who feeds the cat"}, "application/json").json()["knows"]
        is False
    )
    told = as_colleague.post(f"{at}turns/{answer['id']}/thumb/", {"up": False}, "application/json").json()
    assert told["thumb"] is False
    handed = as_colleague.post(f"{at}hand-over/", {}, "application/json").json()
    assert as_colleague.get(at).json()["ticket"] == handed["ticket"]
    assert as_colleague.get("/api/v1/talks/").json()["results"][0]["began_with"] == "paper jam in the printer"


def test_pages_cost_the_same_however_long_the_talk(
    as_colleague, colleague, article, django_assert_max_num_queries
):
    for _n in range(6):
        talk = asked("paper jam in the printer", colleague).talk
    for _n in range(6):
        ask("paper jam in the printer", by=colleague, talk=talk)
    with django_assert_max_num_queries(10):
        as_colleague.get(talk.get_absolute_url())
    with django_assert_max_num_queries(10):
        as_colleague.get(PAGE)
