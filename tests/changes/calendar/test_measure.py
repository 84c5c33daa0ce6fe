"""Collisions caught: of those whose time came, the share that was moved or accepted before."""

from datetime import timedelta

import pytest

from changes.models import Collision
from itsm.insights.measures import Filter, ask, measure
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY

pytestmark = pytest.mark.django_db
BEFORE, AFTER = SATURDAY - HOUR, SATURDAY + HOUR


def test_what_was_moved_or_accepted_in_time_is_caught(calendar, mail_change, signed_in):
    def row(**about):
        fields = {
            "change": mail_change,
            "because": "Both change Mail",
            "kind": "service",
            "found_at": NOW,
            "gone_at": AFTER,
        }
        return Collision(**fields | {"meets_from": SATURDAY, "meets_until": AFTER} | about)

    accepted = {"accepted_at": BEFORE, "accepted_by": calendar.jonas, "accept_reason": "One after the other"}
    to_come = row(meets_from=SATURDAY + timedelta(days=60))
    rows = [
        *(row(gone_at=BEFORE) for _n in range(12)),
        *(row(**accepted) for _n in range(4)),
        *(row() for _n in range(4)),
    ]
    Collision.objects.bulk_create([*rows, to_come])
    chosen = Filter(since=SATURDAY - timedelta(days=5), until=SATURDAY + timedelta(days=1))
    figure = ask([measure("collisions_caught")], chosen)["collisions_caught"][None]
    assert (figure.n, figure.value) == (20, 80.0)
