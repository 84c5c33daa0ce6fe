"""Known errors on pages: at the desk, in the portal's box, in a report, on the colleague's ticket."""

import pytest
from django.urls import reverse

from itsm.knowledge.assistant.meaning import meant
from itsm.knowledge.assistant.retrieving import answers_to
from itsm.knowledge.sources import find_everywhere
from itsm.knowledge.suggesting import making
from itsm.people.models import Audience
from problems.models import KnownError, Trial
from tests import factories
from tests.problems.known_errors import kit

SYMPTOM = "screen stays black after sleep"
PLACE = "/problems/known-errors/"


@pytest.fixture
def ticket(known, problem, agent, colleague):
    made = kit.waits(problem, by=agent, person=colleague)
    known.offer(made, by=agent)
    return made


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


# What colleagues find ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "field"), [("help:find", "q"), ("help:like", "title"), ("search", "q")])
def test_typing_the_symptom_shows_it_with_its_way_round(as_colleague, known, name, field):
    found = page(as_colleague, name, **{field: SYMPTOM})
    assert known.title in found
    assert "Unplug the dock" in found.replace("<mark>", "").replace("</mark>", "")


def test_what_is_not_published_is_nowhere_for_colleagues(as_colleague, colleague, draft):
    page_of = reverse("known:known_error", args=[draft.number])
    for state in set(kit.STATES) - {"published"}:
        kit.put(draft, state)
        assert find_everywhere(SYMPTOM, colleague, 5) == []
        assert as_colleague.get(draft.get_absolute_url()).status_code == 404
        assert as_colleague.get(page_of).status_code == 404
        assert as_colleague.post(f"{page_of}answer/", {"answer": "works"}).status_code == 404
        assert draft.title not in page(as_colleague, "known:list")
        assert draft.title not in page(as_colleague, "portal:home")


def test_the_portals_home_leads_to_what_is_known(as_colleague, known):
    home = page(as_colleague, "portal:home")
    assert known.title in home
    assert f'href="{reverse("known:list")}"' in home


def test_whoever_works_the_desk_may_write_them(as_change_manager, as_manager, as_administrator, as_colleague):
    for client in (as_change_manager, as_manager, as_administrator):
        assert client.get(reverse("known_errors:new")).status_code == 200
    assert as_colleague.get(reverse("known_errors:new")).status_code == 404


def test_what_is_written_for_others_is_nowhere_either(as_colleague, colleague, known, agent):
    known.edit(by=agent, audience=Audience.LIMITED, sites=[factories.SiteFactory(name="Bergen")])
    assert find_everywhere(SYMPTOM, colleague, 5) == []
    assert answers_to(meant(SYMPTOM), colleague) == []
    assert as_colleague.get(reverse("known:known_error", args=[known.number])).status_code == 404


def test_the_assistant_tells_the_way_round(known, colleague):
    answer = answers_to(meant("my screen stays black after sleep"), colleague)[0]
    assert (answer.key, answer.kind) == (known.number, "known_error")
    assert "Unplug the dock" in answer.passage


def test_the_desk_finds_its_drafts_and_a_colleague_is_led_to_the_portal(draft, known, agent, as_colleague):
    assert [hit.key for found in find_everywhere(SYMPTOM, agent, 5) for hit in found.hits] == [known.number]
    assert as_colleague.get(known.get_absolute_url()).url == reverse("known:known_error", args=[known.number])


# What they answer -------------------------------------------------------------------------------------------------------


def test_their_ticket_asks_and_takes_the_answer(as_colleague, ticket, known):
    address = reverse("portal:ticket", args=[ticket.number])
    assert "Does the way round work for you?" in as_colleague.get(address).content.decode()
    said = {"answer": "works", "ticket": ticket.number, "environment": "Porto", "solved": "on"}
    answer = as_colleague.post(reverse("known:answer", args=[known.number]), said)
    assert answer.url == address
    ticket.refresh_from_db()
    assert ticket.status == "resolved"
    assert "You said" in as_colleague.get(address).content.decode()


def test_in_the_portal_whoever_reads_it_may_answer_and_change_it_once(as_colleague, known):
    address = reverse("known:answer", args=[known.number])
    assert as_colleague.post(address, {"answer": "works"}).status_code == 302
    assert as_colleague.post(address, {"answer": "fails"}).status_code == 302
    assert as_colleague.post(address, {"answer": "works"}).status_code == 409
    assert Trial.objects.get().answer == "fails"
    assert as_colleague.post(address, {"answer": "perhaps"}).status_code == 422


def test_nobody_is_told_that_a_ticket_is_with_us_again_which_stays_closed(
    as_colleague, colleague, ticket, known
):
    type(ticket).objects.filter(pk=ticket.pk).update(status="closed", open=False)
    address = reverse("known:answer", args=[known.number])
    said = as_colleague.post(address, {"answer": "fails", "ticket": ticket.number}, follow=True)
    assert "Noted: it does not work for you." in said.content.decode()
    assert "with us again" not in said.content.decode()


