"""Tours: one for each role, over real pages, and what each stop points at is there."""

import re
from html.parser import HTMLParser

import pytest

from itsm.frame import tours
from itsm.people import roles
from tests.factories import PersonFactory, incident

SELECTOR = re.compile(r"([a-z]+)?(?:#([\w-]+))?(?:\.([\w-]+))?(?:\[([\w-]+)=([\w-]+)\])?")


class Finder(HTMLParser):
    """Is there an element that fits a simple selector?"""

    def __init__(self, selector):
        super().__init__()
        self.tag, self.id, self.css, self.name, self.value = SELECTOR.fullmatch(selector).groups()
        self.found = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.found += (
            self.tag in {None, tag}
            and self.id in {None, given.get("id")}
            and (self.css is None or self.css in (given.get("class") or "").split())
            and (self.name is None or given.get(self.name) == self.value)
        )


ROLES = ["colleague", roles.AGENT, roles.CHANGE_MANAGER, roles.MANAGER, roles.ADMINISTRATOR]


@pytest.mark.parametrize("role", ROLES)
def test_every_stop_points_at_something_on_its_page(db, signed_in, team, service, role):
    person = PersonFactory(roles=[] if role == "colleague" else [role])
    incident(by=PersonFactory(), service=service)
    client, walked = signed_in(person), 0
    for tour in tours.tours_for(person):
        assert 3 <= len(tour.stops) <= 6, tour.key
        href = tour.href
        while href:
            page = client.get(href)
            assert page.status_code == 200, href
            standing, html = page.context["tour"], page.content.decode()
            finder = Finder(standing.stop.at)
            finder.feed(html)
            assert finder.found, f"{standing.stop.at} is not on {href}"
            assert 'class="tour"' in html
            assert "frame/tour.js" in html
            href, walked = standing.after, walked + 1
    assert walked >= 4


def test_each_role_has_its_tour_and_everybody_that_of_the_portal(db):
    keys = {role: [tour.key for tour in tours.tours_for(PersonFactory(roles=[role]))] for role in ROLES[1:]}
    assert keys[roles.AGENT] == ["agent", "colleague"]
    assert keys[roles.MANAGER] == ["manager", "colleague"]
    assert keys[roles.CHANGE_MANAGER] == ["change", "colleague"]
    assert keys[roles.ADMINISTRATOR] == ["administrator", "colleague"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?tour=agent",
        "?tour=agent&stop=99",
        "?tour=agent&stop=4",
        "?tour=manager&stop=1",
        "?tour=x&stop=1",
    ],
)
def test_no_tour_begins_by_itself_or_on_another_page(as_agent, query):
    page = as_agent.get(f"/desk/{query}")
    assert page.status_code == 200
    assert not page.context["tour"]
    assert b"tour.js" not in page.content


def test_a_number_written_too_long_is_a_stop_or_none(as_agent):
    assert as_agent.get("/desk/?tour=agent&stop=0010").status_code == 200


def test_first_steps_are_where_it_begins(as_agent):
    page = as_agent.get("/help/first-steps/").content.decode()
    assert "/desk/?tour=agent&amp;stop=1" in page
    assert "/portal/?tour=colleague&amp;stop=1" in page
