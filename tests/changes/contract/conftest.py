"""A maintenance of mail that ten colleagues must know of a day before, eight of whom say that they do."""

from datetime import UTC, datetime, timedelta

import pytest

from changes.models import Change
from comms.models import Addressee
from comms.notices import reading, telling
from tests.changes.kit import whole_plan
from tests.comms.notices.conftest import TEXTS
from tests.factories import PersonFactory

NOW = datetime(2026, 3, 11, 9, tzinfo=UTC)  # a Wednesday
STARTS = NOW + timedelta(days=2)
HOUR = timedelta(hours=1)


@pytest.fixture
def ten(db) -> list:
    return [PersonFactory(name=f"Reader {number}") for number in range(10)]


@pytest.fixture
def change(agent, service, ten) -> Change:
    """Scheduled, past its authorities: what is tested here is only the contract."""
    line = {
        "label": "whoever uses mail",
        "who": {"people": [one.pk for one in ten]},
        "hours_before": 24,
        "share": 80,
    }
    plan = whole_plan(NOW, starts_at=STARTS, ends_at=STARTS + 2 * HOUR, contract=[line])
    made = Change.propose(by=agent, title="Move the mail store", service=service, now=NOW, **plan)
    Change.objects.filter(pk=made.pk).update(status=Change.Status.SCHEDULED, authorised_digest=made.digest)
    return Change.objects.get(pk=made.pk)


@pytest.fixture
def tell(agent, ten):
    def tell(change, *, at, to=None, confirmed=0):
        """A notice about it, taken by the mail server at once."""
        told = telling.open_notice(
            kind="advisory", title="Mail moves", by=agent, ticket=change, aim={"people": to or ten},
            must_acknowledge=True, now=at,
        )  # fmt: skip
        telling.say(told, "publish", by=agent, texts=TEXTS, now=at)
        Addressee.objects.filter(notice=told).update(delivered_at=at)
        for person in (to or ten)[:confirmed]:
            reading.acknowledge(told, person, now=at)
        return told

    return tell
