"""Practices in any combination: each adds its own to the rail, and no page of the others falls over what is not there."""

import re
from itertools import chain, combinations

import pytest
from django.test import Client
from django.urls import reverse

from itsm.frame import practices
from itsm.people import roles
from tests.access.routes import routes
from tests.factories import PersonFactory, incident

NAMES = sorted(one.name for one in practices.practices())
ANY = list(chain.from_iterable(combinations(NAMES, size) for size in range(len(NAMES) + 1)))
EDGES = [names for names in ANY if len(names) in {0, 1, len(NAMES) - 1, len(NAMES)}]
# Where something of every practice comes together; what is dear to draw, in fewer of the combinations.
TOGETHER = ("/desk/", "/portal/")
DEARER = ("/insights/", "/setup/", "/search/?q=mail", "/help/first-steps/")


@pytest.fixture
def switch(fresh, settings):
    def only(*names: str) -> None:
        settings.PRACTICES = list(names)
        practices.forget()

    return only


@pytest.fixture
def everybody(team) -> Client:
    """Somebody in all roles at once: whatever a page may show, it shows."""
    client = Client()
    client.force_login(PersonFactory(roles=roles.GROUPS, teams=[team]))
    return client


def places(client: Client) -> set[str]:
    return set(re.findall(r'class="rail-link[^"]*" href="([^"]+)"', client.get("/desk/").text))


def test_what_comes_together_stands_in_any_combination(switch, everybody, colleague, team):
    ticket = incident(by=colleague, team=team).get_absolute_url()
    assert len(ANY) == 2 ** len(NAMES) > 32
    for names in ANY:
        switch(*names)
        addresses = (*TOGETHER, ticket, *(DEARER if names in EDGES else ()))
        answers = {address: everybody.get(address).status_code for address in addresses}
        assert set(answers.values()) == {200}, (names, answers)


def test_with_none_of_them_every_page_answers(switch, everybody):
    """What is theirs is not there; what is not theirs does not ask for it."""
    switch(*NAMES)
    own = [route for route in routes() if ":" in route.name and not route.name.startswith("api:")]
    pages = [reverse(route.name) for route in own if not route.names]
    assert len(pages) > 80
    switch()
    for page in pages:
        assert everybody.get(page).status_code < 500, page


@pytest.mark.parametrize("name", NAMES)
def test_each_adds_its_own_to_the_rail_and_takes_it_away_again(switch, everybody, name):
    switch()
    before = places(everybody)
    switch(name)
    added = places(everybody) - before
    assert added
    assert {everybody.get(address).status_code for address in added} == {200}
    switch()
    assert places(everybody) == before
    assert {everybody.get(address).status_code for address in added} == {404}
