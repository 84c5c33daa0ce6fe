"""Set up: one page for what an administrator looks after, and every place of it a key, a word or a click away."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from comms.models import Incoming
from itsm.frame import setup, using
from tests.factories import PersonFactory

ADDRESS = "/setup/"


def shown(client):
    page = client.get(ADDRESS).content.decode()
    return {
        line.url_name for line in setup._lines.values() if f'class="setup-line" href="{line.href}"' in page
    }


@pytest.fixture
def quarantined(db):
    return Incoming.objects.create(
        digest="d", raw=b"", entrance="smtp", state="quarantined", reason="Nobody knows", received_at=timezone.now()
    )  # fmt: skip


def test_a_colleague_has_no_such_page(as_colleague):
    assert as_colleague.get(ADDRESS).status_code == 404


def test_an_administrator_sees_every_place_and_each_opens(as_administrator):
    everything = {line.url_name for line in setup._lines.values()}
    assert shown(as_administrator) == everything
    for line in setup._lines.values():
        assert as_administrator.get(line.href).status_code == 200, line.url_name


@pytest.mark.parametrize("who", ["as_agent", "as_manager", "as_change_manager"])
def test_others_see_only_what_opens_for_them(request, who):
    client = request.getfixturevalue(who)
    seen = shown(client)
    for name, line in setup._lines.items():
        assert (name in seen) == (client.get(line.href).status_code == 200), name


def test_a_place_says_what_waits_there_and_the_rail_how_many_do(as_agent, as_colleague, quarantined):
    assert "1 mail waits" in as_agent.get(ADDRESS).content.decode()
    count = '<span class="count" id="setup-count" data-tone="soon" hx-swap-oob="true">'
    assert f"{count}1<" in as_agent.get("/comms/badge/").content.decode()
    quarantined.delete()
    assert "mail waits" not in as_agent.get(ADDRESS).content.decode()
    assert f"{count}</span>" in as_agent.get("/comms/badge/").content.decode()
    assert "setup-count" not in as_colleague.get("/comms/badge/").content.decode()
    assert "setup-count" not in as_agent.get("/comms/badge/?portal").content.decode()  # it has no rail


def test_a_place_says_how_much_of_it_is_in_use(
    as_administrator, administrator, team, service, django_assert_max_num_queries
):
    as_administrator.get(ADDRESS)
    with django_assert_max_num_queries(15):
        page = as_administrator.get(ADDRESS).content.decode()
    assert "1 colleague can sign in." in page
    assert "1 service is offered." in page
    team.members.add(administrator)
    PersonFactory(is_active=False, teams=[team])
    page = as_administrator.get(ADDRESS).content.decode()
    assert "1 colleague can sign in." in page, "who left uses nothing"
    assert "1 colleague is in a team." in page


def test_every_use_is_of_a_place():
    assert set(using._uses) <= set(setup._lines)


def test_every_page_has_its_keys_and_ctrl_k_its_names(as_agent):
    page = as_agent.get("/desk/").content.decode()
    for href, key in (("/setup/", "g u"), ("/people/", "g p"), ("/services/", "g s")):
        assert f'href="{href}" data-key="{key}"' in page
    assert 'href="/comms/quarantine/"' in as_agent.get("/search/palette/?q=mail came").content.decode()
    assert 'href="/comms/letters/"' not in as_agent.get("/search/palette/?q=letters").content.decode()


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/people/teams/", "/setup/"),
        ("/status/settings/", "/setup/"),
        ("/status/", "/status/"),
        ("/comms/briefing/", "/comms/meetings/"),
    ],
)
def test_the_rail_knows_that_one_is_below_it(as_administrator, path, entry):
    lines = as_administrator.get(path).content.decode().splitlines()
    current = [line for line in lines if 'class="rail-link' in line and "aria-current" in line]
    assert len(current) == 1
    assert f'href="{entry}"' in current[0]


def test_no_two_places_share_a_key_and_colleagues_find_none_of_them():
    keys = [line.key for line in setup._lines.values() if line.key]
    assert len(keys) == len(set(keys))
    nobody = SimpleNamespace(works_the_desk=False)
    assert setup.found("people", nobody) == []
