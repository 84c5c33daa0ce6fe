"""What can happen to a word that was heard: each pair of state and verb, the promise, and that nothing ends without words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comms.feedback import answer, decline, finish, give, hear, plan, rate_again, say, sort, tell_all
from comms.models import Feedback, Theme
from itsm.tickets.errors import Refused
from tests import factories
from tests.comms.feedback.moments import NOON

LATER = NOON + timedelta(days=1)
SPEAKING = {
    "answer": lambda item, by: answer(item, "We look at it.", by, now=LATER),
    "plan": lambda item, by: plan(item, "A new drum is ordered.", by, date(2026, 4, 1), now=LATER),
    "finish": lambda item, by: finish(item, "It has a new drum.", by, now=LATER),
    "decline": lambda item, by: decline(item, "It leaves in May.", by, now=LATER),
}
OTHERS = {
    "give": lambda item, by: give(item, by=by, team=item.team, now=LATER),
    "sort": lambda item, by: sort(item, None, by=by, now=LATER),
    "tell_all": lambda item, by: tell_all(item, you_said="It prints blank.", we_did="We mended it.", by=by, now=LATER),
    "say": lambda item, by: say(item, "Floor 3, too.", by, now=LATER),
    "rate": lambda item, by: rate_again(item, 4, by, now=LATER),
}  # fmt: skip
REACHED = {"heard": [], "planned": ["plan"], "done": ["finish"], "not_now": ["decline"]}
LEADS = {
    ("heard", "answer"): "heard", ("heard", "plan"): "planned", ("heard", "finish"): "done", ("heard", "decline"): "not_now",
    ("planned", "answer"): "planned", ("planned", "plan"): "planned", ("planned", "finish"): "done", ("planned", "decline"): "not_now",
    ("heard", "give"): "heard", ("planned", "give"): "planned", ("done", "rate"): "done", ("not_now", "rate"): "not_now",
} | {(state, verb): state for state in REACHED for verb in ("sort", "tell_all", "say")}  # fmt: skip


@pytest.mark.parametrize("state", REACHED)
@pytest.mark.parametrize("verb", [*SPEAKING, *OTHERS])
def test_each_verb_leads_where_the_flow_says_or_is_refused(heard, agent, state, verb):
    for step in REACHED[state]:
        SPEAKING[step](heard, agent)
    act = (SPEAKING | OTHERS)[verb]
    if (state, verb) in LEADS:
        act(heard, agent)
        assert Feedback.objects.get().state == LEADS[state, verb]
    else:
        with pytest.raises(Refused):
            act(heard, agent)
        assert Feedback.objects.get().state == state


def test_it_has_an_owner_and_a_promise_at_once(heard, lead, team, service):
    assert (heard.owner, heard.team, heard.service, heard.state) == (lead, team, service, "heard")
    # Wednesday 12:00, five working days of Monday to Friday: the Wednesday after, at the same time.
    assert heard.due_at == datetime(2026, 3, 18, 12, tzinfo=UTC)
    assert heard.number.startswith("FBK-")


def test_whoever_has_the_ticket_answers_where_no_service_says_who(lead, team, colleague):
    about = factories.incident(by=colleague, team=team)
    assert hear(source="survey", rating=1, author=colleague, ticket=about, now=NOON).team == team


def test_a_team_without_a_lead_owns_it_together(heard, lead, team, service, colleague):
    lead.is_active = False
    lead.save()
    second = hear(source="page", words="And it is loud.", author=colleague, service=service, now=NOON)
    assert (second.owner, second.whose) == (None, team)


def test_a_word_needs_words_but_a_rating_says_enough(lead, colleague):
    with pytest.raises(ValidationError):
        hear(source="page", words=" ", author=colleague)
    assert hear(source="survey", rating=2, author=colleague).short == "Rated 2 of 5"


@pytest.mark.parametrize("verb", SPEAKING)
def test_each_of_the_four_answers_and_keeps_the_promise(heard, agent, verb):
    SPEAKING[verb](heard, agent)
    heard.refresh_from_db()
    assert (heard.answered_at, heard.waiting_since) == (LATER, None)
    assert heard.steps.get(verb="hear").answered_at == LATER


@pytest.mark.parametrize("verb", [answer, plan, finish, decline])
def test_nothing_ends_or_moves_without_words(heard, agent, verb):
    with pytest.raises(ValidationError):
        verb(heard, "  ", agent)
    heard.refresh_from_db()
    assert (heard.state, heard.steps.count()) == ("heard", 1)


@pytest.mark.parametrize("state", ["planned", "done", "not_now"])
def test_the_table_itself_ends_nothing_unanswered(heard, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.update(state=state)


def test_nobody_plans_for_yesterday(heard, agent):
    with pytest.raises(Refused):
        plan(heard, "Soon.", agent, date(2026, 3, 10), now=NOON)


def test_the_first_answer_stays_the_first(heard, agent):
    answer(heard, "We look at it.", agent, now=LATER)
    finish(heard, "It has a new drum.", agent, now=LATER + timedelta(days=9))
    heard.refresh_from_db()
    assert heard.answered_at == LATER


def test_still_bad_goes_on_with_a_new_promise_and_the_old_one_stays_kept(heard, agent, colleague):
    finish(heard, "It has a new drum.", agent, now=LATER)
    rate_again(heard, 2, colleague, "Still blank.", now=LATER + timedelta(days=1))
    heard.refresh_from_db()
    assert (heard.state, heard.waiting_since, heard.ended_at) == ("heard", LATER + timedelta(days=1), None)
    assert heard.due_at == datetime(2026, 3, 20, 12, tzinfo=UTC)
    assert list(heard.steps.exclude(due_at=None).values_list("verb", "answered_at")) == [
        ("hear", LATER),
        ("reopen", None),
    ]


def test_good_now_is_kept_beside_the_first_rating(heard, agent, colleague):
    finish(heard, "It has a new drum.", agent, now=LATER)
    rate_again(heard, 4, colleague, now=LATER)
    heard.refresh_from_db()
    assert (heard.state, heard.rated_again) == ("done", 4)
    with pytest.raises(Refused):
        rate_again(heard, 6, colleague, now=LATER)


def test_whom_it_is_given_to_is_of_the_team(heard, agent, outsider):
    with pytest.raises(Refused):
        give(heard, by=agent, team=heard.team, owner=outsider, now=LATER)
    give(heard, by=agent, team=outsider.teams.get(), owner=outsider, now=LATER)
    heard.refresh_from_db()
    assert (heard.owner, heard.due_at) == (outsider, datetime(2026, 3, 18, 12, tzinfo=UTC))


def test_without_a_name_it_ends_only_in_words_to_everybody(lead, service, agent):
    nameless = hear(source="survey", words="Too slow.", rating=1, service=service, now=NOON)
    with pytest.raises(ValidationError):
        finish(nameless, "It is faster.", agent, now=LATER)
    finish(nameless, "It is faster.", agent, now=LATER, you_said="Mail is slow", we_did="A faster server.")
    assert list(Feedback.objects.told_to_all()) == [nameless]
    with pytest.raises(ValidationError):
        tell_all(nameless, you_said="", we_did="", by=agent, now=LATER)


def test_a_theme_is_part_of_the_history(heard, agent):
    sort(heard, Theme.objects.create(name="Printing"), by=agent, now=LATER)
    assert heard.steps.get(verb="sort").to == "Printing"
