"""The page of the moment and the page after it, as people use them."""

import pytest

from changes.contract import acts
from changes.doing import ticking
from changes.models import Change, ContractLine
from itsm.people import roles
from itsm.tickets.models import Link
from tests.factories import PersonFactory, incident


@pytest.fixture
def page(running):
    return f"/changes/{running.number}/carry-out/"


def test_the_page_shows_the_plan_the_way_back_and_what_breaks(
    running, agent, signed_in, page, colleague, service
):
    incident(by=colleague, service=service, title="No mail since nine")
    shown = signed_in(agent).get(page).content.decode()
    assert "Stop mail" in shown
    assert "no way back after this" in shown
    assert "The old certificate is put back." in shown
    assert "No mail since nine" in shown
    assert "0 of 2 steps done</b>" in shown
    assert "about 35 minutes to go" in shown


def test_one_press_ticks_a_step_with_a_note(running, agent, signed_in, page):
    step = running.steps.first()
    answer = signed_in(agent).post(
        f"/changes/{running.number}/steps/{step.pk}/tick/", {"note": "All quiet."}, follow=True
    )
    assert answer.redirect_chain[-1][0] == page
    assert "All quiet." in answer.content.decode()
    assert "1 of 2 steps done" in answer.content.decode()


def test_whoever_ticks_goes_on_at_the_same_step(running, agent, signed_in):
    first, second = running.steps.all()[:2]
    answer = signed_in(agent).post(
        f"/changes/{running.number}/steps/{first.pk}/tick/",
        {"note": "All quiet."},
        headers={"HX-Request": "true", "HX-Target": "doing"},
    )
    shown = answer.content.decode()
    assert f'id="tick-{first.pk}" data-acted' in shown
    assert f'id="tick-{second.pk}" data-acted' not in shown


def test_the_second_press_says_who_was_first(running, agent, outsider, signed_in):
    step = running.steps.first()
    ticking.tick(step, by=agent)
    answer = signed_in(outsider).post(f"/changes/{running.number}/steps/{step.pk}/tick/", follow=True)
    assert "Ivo Lund has ticked “Stop mail” already." in answer.content.decode()


def test_it_is_fetched_again_by_itself(running, agent, signed_in, page):
    part = signed_in(agent).get(page, headers={"HX-Request": "true", "HX-Target": "doing"}).content.decode()
    assert part.lstrip().startswith('<div id="doing"')


def test_who_may_not_carry_out_may_look_and_not_tick(running, signed_in, page):
    manager = PersonFactory(roles=[roles.MANAGER])
    shown = signed_in(manager).get(page).content.decode()
    assert "/tick/" not in shown
    assert (
        signed_in(manager)
        .post(f"/changes/{running.number}/steps/{running.steps.first().pk}/tick/")
        .status_code
        == 403
    )


def test_a_step_of_another_change_is_not_found_here(running, agent, signed_in):
    other = Change.propose(
        by=agent, title="Another", team=running.team, steps=[{"what": "Look", "minutes": 1}]
    )
    address = f"/changes/{running.number}/steps/{other.steps.get().pk}/tick/"
    assert signed_in(agent).post(address).status_code == 404


def test_both_pages_cost_the_same_however_much_breaks(
    running, agent, signed_in, page, colleague, service, django_assert_max_num_queries
):
    client = signed_in(agent)
    client.get(page)
    for _number in range(12):
        incident(by=colleague, service=service)
    with django_assert_max_num_queries(15):
        client.get(page)
    running.finish(words="Done.", by=agent)
    with django_assert_max_num_queries(15):
        client.get(f"/changes/{running.number}/review/")


# The review -----------------------------------------------------------------------------------------------------------


def test_the_review_shows_plan_and_course_and_offers_what_broke_meanwhile(
    running, agent, change_manager, signed_in, colleague, service
):
    broken = incident(by=colleague, service=service, title="Calendar is empty")
    ticking.tick(running.steps.first(), by=agent)
    running.finish(words="Done.", by=agent)
    client, page = signed_in(change_manager), f"/changes/{running.number}/review/"
    assert "Calendar is empty" in client.get(page).content.decode()
    client.post(f"/changes/{running.number}/caused/{broken.number}/")
    assert Link.objects.filter(source=broken.pk, target=running.pk, kind=Link.Kind.CAUSED_BY).exists()
    shown = client.get(page).content.decode()
    assert "Opened on the affected services meanwhile" not in shown
    assert "Calendar is empty" in shown


def test_a_contract_that_was_let_go_is_a_line_in_the_review(running, agent, change_manager, signed_in):
    """It was let go before the start; the review says so, and why."""
    line = running.contract.create(label="the plant", who={"people": [agent.pk]}, share=50)
    Change.objects.filter(pk=running.pk).update(started_at=None)
    acts.override(
        ContractLine.objects.get(pk=line.pk), reason="The line stands still tonight.", by=change_manager
    )
    shown = signed_in(agent).get(f"/changes/{running.number}/review/").content.decode()
    assert "The line stands still tonight." in shown
    assert "the plant" in shown


def test_the_verbs_of_the_contract_are_offered_where_something_is_owed(
    running, agent, change_manager, signed_in
):
    running.contract.create(label="the plant", who={"people": [agent.pk]}, share=50)
    Change.objects.filter(pk=running.pk).update(started_at=None, status="scheduled")
    address = f"/changes/{running.number}/override-contract/"
    assert signed_in(agent).get(address).status_code == 403
    client = signed_in(change_manager)
    assert "the plant" in client.get(address).content.decode()
    assert client.post(address, {"line": running.contract.get().pk, "reason": ""}).status_code == 422
    client.post(address, {"line": running.contract.get().pk, "reason": "Nobody works there tonight."})
    assert running.contract.get().overridden_by == change_manager
