"""The reading list of a week, at whatever address."""

import pytest


@pytest.mark.parametrize("week", ["0001-W01", "9999-W52", "2026-W99", "x"])
def test_a_week_that_nobody_wrote_in_is_this_one(as_agent, week):
    assert as_agent.get(f"/comms/surveys/words/?week={week}").status_code == 200


@pytest.mark.parametrize(("path", "kind"), [
    ("/comms/surveys/words/?reason=%00", "text/html"), ("/api/v1/surveys/words/?reason=%00", "application/problem+json"),
])  # fmt: skip
def test_an_address_with_a_nul_leads_nowhere(as_agent, path, kind):
    found = as_agent.get(path)
    assert found.status_code == 404
    assert found.headers["Content-Type"].startswith(kind)
