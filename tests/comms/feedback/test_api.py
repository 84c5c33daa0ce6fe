"""Feedback by API: what a page can do, and who is told what."""

from datetime import date

import pytest

from comms.feedback import answer, finish, hear, sort
from comms.models import Feedback, Theme
from tests import factories
from tests.factories import PersonFactory

API = "/api/v1/feedback/"
JSON = {"content_type": "application/json"}


def post(client, item, verb, said=None):
    return client.post(f"{API}{item.number}/{verb}/", said or {}, **JSON)


def test_everyone_speaks_up_and_hears_by_when_they_are_answered(lead, as_colleague, colleague, team):
    mine = factories.incident(by=colleague, team=team)
    told = as_colleague.post(API, {"words": "Too slow.", "ticket": mine.number.lower()}, **JSON)
    assert told.status_code == 201
    found = told.json()
    assert (found["state"], found["owner"]["name"], found["ticket"]) == ("heard", "Ivo Lund", mine.number)
    assert found["due_at"] == found["steps"][0]["due_at"] is not None
    assert not {"theme", "page", "you_said", "allowed_verbs"} & found.keys()


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, "words"),
        ({"words": "  "}, "words"),
        ({"kind": "idea", "words": "Coffee"}, "title"),
        ({"words": "x", "ticket": "INC-999999"}, "ticket"),
        ({"words": "x", "notice": "NTC-999999"}, "notice"),
        ({"kind": "praise", "words": "x"}, "kind"),
    ],
)
def test_what_is_missing_is_named(lead, as_colleague, said, missing):
    told = as_colleague.post(API, said, **JSON)
    assert (told.status_code, list(told.json()["errors"])) == (422, [missing])
    assert not Feedback.objects.exists()


def test_only_the_desk_writes_down_what_others_said(lead, colleague, as_colleague, as_agent, agent):
    said = {"words": "Slow.", "author": colleague.pk}
    told = as_agent.post(API, said, **JSON).json()
    assert (told["author"]["name"], told["source"], told["steps"][0]["to"]) == (
        "Ana Reis",
        "talk",
        "Ivo Lund",
    )
    refused = as_colleague.post(API, {**said, "author": agent.pk}, **JSON)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["author"])


def test_sent_again_under_the_same_key_it_is_heard_once(lead, as_colleague):
    for _ in range(2):
        told = as_colleague.post(API, {"words": "Slow."}, **JSON, HTTP_IDEMPOTENCY_KEY="once")
        assert told.status_code == 201
    assert Feedback.objects.count() == 1


def test_the_desk_answers_sorts_plans_and_finishes(heard, as_agent, outsider):
    theme = as_agent.post("/api/v1/themes/", {"name": "Printing"}, **JSON).json()
    assert post(as_agent, heard, "sort", {"theme": theme["id"]}).json()["theme"]["name"] == "Printing"
    assert post(as_agent, heard, "answer", {"words": "We look."}).json()["waiting_since"] is None
    ahead = date(2999, 1, 1).isoformat()
    planned = post(as_agent, heard, "plan", {"words": "Ordered.", "by_when": ahead}).json()
    assert (planned["state"], planned["planned_for"]) == ("planned", ahead)
    given = post(as_agent, heard, "give", {"team": outsider.teams.get().pk, "owner": outsider.pk}).json()
    assert given["owner"]["name"] == "Noor Haddad"
    done = post(as_agent, heard, "finish", {"words": "A new drum.", "you_said": "Blank", "we_did": "A drum"})
    assert done.json()["state"] == "done"
    assert [step["verb"] for step in done.json()["steps"]] == [
        "hear",
        "sort",
        "answer",
        "plan",
        "give",
        "finish",
    ]
    (said,) = as_agent.get(f"{API}said/").json()["results"]
    assert (said["you_said"], said["we_did"]) == ("Blank", "A drum")
    (theme,) = as_agent.get("/api/v1/themes/").json()["results"]
    assert (theme["n"], theme["open"]) == (1, 0)


@pytest.mark.parametrize("verb", ["answer", "plan", "finish", "decline"])
def test_nothing_ends_without_words(heard, as_agent, verb):
    missing = "reason" if verb == "decline" else "words"
    told = post(as_agent, heard, verb, {missing: " "})
    assert (told.status_code, list(told.json()["errors"])) == (422, [missing])


def test_without_a_name_it_needs_words_for_everybody(lead, service, as_agent):
    nameless = hear(source="survey", words="Slow.", rating=1, service=service)
    told = post(as_agent, nameless, "decline", {"reason": "Next year."})
    assert (told.status_code, list(told.json()["errors"])) == (422, ["you_said"])
    said = {"reason": "Next year.", "you_said": "It is slow", "we_did": "Next year."}
    assert post(as_agent, nameless, "decline", said).status_code == 200


def test_what_is_not_possible_now_is_a_conflict(heard, agent, as_agent, as_colleague):
    assert post(as_colleague, heard, "rate", {"rating": 1}).status_code == 409
    finish(heard, "Done.", agent)
    assert post(as_agent, heard, "plan", {"words": "Ordered."}).status_code == 409


def test_its_author_says_how_it_is_now(heard, agent, as_colleague):
    finish(heard, "Done.", agent)
    told = post(as_colleague, heard, "rate", {"rating": 1, "words": "Still blank."}).json()
    assert (told["state"], told["rated_again"], told["steps"][-1]["verb"]) == ("heard", 1, "reopen")
    assert post(as_colleague, heard, "say", {"words": "Floor 3."}).json()["steps"][-1]["words"] == "Floor 3."


def test_everybody_reads_an_idea_and_nobody_somebody_elses_words(heard, idea, agent, signed_in):
    sort(idea, Theme.objects.create(name="Moaning"), by=agent)
    answer(idea, "We like it.", agent)
    stranger = signed_in(PersonFactory())
    assert [row["number"] for row in stranger.get(API).json()["results"]] == [idea.number]
    assert stranger.get(f"{API}{heard.number}/").status_code == 404
    told = stranger.get(f"{API}{idea.number}/").json()
    assert [step["verb"] for step in told["steps"]] == ["hear", "answer"]
    assert not {"rating", "source", "ticket", "theme"} & told.keys()
    assert post(stranger, idea, "vote").json()["votes"] == 1
    assert post(stranger, idea, "vote").json()["votes"] == 1
    assert post(stranger, idea, "take-back").json()["votes"] == 0
    assert post(stranger, heard, "vote").status_code == 404


def test_the_list_is_asked_like_the_page(heard, idea, agent, as_agent):
    finish(idea, "There.", agent)

    def numbers(asked):
        return [row["number"] for row in as_agent.get(API, asked).json()["results"]]

    assert numbers({"state": "waiting"}) == numbers({"mine": "true", "state": "open"}) == [heard.number]
    assert numbers({"kind": "idea"}) == [idea.number]
    assert numbers({"theme": "null"}) == [idea.number, heard.number]
    assert as_agent.get(API, {"state": "lost"}).status_code == 422


def test_a_list_costs_the_same_for_one_and_for_many(
    heard, colleague, service, as_agent, django_assert_max_num_queries
):
    as_agent.get(API)
    with django_assert_max_num_queries(10) as one:
        as_agent.get(API)
    for _ in range(5):
        hear(source="page", words="Slow.", author=colleague, service=service)
    with django_assert_max_num_queries(len(one)):
        as_agent.get(API)
