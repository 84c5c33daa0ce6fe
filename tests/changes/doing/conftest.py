"""A change that is being carried out: two steps, no way back after the second."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Change, Status
from tests.changes.kit import whole_plan

MINUTE = timedelta(minutes=1)


@pytest.fixture
def running(agent, service) -> Change:
    now = timezone.now() - 10 * MINUTE
    steps = [
        {"what": "Stop mail", "minutes": 5},
        {"what": "Move the store", "minutes": 30, "no_return": True},
    ]
    made = Change.propose(
        by=agent, title="Move the mail store", service=service, now=now, **whole_plan(now, steps=steps)
    )
    about = {"status": Status.SCHEDULED, "authorised_digest": made.digest, "starts_at": now}
    Change.objects.filter(pk=made.pk).update(**about)
    made.refresh_from_db()
    made.authorised_digest = made.digest
    made.save(update_fields=["authorised_digest"])
    made.start(by=agent, now=now + MINUTE)
    return made
