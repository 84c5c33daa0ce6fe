"""Notices by API: what the desk writes, and what one audience may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.models import Notice
from comms.notices import telling
from itsm.people import roles
from tests.comms.notices.conftest import TEXTS, WORDS
from tests.factories import PersonFactory, incident

URL = "/api/v1/notices/"
JSON = "application/json"


@pytest.fixture
def spoken(agent, readers):
    """An outage told to three colleagues and a manager, each audience in its own words."""
    boss = PersonFactory(name="Boss", roles=[])
    PersonFactory(manager=boss)
    notice = telling.open_notice(
        kind="outage", title="Mail is down", by=agent, aim={"people": [*readers, boss]}, must_acknowledge=True,
        question="Does mail work?", answers=["Yes", "No"], right=1,
    )  # fmt: skip
    texts = {
        audience: WORDS | {"what": f"For {audience} only."}
        for audience in ("colleagues", "managers", "it", "sponsor")
    }
    telling.say(notice, "publish", by=agent, texts=texts, next_update_at=timezone.now() + timedelta(hours=1))
    return notice


def test_a_notice_is_begun_published_and_ended_by_the_desk(as_agent, service, readers):
    aim = {"people": [one.pk for one in readers]}
    body = {"kind": "outage", "title": "Mail is down", "services": [service.pk], "aim": aim}
    made = as_agent.post(URL, body, JSON)
    assert made.status_code == 201, made.json()
    number = made.json()["number"]
    assert made.json()["allowed_verbs"] == ["publish"]
    until = (timezone.now() + timedelta(minutes=20)).isoformat()
    said = as_agent.post(f"{URL}{number}/say/publish/", {"texts": TEXTS, "next_update_at": until}, JSON)
    assert (said.status_code, said.json()["phase"]) == (200, "investigating")
    assert len(said.json()["updates"][0]["texts"]) == 4
    assert as_agent.get(f"{URL}{number}/funnel/").json()["total"]["addressed"] == 3
    over = as_agent.post(f"{URL}{number}/say/resolve/", {"texts": TEXTS, "lost": ""}, JSON)
    assert (over.status_code, over.json()["open"]) == (200, False)
    again = as_agent.post(f"{URL}{number}/say/resolve/", {"texts": TEXTS, "lost": ""}, JSON)
    assert again.status_code == 409


def test_what_is_missing_is_named_at_its_field(as_agent, outage):
    answer = as_agent.post(f"{URL}{outage.number}/say/publish/", {"texts": TEXTS}, JSON)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["next_update_at"])


def test_each_audience_reads_its_own_words_and_nothing_of_the_desks(signed_in, spoken, readers):
    boss = spoken.addressees.get(person__name="Boss").person
    for person, what in [(readers[0], "For colleagues only."), (boss, "For managers only.")]:
        answer = signed_in(person).get(f"{URL}{spoken.number}/")
        texts = [text for update in answer.json()["updates"] for text in update["texts"]]
        assert [text["what"] for text in texts] == [what]
        for kept in ("right", "aim", "opened_by", "drill", "ticket", "version", "allowed_verbs"):
            assert kept not in answer.json(), kept
        for other in ("For it only.", "For sponsor only."):
            assert other not in answer.content.decode()


def test_a_notice_for_others_a_draft_and_a_rehearsal_do_not_exist_for_a_colleague(
    signed_in, spoken, outage, agent, readers
):
    drill = telling.open_notice(kind="outage", title="x", by=agent, aim={"people": readers}, drill=True)
    telling.say(drill, "publish", by=agent, texts=TEXTS, next_update_at=timezone.now() + timedelta(hours=1))
    stranger, reader = signed_in(PersonFactory()), signed_in(readers[0])
    assert stranger.get(URL).json()["results"] == []
    assert [row["number"] for row in reader.get(URL).json()["results"]] == [spoken.number]
    assert stranger.get(f"{URL}{spoken.number}/").status_code == 404
    for notice in (outage, drill):
        assert reader.get(f"{URL}{notice.number}/").status_code == 404
        assert reader.post(f"{URL}{notice.number}/see/").status_code == 404


def test_a_colleague_sees_confirms_answers_says_me_too_and_asks(signed_in, spoken, readers):
    client, here = signed_in(readers[0]), f"{URL}{spoken.number}/"
    assert client.post(f"{here}see/").json()["mine"]["seen_at"]
    assert client.post(f"{here}acknowledge/").json()["mine"]["acknowledged_at"]
    assert client.post(f"{here}answer/", {"choice": 1}, JSON).json()["mine"]["understood"] is True
    assert client.post(f"{here}answer/", {"choice": 0}, JSON).status_code == 409
    assert client.post(f"{here}me-too/").json()["mine"]["affected_at"]
    asked = client.post(f"{here}ask/", {"words": "When will it work?"}, JSON)
    assert (asked.status_code, asked.json()["channel"]) == (201, "api")
    assert [one["words"] for one in client.get(f"{here}questions/").json()["results"]] == [
        "When will it work?"
    ]
    assert signed_in(readers[1]).get(f"{here}questions/").json()["results"] == []


def test_the_desk_answers_and_everyone_reads_it_without_who_asked(signed_in, as_agent, spoken, readers):
    here = f"{URL}{spoken.number}/"
    pk = signed_in(readers[0]).post(f"{here}ask/", {"words": "When will it work?"}, JSON).json()["id"]
    answered = as_agent.post(f"{here}questions/{pk}/answer/", {"words": "At noon."}, JSON)
    assert (answered.json()["answer"], answered.json()["by"]["id"]) == ("At noon.", readers[0].pk)
    read = signed_in(readers[1]).get(f"{here}questions/").json()["results"]
    assert [(one["answer"], "by" in one) for one in read] == [("At noon.", False)]


def test_a_question_is_put_together_only_under_its_own_notice(signed_in, as_agent, spoken, told, readers):
    ask = {"words": "Can I use my phone?"}
    one = signed_in(readers[0]).post(f"{URL}{spoken.number}/ask/", ask, JSON).json()["id"]
    two = signed_in(readers[0]).post(f"{URL}{told.number}/ask/", ask, JSON).json()["id"]
    move = as_agent.post(f"{URL}{spoken.number}/questions/{one}/topic/", {"topic": two}, JSON)
    assert (move.status_code, list(move.json()["errors"])) == (422, ["topic"])
    assert (
        as_agent.post(f"{URL}{spoken.number}/questions/{two}/topic/", {"topic": None}, JSON).status_code
        == 404
    )


def test_the_preview_says_whom_it_reaches_and_writes_nothing(as_agent, readers):
    body = {"people": [one.pk for one in readers], "without": [readers[0].pk]}
    told = as_agent.post(f"{URL}preview/", body, JSON).json()
    assert (told["count"], told["by_audience"]["colleagues"]) == (2, 2)
    assert told["reasons"] == [{"because": "you were named", "count": 2}]
    assert {one["because"]: one["names"] for one in told["left_out"]}["you took them out"] == ["Reader 0"]
    assert not Notice.objects.exists()


def test_a_preview_is_held_to_the_ticket_it_is_about(as_agent, as_outsider, colleague, team):
    ticket = incident(by=colleague, team=team, restricted=True)
    body = {"everyone": True, "ticket": ticket.number}
    assert as_agent.post(f"{URL}preview/", body, JSON).json()["count"] == 2
    assert as_outsider.post(f"{URL}preview/", body, JSON).status_code == 422


def test_words_are_looked_at(as_agent):
    told = as_agent.post(f"{URL}look/", {"what": "LDAP replication lag on DC02"}, JSON).json()
    assert told["clear"] is False
    assert {"slot": "what", "what": "Not everyone knows “LDAP”.", "why": "Say “the list of people”.", "instead": "the list of people"} in told["advice"]  # fmt: skip


def test_drafts_for_every_audience(as_agent, outage):
    told = as_agent.get(f"{URL}{outage.number}/draft/publish/").json()
    assert told["colleagues"]["what"] == "Mail does not work as it should."
    assert as_agent.get(f"{URL}{outage.number}/draft/cancel/").status_code == 404


def test_names_are_told_only_of_what_must_be_confirmed(as_agent, spoken, told):
    assert len(as_agent.get(f"{URL}{spoken.number}/addressees/").json()["results"]) == 4
    assert as_agent.get(f"{URL}{told.number}/addressees/").status_code == 409


def test_the_error_of_the_audience(as_agent, spoken):
    told = as_agent.get(f"{URL}{spoken.number}/error/").json()
    assert (told["told"], told["affected"], told["precision"], told["recall"]) == (4, 0, 0.0, None)


def test_the_list_is_asked_by_kind_phase_service_and_ticket(
    as_agent, as_outsider, agent, colleague, team, service
):
    ticket = incident(by=colleague, team=team, restricted=True)
    one = telling.open_notice(kind="outage", title="x", by=agent, ticket=ticket)
    two = telling.open_notice(kind="news", title="y", by=agent, services=[service])
    for query, expected in [
        (f"ticket={ticket.number}", [one]), ("kind=news", [two]), (f"service={service.pk}", [two]), ("phase=draft", [two, one]),
        ("open=false", []),
    ]:  # fmt: skip
        rows = as_agent.get(f"{URL}?{query}").json()["results"]
        assert [row["number"] for row in rows] == [notice.number for notice in expected], query
    assert [row["number"] for row in as_outsider.get(URL).json()["results"]] == [two.number]


def test_the_list_costs_the_same_however_many(as_agent, agent, service, django_assert_max_num_queries):
    for _number in range(12):
        telling.open_notice(kind="news", title="y", by=agent, services=[service])
    with django_assert_max_num_queries(8):
        as_agent.get(URL)


def test_a_draft_is_aimed_anew_and_thrown_away(as_agent, outage, readers):
    here = f"{URL}{outage.number}/"
    told = as_agent.put(f"{here}aim/", {"people": [readers[0].pk]}, JSON).json()
    assert told["aim"]["people"] == [readers[0].pk]
    assert as_agent.delete(here).status_code == 204
    assert as_agent.get(here).status_code == 404


def test_reminding_by_api(as_agent, spoken, told):
    assert as_agent.post(f"{URL}{spoken.number}/remind/").status_code == 200
    assert as_agent.post(f"{URL}{told.number}/remind/").status_code == 409


def test_administrators_keep_the_list_of_jargon(as_administrator, as_agent, as_colleague):
    words = "/api/v1/jargon/"
    made = as_administrator.post(words, {"word": "Kronos", "plain": "the time clock"}, JSON)
    assert made.status_code == 201
    twice = as_administrator.post(words, {"word": "KRONOS"}, JSON)
    assert (twice.status_code, list(twice.json()["errors"])) == (422, ["word"])
    assert {"word": "kronos", "plain": "the time clock"} in as_agent.get(f"{words}in-force/").json()
    assert as_agent.post(words, {"word": "x"}, JSON).status_code == 403
    assert as_colleague.get(words).status_code == 404


def test_roles_named_in_words_do_not_open_a_notice(signed_in, spoken):
    manager = signed_in(PersonFactory(roles=[roles.MANAGER]))
    assert manager.get(f"{URL}{spoken.number}/").status_code == 200
    assert manager.post(f"{URL}{spoken.number}/acknowledge/").status_code == 409
