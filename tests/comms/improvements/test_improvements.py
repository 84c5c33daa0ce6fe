"""Improvements: the flow, the figure before and after, the pages, the API, and the reminder of the review."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from comms.feedback import hear
from comms.improvements import drop, note, propose, review, start
from comms.improvements.figures import Compared
from comms.improvements.telling import remind
from comms.improvements.verbs import edit
from comms.models import Delivery, Improvement
from itsm.tickets.errors import Refused
from tests import factories

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=60)
JSON = {"content_type": "application/json"}
ACTS = {
    "start": lambda item, by: start(item, by=by, now=NOON),
    "note": lambda item, by: note(item, by=by, words="Half-way.", now=NOON),
    "review": lambda item, by: review(item, by=by, outcome="better", effect="Fewer come back.", now=LATER),
    "drop": lambda item, by: drop(item, by=by, reason="Too dear.", now=NOON),
}
REACHED = {"proposed": [], "started": ["start"], "reviewed": ["start", "review"], "dropped": ["drop"]}
LEADS = {
    ("proposed", "start"): "started", ("started", "review"): "reviewed", ("proposed", "drop"): "dropped",
    ("started", "drop"): "dropped",
} | {(state, "note"): state for state in REACHED}  # fmt: skip


@pytest.fixture
def proposed(agent, service):
    return propose(
        title="Reset passwords by phone", owner=agent, by=agent, service=service, measure="opened", now=NOON
    )


@pytest.mark.parametrize("state", REACHED)
@pytest.mark.parametrize("verb", ACTS)
def test_each_verb_leads_where_the_flow_says_or_is_refused(proposed, agent, state, verb):
    for step in REACHED[state]:
        ACTS[step](proposed, agent)
    if (state, verb) in LEADS:
        ACTS[verb](proposed, agent)
    else:
        with pytest.raises(Refused):
            ACTS[verb](proposed, agent)
    assert Improvement.objects.get().state == LEADS.get((state, verb), state)


def opened(amount, at, by, service):
    for _ in range(amount):
        made = factories.incident(by=by, service=service)
        type(made).objects.filter(pk=made.pk).update(opened_at=at)


def test_before_and_after_are_the_figure_as_it_was_on_those_days(proposed, colleague, agent, service):
    """Opened on the service in 28 whole days: 3 before it starts, 1 before it is looked at again; one elsewhere counts nowhere."""
    opened(3, NOON - timedelta(days=5), colleague, service)
    opened(1, NOON - timedelta(days=28), colleague, service)  # on the day before the first
    opened(1, NOON - timedelta(days=5), colleague, factories.ServiceFactory(team=service.team))
    opened(1, LATER - timedelta(days=5), colleague, service)
    start(proposed, by=agent, now=NOON)
    assert proposed.before == {"value": 3.0, "n": 3, "since": "2026-02-12", "until": "2026-03-11"}
    review(proposed, by=agent, outcome="better", effect="Fewer come back.", cost="Two days", now=LATER)
    proposed.refresh_from_db()
    assert (proposed.after["value"], proposed.cost, proposed.effect) == (1, "Two days", "Fewer come back.")
    opened(9, NOON - timedelta(days=5), colleague, service)
    compared = Compared.of(Improvement.objects.get())
    assert (compared.before.value, compared.after.value, compared.change) == (3, 1, "−2")


@pytest.mark.parametrize(
    ("before", "after", "tone"), [(20, 10, "kept"), (10, 20, "broken"), (10, 10, ""), (10, None, "")]
)
def test_a_change_is_judged_by_which_way_is_better(before, after, tone):
    kept = [
        {"value": value, "n": 40, "since": "2026-01-01", "until": "2026-01-28"} for value in (before, after)
    ]
    item = Improvement(measure="reopened", before=kept[0], after=kept[1])
    assert Compared.of(item).tone == tone


def test_without_a_figure_it_is_told_in_words_alone(agent):
    made = propose(title="Greet people", owner=agent, by=agent, now=NOON)
    start(made, by=agent, now=NOON)
    assert (made.before, Compared.of(made)) == (None, None)


def test_its_figure_stays_once_it_has_started(proposed, agent):
    edit(proposed, by=agent, measure="resolved", title="By phone")
    start(proposed, by=agent, now=NOON)
    edit(proposed, by=agent, measure="opened", title="By phone, at night")
    proposed.refresh_from_db()
    assert (proposed.measure, proposed.title) == ("resolved", "By phone, at night")


def test_a_review_lies_ahead_and_comes_in_six_weeks_unless_somebody_says(proposed, agent):
    with pytest.raises(Refused):
        start(proposed, by=agent, review_on=date(2026, 3, 10), now=NOON)
    start(proposed, by=agent, now=NOON)
    assert proposed.review_on == date(2026, 4, 22)


@pytest.mark.parametrize(
    "act",
    [
        lambda item, by: review(item, by=by, outcome="better", effect=" ", now=LATER),
        lambda item, by: drop(item, by=by, reason="", now=NOON),
        lambda item, by: note(item, by=by, words="", now=NOON),
    ],
)
def test_what_came_of_it_is_said_in_words(proposed, agent, act):
    start(proposed, by=agent, now=NOON)
    with pytest.raises(ValidationError):
        act(proposed, agent)


def test_whoever_gets_it_and_whoever_shall_look_again_is_told_once(proposed, agent, outsider):
    assert not Delivery.objects.exists()  # they proposed it themselves
    edit(proposed, by=agent, owner=outsider, now=NOON)
    assert "Ivo Lund gave you an improvement" in Delivery.objects.get().subject
    start(proposed, by=outsider, review_on=date(2026, 4, 1), now=NOON)
    assert remind(now=datetime(2026, 3, 31, 12, tzinfo=UTC)) == 0
    assert remind(now=datetime(2026, 4, 1, 6, tzinfo=UTC)) == 1
    assert remind(now=datetime(2026, 4, 2, 6, tzinfo=UTC)) == 0
    mail = Delivery.objects.latest("pk")
    assert (mail.person, mail.group) == (outsider, "work")
    assert "is it better?" in mail.subject


# Pages ---------------------------------------------------------------------------------------------------------------


def said(owner, **more):
    return {"title": "Reset passwords by phone", "owner": owner.pk, "days": "28", **more}


def test_it_comes_from_feedback_and_both_know_of_each_other(agent, team, colleague, service, as_agent):
    team.first_line = True
    team.save()
    heard = hear(source="page", words="I forgot it at night.", author=colleague, service=service)
    form = as_agent.get("/comms/improvements/new/", {"from": heard.number}).text
    assert "I forgot it at night." in form
    as_agent.post("/comms/improvements/new/", said(agent, **{"from": heard.number, "service": service.pk}))
    made = Improvement.objects.get()
    assert (made.source, made.origin, list(made.feedback.all())) == ("feedback", heard.number, [heard])
    assert heard.get_absolute_url() in as_agent.get(made.get_absolute_url()).text
    assert made.get_absolute_url() in as_agent.get(heard.get_absolute_url()).text


def test_it_comes_from_a_ticket_a_meeting_or_a_figure(agent, colleague, team, as_agent):
    reviewed = factories.incident(by=colleague, team=team)
    for given, source in ((reviewed.number, "review"), ("MTG-7", "meeting"), ("reopened", "figure")):
        as_agent.post("/comms/improvements/new/", said(agent, **{"from": given}))
        made = Improvement.objects.latest("pk")
        assert (made.source, made.origin) == (source, given)
        assert as_agent.get(made.get_absolute_url()).status_code == 200


def test_from_a_figure_come_the_service_and_the_team_it_was_about(service, as_agent):
    page = as_agent.get("/comms/improvements/new/", {"from": "reopened", "service": service.pk, "team": "x"})
    assert f'<option value="{service.pk}" selected>Mail</option>' in page.text
    assert '<option value="reopened" selected>' in page.text


def test_what_is_not_theirs_to_see_is_where_nothing_comes_from(agent, colleague, outsider, as_outsider, team):
    secret = factories.incident(by=colleague, team=team, restricted=True)
    as_outsider.post("/comms/improvements/new/", said(outsider, **{"from": secret.number}))
    assert Improvement.objects.get().source == "ours"


def test_from_the_proposal_to_the_review_on_its_pages(proposed, as_agent, django_assert_max_num_queries):
    url = proposed.get_absolute_url()
    assert as_agent.post(f"{url}start/", {"review_on": "2020-01-01"}).status_code == 422
    as_agent.post(f"{url}start/", {"review_on": ""})
    as_agent.post(f"{url}note/", {"words": "Half-way."})
    as_agent.post(f"{url}review/", {"outcome": "same", "effect": "As before."})
    with django_assert_max_num_queries(15):
        page = as_agent.get(url).text
    assert "Half-way." in page
    assert "Nothing changed" in page
    assert as_agent.post(f"{url}start/", {"review_on": ""}).status_code == 409
    with django_assert_max_num_queries(10):
        assert proposed.number in as_agent.get("/comms/improvements/?state=reviewed").text
    assert proposed.number not in as_agent.get("/comms/improvements/").text


def test_the_register_shows_whose_review_is_due(proposed, agent, as_agent):
    start(proposed, by=agent, now=NOON)
    assert proposed.number in as_agent.get("/comms/improvements/?state=due&mine=true").text


# API -----------------------------------------------------------------------------------------------------------------


def test_all_of_it_by_api(agent, as_agent, service, colleague, team):
    reviewed = factories.incident(by=colleague, team=team)
    body = {"title": "By phone", "owner": agent.pk, "measure": "opened", "origin": reviewed.number}
    made = as_agent.post("/api/v1/improvements/", body, **JSON)
    assert (made.status_code, made.json()["source"]) == (201, "review")
    url = f"/api/v1/improvements/{made.json()['number']}/"
    assert as_agent.patch(url, {"service": service.pk}, **JSON).json()["service"]["name"] == "Mail"
    started = as_agent.post(f"{url}start/", {}, **JSON).json()
    assert (started["state"], started["before"]["value"]) == ("started", 0)
    assert as_agent.post(f"{url}note/", {"words": "Half-way."}, **JSON).status_code == 200
    assert as_agent.post(f"{url}review/", {"outcome": "better"}, **JSON).status_code == 422
    done = as_agent.post(f"{url}review/", {"outcome": "better", "effect": "Fewer."}, **JSON).json()
    assert (done["state"], done["outcome"], done["after"]["value"]) == ("reviewed", "better", 0)
    assert [step["verb"] for step in done["steps"]] == ["propose", "start", "note", "review"]
    assert as_agent.post(f"{url}drop/", {"reason": "No."}, **JSON).status_code == 409
    assert as_agent.get("/api/v1/improvements/?state=reviewed").json()["results"][0]["number"] in url


@pytest.mark.parametrize(
    ("wrong", "field"), [({"measure": "luck"}, "measure"), ({"owner": 0}, "owner"), ({"title": ""}, "title")]
)
def test_what_is_wrong_is_named(agent, as_agent, wrong, field):
    body = {"title": "By phone", "owner": agent.pk, **wrong}
    told = as_agent.post("/api/v1/improvements/", body, **JSON)
    assert (told.status_code, list(told.json()["errors"])) == (422, [field])


def test_of_another_day_to_look_at_it_its_owner_hears_anew(proposed, agent):
    start(proposed, by=agent, review_on=NOON.date(), now=NOON)
    assert remind(now=NOON) == 1
    edit(proposed, by=agent, review_on=LATER.date(), now=NOON)
    assert [remind(now=NOON), remind(now=LATER), remind(now=LATER)] == [0, 1, 0]