# At the desk ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", kit.STATES)
def test_every_verb_in_every_state_on_its_page(as_agent, draft, state):
    kit.put(draft, state)
    shown = as_agent.get(draft.get_absolute_url()).content.decode()
    for verb, told in kit.TOLD.items():
        kit.put(draft, state)
        answer = as_agent.post(f"{draft.get_absolute_url()}{verb}/", told)
        draft.refresh_from_db()
        allowed = (state, verb) in kit.ALLOWED
        expected = (302, KnownError.FLOW[verb][1]) if allowed else (409, state)
        assert (verb, answer.status_code, draft.state) == (verb, *expected)
        assert (f"{draft.get_absolute_url()}{verb}/" in shown) is allowed


@pytest.mark.parametrize("state", kit.STATES)
def test_telling_and_changing_in_every_state(as_agent, draft, problem, agent, state):
    kit.waits(problem, by=agent)
    kit.put(draft, state)
    told = as_agent.post(f"{draft.get_absolute_url()}communicate/")
    assert told.status_code == (302 if state == "published" else 409)
    changed = as_agent.post(f"{draft.get_absolute_url()}edit/", written(agent, title="Other words"))
    assert changed.status_code == (409 if state == "retired" else 302)


def written(person, **more):
    return {**kit.ABOUT, "since": "2026-11-02", "owner": person.email, "audience": "everyone", **more}


def test_it_begins_with_what_the_problem_knows(as_agent, problem, agent):
    problem.assess(by=agent, business_value=2)
    form = as_agent.get(f"{PLACE}new/", {"problem": problem.number}).content.decode()
    assert problem.title in form
    assert f'value="{problem.number}"' in form


def test_an_agent_writes_one_and_publishes_it(as_agent, agent, problem):
    made = as_agent.post(f"{PLACE}new/", written(agent, problem=problem.number))
    known = KnownError.objects.get()
    assert made.url == known.get_absolute_url()
    assert (known.problem, known.state, str(known.since)) == (problem, "draft", "2026-11-02")
    as_agent.post(f"{made.url}publish/")
    assert "As colleagues see it" in as_agent.get(made.url).content.decode()


def test_what_is_missing_is_said_at_its_field(as_agent, agent, known):
    answer = as_agent.post(f"{PLACE}{known.number}/edit/", written(agent, workaround=""))
    assert answer.status_code == 422
    assert "Write down the way round" in answer.content.decode()
    wrong = as_agent.post(f"{PLACE}new/", written(agent, problem="PRB-9999"))
    assert "There is no PRB-9999" in wrong.content.decode()


def test_a_word_is_mended_by_whoever_may_not_see_its_problem(as_agent, agent, draft, problem, manager):
    type(problem).objects.filter(pk=problem.pk).update(
        restricted=True, requester=manager, opened_by=manager, assignee=None, team=factories.TeamFactory()
    )
    address = reverse("known_errors:edit", args=[draft.number])
    typed = {"title": "Black after sleep", "symptom": draft.symptom, "since": draft.since, "owner": agent.email,
             "audience": "everyone", "problem": problem.number, "seen": draft.version}  # fmt: skip
    answer = as_agent.post(address, typed)
    assert answer.status_code == 302, answer.context["form"].errors


def test_who_was_slower_keeps_their_words(as_agent, agent, draft):
    answer = as_agent.post(f"{PLACE}{draft.number}/edit/", written(agent, title="Mine", seen=0))
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.content.decode()


def test_a_matching_incident_suggests_it_and_two_presses_offer_it(as_agent, known, agent, colleague, problem):
    ticket = factories.incident(by=colleague, title="Second screen black after sleep", team=problem.team)
    row = next(row for row in making.suggestions(ticket, agent) if row.what == "known_error")
    form = as_agent.post(reverse("suggesting:take", args=[row.pk])).url
    assert "Unplug the dock" in as_agent.get(form).content.decode()
    assert as_agent.post(form).status_code == 302
    assert known.workaround in ticket.events.get(verb="ticket.reply").comment
    assert problem.incidents().filter(pk=ticket.pk).exists()
    assert as_agent.post(form).status_code == 409


def test_nobody_is_offered_what_is_not_written_for_them(as_agent, known, agent, ticket):
    known.edit(by=agent, audience=Audience.DESK)
    answer = as_agent.post(reverse("known_errors:offer", args=[known.number, ticket.number]))
    assert "It is not written for" in answer.content.decode()


def test_a_problem_shows_its_known_errors(known, problem, agent):
    from problems.known_errors.places import of_problem

    assert list(of_problem(problem, agent)["known_errors"]) == [known]


def test_pages_cost_the_same_however_many(
    as_agent, as_colleague, known, problem, agent, ticket, django_assert_max_num_queries
):
    for _n in range(3):
        more = KnownError.write(by=agent, problem=problem, **kit.ABOUT)
        more.publish(by=agent)
        known.answer(factories.PersonFactory(), "works")
    with django_assert_max_num_queries(10):
        as_agent.get(PLACE)
    with django_assert_max_num_queries(15):
        as_agent.get(known.get_absolute_url())
    with django_assert_max_num_queries(10):
        as_colleague.get("/portal/known-errors/")
    with django_assert_max_num_queries(15):
        as_colleague.get(reverse("portal:ticket", args=[ticket.number]))
