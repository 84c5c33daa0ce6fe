"""Known errors by API: the same verbs, refusals and readers as on the pages."""

import pytest

from problems.models import KnownError, Trial
from tests import factories
from tests.problems.known_errors import kit

PLACE = "/api/v1/known-errors/"
JSON = {"content_type": "application/json"}


def post(client, known, verb, body=None):
    return client.post(f"{PLACE}{known.number}/{verb}/", body or {}, **JSON)


@pytest.mark.parametrize("state", kit.STATES)
def test_every_verb_in_every_state(as_agent, draft, state):
    for verb, told in kit.TOLD.items():
        kit.put(draft, state)
        answer = post(as_agent, draft, verb, told)
        draft.refresh_from_db()
        expected = (200, KnownError.FLOW[verb][1]) if (state, verb) in kit.ALLOWED else (409, state)
        assert (verb, answer.status_code, draft.state) == (verb, *expected)


@pytest.mark.parametrize("state", kit.STATES)
def test_telling_offering_answering_and_changing_in_every_state(as_agent, draft, problem, agent, state):
    first, second = (kit.waits(problem, by=agent) for _n in range(2))
    kit.put(draft, state)
    published = state == "published"
    assert post(as_agent, draft, "offer", {"ticket": first.number}).status_code == (200 if published else 409)
    told = post(as_agent, draft, "communicate")
    assert told.status_code == (202 if published else 409)
    assert post(as_agent, draft, "answer", {"answer": "works"}).status_code == (200 if published else 409)
    changed = as_agent.patch(f"{PLACE}{draft.number}/", {"affected": "Everyone with a dock"}, **JSON)
    assert changed.status_code == (409 if state == "retired" else 200)
    if published:
        assert told.json() == {"tickets": 1}
        assert second.number


def test_what_is_not_published_does_not_exist_for_colleagues(as_colleague, draft):
    for state in set(kit.STATES) - {"published"}:
        kit.put(draft, state)
        assert as_colleague.get(PLACE).json()["results"] == []
        assert as_colleague.get(f"{PLACE}{draft.number}/").status_code == 404
        assert post(as_colleague, draft, "answer", {"answer": "works"}).status_code == 404


def test_a_colleague_reads_and_answers_and_is_told_nothing_of_the_desk(as_colleague, known):
    told = as_colleague.get(f"{PLACE}{known.number}/").json()
    assert told["workaround"] == known.workaround
    assert not {"cause", "history", "owner", "problem"} & told.keys()
    assert (
        post(as_colleague, known, "answer", {"answer": "fails", "environment": "Porto"}).json()["answer"]
        == "fails"
    )
    assert as_colleague.get(f"{PLACE}{known.number}/").json()["answer"] == "fails"
    assert post(as_colleague, known, "answer", {"answer": "perhaps"}).status_code == 422


def test_the_rest_is_not_there_for_colleagues(as_colleague, known):
    for verb in ("publish", "reopen", "fix", "retire", "communicate", "offer"):
        assert post(as_colleague, known, verb).status_code == 404
    for what in ("rates", "trials"):
        assert as_colleague.get(f"{PLACE}{known.number}/{what}/").status_code == 404


def test_who_may_not_write_only_reads(as_colleague, known):
    assert as_colleague.get(f"{PLACE}{known.number}/").status_code == 200
    assert post(as_colleague, known, "retire", {"reason": "No."}).status_code in {403, 404}


def test_one_is_written_once_and_says_what_is_missing(as_agent, problem):
    body = {**kit.ABOUT, "problem": problem.number}
    made = [as_agent.post(PLACE, body, headers={"Idempotency-Key": "7f3b"}, **JSON) for _n in range(2)]
    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json()["number"] == made[1].json()["number"] == KnownError.objects.get().number
    wrong = as_agent.post(PLACE, {"title": "Black", "audience": "limited", "symptom": "Black."}, **JSON)
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["audience"])
    strange = as_agent.post(PLACE, {**body, "problem": "PRB-9"}, **JSON)
    assert list(strange.json()["errors"]) == ["problem"]


def test_who_was_slower_gets_a_409(as_agent, draft):
    body = {"title": "Black", "seen": draft.version}
    assert as_agent.patch(f"{PLACE}{draft.number}/", body, **JSON).status_code == 200
    assert as_agent.patch(f"{PLACE}{draft.number}/", {**body, "title": "Dark"}, **JSON).status_code == 409


def test_the_desk_reads_rates_and_who_said_what(as_agent, known, problem, agent):
    ticket = kit.waits(problem, by=agent)
    known.offer(ticket, by=agent)
    known.answer(ticket.requester, "works", words="Thanks")
    rates = as_agent.get(f"{PLACE}{known.number}/rates/").json()
    assert rates == [{"environment": "Porto", "works": 1, "fails": 0}]
    [trial] = as_agent.get(f"{PLACE}{known.number}/trials/").json()["results"]
    assert (trial["ticket"], trial["answer"], trial["words"]) == (ticket.number, "works", "Thanks")


def test_a_list_costs_the_same_however_long(as_agent, known, agent, django_assert_max_num_queries):
    for _n in range(3):
        KnownError.write(by=agent, **kit.ABOUT)
    Trial.objects.bulk_create(Trial(known_error=known, person=factories.PersonFactory()) for _n in range(3))
    with django_assert_max_num_queries(5):
        assert len(as_agent.get(PLACE, {"state": "draft"}).json()["results"]) == 3
    with django_assert_max_num_queries(6):
        assert len(as_agent.get(f"{PLACE}{known.number}/trials/").json()["results"]) == 3
