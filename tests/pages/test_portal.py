"""The colleague's home: what is broken, where my things are, what is usual, what is next."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from catalog.models import ServiceRequest
from comms.notices.mine import BROKEN
from itsm.people import roles
from itsm.tickets import hints
from itsm.tickets.models import Holder, UsualTime
from itsm.tickets.whereabouts import HAS_IT, NEXT, of
from tests.catalog.kit import offering, request
from tests.factories import PersonFactory, incident
from tests.pages.test_statements import statements

PAGE = 15


@pytest.fixture(autouse=True)
def cold():
    cache.clear()
    hints.forget(BROKEN)


@pytest.fixture
def laptop(agent, team):
    return offering(by=agent, team=team)


def usual(kind, about, step, hours):
    UsualTime.objects.create(kind=kind, about=about, step=step, seconds=hours * 3600, n=34)


def home(client):
    return client.get("/portal/").content.decode()


def test_the_home_says_where_each_thing_is_and_what_is_usual(as_colleague, colleague, service, agent, laptop):
    ticket, asked = incident(by=colleague, service=service), request(laptop, by=colleague)
    ticket.take(by=agent)
    usual("incident", service.pk, 1, 20)
    usual("request", laptop.pk, ServiceRequest.STEPS[asked.status], 48)
    page = home(as_colleague)
    assert "We work on it" in page
    assert "Ivo Lund has it" in page
    assert "usually 1 day" in page
    assert "usually 2 days" in page
    assert "Half of the 34 like it" in page


def test_what_waits_for_the_colleague_stands_first(as_colleague, colleague, service, agent):
    old, new = (incident(by=colleague, service=service, title=title) for title in ("Old lid", "New lid"))
    old.hold(reason="colleague", question="Which lid is it?", by=agent)
    page = home(as_colleague)
    assert page.index("Old lid") < page.index("New lid")
    assert "Your move: we asked you something" in page


def test_what_is_done_is_confirmed_on_the_home_itself(as_colleague, colleague, service, agent):
    ticket = incident(by=colleague, service=service)
    ticket.resolve(resolution="fixed", words="It works again.", by=agent)
    assert "It works</button>" not in home(as_colleague)  # the name of the thing stands in the button, too
    assert f"/incidents/{ticket.number}/confirm/" in home(as_colleague)
    as_colleague.post(f"/incidents/{ticket.number}/confirm/")
    page = home(as_colleague)
    assert f"/incidents/{ticket.number}/confirm/" not in page
    assert "Done in the last 90 days" in page


def test_a_colleague_follows_what_they_asked_for_another_and_the_desk_does_not(
    signed_in, colleague, agent, service
):
    boss = PersonFactory(name="Boss")
    incident(by=boss, requester=colleague, service=service, title="Her lid")
    incident(by=agent, requester=colleague, service=service, title="His lid")
    assert "Her lid" in home(signed_in(boss))
    assert "His lid" not in home(signed_in(agent))


def test_others_things_and_what_is_long_over_are_not_there(as_colleague, colleague, service):
    incident(by=PersonFactory(), service=service, title="Not mine")
    old = incident(by=colleague, service=service, title="Long over")
    past = timezone.now() - timedelta(days=91)
    type(old).objects.filter(pk=old.pk).update(status="closed", open=False, closed_at=past)
    page = home(as_colleague)
    assert "Not mine" not in page
    assert "Long over" not in page


def test_every_holder_has_words_for_who_has_it_and_for_what_is_next(colleague, service, agent):
    assert set(Holder) - set(HAS_IT) == {Holder.APPROVER}  # that one is named
    assert set(NEXT) == set(Holder)
    ticket = incident(by=colleague, service=service)
    ticket.take(by=agent)
    for holder in Holder:
        ticket.holder = holder
        here = of(ticket, PersonFactory())
        assert here.holder
        assert here.next
        assert "%" not in here.holder + here.next


def test_who_waits_for_a_yes_is_told_whose(colleague, service):
    ticket = incident(by=colleague, service=service)
    ticket.holder, ticket.strip = Holder.APPROVER, [["approver", "Marit Sand", 0, None]]
    assert of(ticket, colleague).holder == "Waits for Marit Sand to agree"


def test_the_page_of_a_thing_answers_where_what_next_and_whom(as_colleague, colleague, service, agent):
    ticket = incident(by=colleague, service=service)
    ticket.take(by=agent)
    usual("incident", service.pk, None, 5)
    page = as_colleague.get(f"/portal/{ticket.number}/").content.decode()
    for words in (
        "Ivo Lund has it",
        "Ivo Lund works on it and writes to you.",
        "From asking to done: 5 hours.",
        "Ivo Lund: write below.",
        'capture="environment"',
    ):
        assert words in page


def test_the_home_offers_what_others_ask_for_within_the_audience(as_colleague, agent, team, laptop):
    offering(by=agent, team=team, key="vault", title="Key to the vault", audience="desk")
    page = home(as_colleague)
    assert "New laptop" in page
    assert "Key to the vault" not in page


def test_the_home_costs_the_same_for_two_things_and_for_thirty(
    as_colleague, colleague, service, agent, laptop
):
    def more(count):
        for number in range(count):
            made = incident(by=colleague, service=service, title=f"Lid {number}")
            if number % 2:
                made.take(by=agent)

    more(2)
    request(laptop, by=colleague)
    few = statements(as_colleague, "/portal/", PAGE)
    more(28)
    assert statements(as_colleague, "/portal/", PAGE) == few


def test_the_page_of_a_thing_stays_small(as_colleague, colleague, service, agent):
    ticket = incident(by=colleague, service=service)
    ticket.take(by=agent)
    statements(as_colleague, f"/portal/{ticket.number}/", PAGE)


def test_by_api(as_colleague, colleague, service, agent):
    ticket = incident(by=colleague, service=service)
    ticket.take(by=agent)
    usual("incident", service.pk, 1, 20)
    (thing,) = as_colleague.get("/api/v1/me/home/").json()["things"]
    assert (thing["number"], thing["step"], thing["holder"]) == (
        ticket.number,
        "We work on it",
        "Ivo Lund has it",
    )
    assert thing["usual_here"] == {"seconds": 72_000, "n": 34}
    assert thing["usual_in_all"] is None
    assert [step["state"] for step in thing["steps"]] == ["done", "now", "", ""]


def test_a_site_says_where_one_comes_by_and_only_administrators_say_it(
    as_administrator, signed_in, colleague, team
):
    site = colleague.site
    said = {"name": site.name, "time_zone": site.time_zone, "desk_place": "Room 0.12", "desk_team": team.pk}
    clerk = signed_in(PersonFactory(roles=[roles.AGENT]))
    assert clerk.post(f"/people/sites/{site.pk}/", said).status_code == 403
    assert as_administrator.post(f"/people/sites/{site.pk}/", said).status_code == 302
    site.refresh_from_db()
    assert (site.desk_place, site.desk_team) == ("Room 0.12", team)
