"""Collisions caught: of those whose time came, the share that was moved or accepted before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from changes.models import Collision
from itsm.insights.measures import Filter, ask, measure
from tests.changes.calendar.conftest import HOUR

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BEGAN = NOW - timedelta(days=2)
BEFORE, AFTER = BEGAN - HOUR, BEGAN + HOUR


def test_what_was_moved_or_accepted_in_time_is_caught_and_what_is_to_come_not_judged(
    calendar, mail_change, signed_in
):
    def row(**about):
        fields = {
            "change": mail_change,
            "because": "Both change Mail",
            "kind": "service",
            "found_at": BEFORE - HOUR,
            "gone_at": AFTER,
        }
        return Collision(**fields | {"meets_from": BEGAN, "meets_until": AFTER} | about)

    accepted = {"accepted_at": BEFORE, "accepted_by": calendar.jonas, "accept_reason": "One after the other"}
    tonight = row(meets_from=NOW + HOUR, gone_at=None)
    rows = [
        *(row(gone_at=BEFORE) for _n in range(12)),
        *(row(**accepted) for _n in range(4)),
        *(row() for _n in range(4)),
    ]
    Collision.objects.bulk_create([*rows, tonight])
    chosen = Filter(since=BEGAN - timedelta(days=5), until=NOW + 2 * HOUR)
    figure = ask([measure("collisions_caught")], chosen)["collisions_caught"][None]
    assert (figure.n, figure.value) == (20, 80.0)
