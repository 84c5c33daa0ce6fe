"""Limits of silence by API."""

from datetime import timedelta

import pytest

from itsm.services.models import SilenceLimit
from itsm.services.policy import current_policy

pytestmark = pytest.mark.django_db
URL, JSON = "/api/v1/silence-limits/", "application/json"


def test_the_desk_reads_them_and_administrators_change_them(as_agent, as_administrator, as_colleague):
    told = as_agent.get(URL).json()
    assert [row["priority"] for row in told] == [1, 2, 3, 4]
    before = current_policy().version
    changed = as_administrator.patch(f"{URL}2/", {"length": "01:30:00", "always": True}, JSON)
    assert changed.json() == {"priority": 2, "length": "01:30:00", "always": True}
    assert SilenceLimit.objects.get(priority=2).length == timedelta(minutes=90)
    assert (current_policy().version, current_policy().silence[2].seconds) == (before + 1, 5400)
    assert as_agent.patch(f"{URL}2/", {"length": "02:00:00"}, JSON).status_code == 403
    assert as_colleague.get(URL).status_code == 404


@pytest.mark.parametrize("length", ["", "00:00:30", "9999 00:00:00", None, "soon"])
def test_a_length_that_is_none_is_refused(as_administrator, length):
    answer = as_administrator.patch(f"{URL}1/", {"length": length}, JSON)
    assert (answer.status_code, set(answer.json()["errors"])) == (422, {"length"})
