"""While problems are switched off, nothing of a known error is there, and its links in mails are dead."""

import pytest
from django.utils import timezone

from comms.known_errors import links
from itsm.frame import practices
from itsm.knowledge.sources import find_everywhere
from tests.problems.known_errors import kit


@pytest.fixture
def switch_off(settings):
    """From when it is called until the test is over."""
    kept = practices._kept

    def switch() -> None:
        settings.PRACTICES = []
        practices.forget()

    yield switch
    practices._kept = kept


def test_nobody_finds_it_and_its_link_is_dead(
    known, problem, agent, colleague, as_agent, as_colleague, client, switch_off
):
    ticket = kit.waits(problem, by=agent, person=colleague)
    known.offer(ticket, by=agent)
    link = f"/comms/way-round/{links.token(known.trials.get(), now=timezone.now())}/"
    assert client.get(link).status_code == 200
    switch_off()
    assert client.get(link).status_code == 404
    assert "known_error" not in {one.source.kind for one in find_everywhere(kit.ABOUT["title"], agent, 5)}
    for address in (known.get_absolute_url(), "/problems/known-errors/", "/api/v1/known-errors/"):
        assert as_agent.get(address).status_code == 404
    assert as_colleague.get("/portal/known-errors/").status_code == 404
    assert (
        "way round"
        not in as_colleague.get(f"/portal/{ticket.number}/").content.decode().split('<h2 id="said-h">')[0]
    )
