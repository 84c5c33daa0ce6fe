"""Each answer is held to account: solved or not, a day later, and whoever wrote what was wrong hears of it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from catalog.models import Category, Offering, OfferingEdition, ServiceRequest
from itsm.insights.measures import Filter, measure, one
from itsm.insights.measures.assistant import TALKS
from itsm.knowledge.asking import in_vain
from itsm.knowledge.assistant.outcomes import decide, wrong_answers
from itsm.knowledge.assistant.talking import ask
from itsm.knowledge.models import Article, Talk, Turn
from tests.factories import incident

NOW = timezone.now()
YESTERDAY = NOW - timedelta(hours=25)


@pytest.fixture(autouse=True)
def desk(team):
    team.become_first_line()
    cache.clear()


@pytest.fixture
def article(agent):
    return Article.objects.create(
        owner=agent, state="published", title="Paper jam", audience="everyone", body="Pull."
    )


def talk(person, *, at=YESTERDAY, source=None, thumb=None):
    made = Talk.objects.create(person=person, began_at=at, last_at=at)
    Turn.objects.create(talk=made, side="colleague", at=at, words="Paper jam?")
    about = {"sources": [source], "knows": True} if source else {}
    Turn.objects.create(talk=made, side="assistant", at=at, words="So:", thumb=thumb, **about)
    return made


def cited(article):
    return {"kind": "article", "key": article.number, "title": article.title, "url": "/", "passage": "Pull."}


def outcome(made):
    made.refresh_from_db()
    return made.outcome


def test_a_day_without_a_word_is_solved_if_there_was_an_answer(colleague, article):
    answered, empty = talk(colleague, source=cited(article)), talk(colleague)
    young = talk(colleague, at=NOW - timedelta(hours=23), source=cited(article))
    decide(now=NOW)
    decide(now=NOW)
    assert [outcome(one) for one in (answered, empty, young)] == ["solved", "unanswered", "open"]


def test_who_writes_to_us_within_a_day_came_back_and_the_owner_hears_of_it(
    colleague, agent, outsider, article
):
    made = talk(colleague, at=NOW - timedelta(hours=2), source=cited(article))
    incident(by=colleague, title="Paper jam", now=NOW - timedelta(hours=1))
    decide(now=NOW)
    assert outcome(made) == "came_back"
    assert [turn.asked for turn in wrong_answers(agent)] == ["Paper jam?"]
    assert not wrong_answers(outsider)
    assert wrong_answers().count() == 1


def test_a_ticket_after_a_day_is_another_matter(colleague, article):
    made = talk(colleague, at=NOW - timedelta(hours=50), source=cited(article))
    incident(by=colleague, title="Paper jam", now=NOW - timedelta(hours=20))
    decide(now=NOW)
    assert outcome(made) == "solved"


def test_who_asked_for_what_the_answer_led_to_is_served(colleague, agent, team):
    made = talk(
        colleague,
        at=YESTERDAY,
        source={"kind": "offering", "key": "laptop", "title": "Laptop", "url": "/", "passage": ""},
    )
    shelf = Category.objects.create(name="Equipment")
    offering = Offering.objects.create(
        key="laptop", title="Laptop", state="published", category=shelf, owner=agent, team=team
    )
    offering.edition = OfferingEdition.objects.create(
        offering=offering, number=1, state="published", by=agent, title="Laptop"
    )
    offering.save()
    ServiceRequest.ask(offering.edition, {}, by=colleague, now=NOW - timedelta(hours=24, minutes=30))
    decide(now=NOW)
    assert outcome(made) == "solved"


def test_the_figures_count_what_is_decided(colleague, agent, article):
    for source in [cited(article)] * 3 + [None]:
        talk(colleague, source=source)
    decide(now=NOW)
    chosen = Filter(since=NOW - timedelta(days=3), until=NOW)
    counted = TALKS.among(chosen).values_list("outcome", flat=True)
    assert sorted(counted) == ["solved", "solved", "solved", "unanswered"]
    assert one(measure("assistant_solved"), chosen).n == 4


def test_what_nobody_could_answer_was_looked_for_in_vain(colleague):
    ask("who feeds the cat", by=colleague)
    ask("thanks", by=colleague)
    assert [row["words"] for row in in_vain()] == ["who feeds the cat"]


def test_what_was_handed_over_stays_so(colleague):
    made = talk(colleague)
    made.hand_over(lambda kept: incident(by=colleague), now=NOW)
    decide(now=NOW)
    assert outcome(made) == "handed_over"


def test_a_thumb_down_lists_the_answer_until_somebody_saw_to_it(as_colleague, as_agent, colleague, article):
    answer = talk(colleague, source=cited(article)).turns.last()
    press = f"/portal/assistant/answers/{answer.pk}/thumb/"
    as_colleague.post(press, {"thumb": "down"})
    page = as_agent.get("/knowledge/answers/").content.decode()
    assert "Paper jam?" in page
    assert article.number in page
    assert colleague.name not in page
    assert "Seen to" in page
    assert as_agent.get("/api/v1/wrong-answers/").json()["results"][0]["articles"] == [article.number]
    as_agent.post(f"/knowledge/answers/{answer.pk}/seen/")
    assert "Paper jam?" not in as_agent.get("/knowledge/answers/").content.decode()
    as_colleague.post(press, {"thumb": "up"})
    answer.refresh_from_db()
    assert (answer.thumb, answer.wrong_at) == (True, None)


def test_the_list_costs_the_same_with_more_rows(as_agent, colleague, article, django_assert_max_num_queries):
    for _n in range(5):
        talk(colleague, source=cited(article)).turns.last().judge(up=False, now=NOW)
    with django_assert_max_num_queries(10):
        assert as_agent.get("/knowledge/answers/").content.count(b"Paper jam?") == 5
