"""Two people plan at the same moment, each into the other's way: the calendar sees it once, and neither is missed."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from changes.models import Change, Collision
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY


@pytest.mark.django_db(transaction=True)
def test_two_who_plan_at_once_find_each_other_once(calendar):
    days = [SATURDAY + day * 24 * HOUR for day in (2, 4)]
    changes = [
        calendar.change(service, by, starts_at=starts)
        for service, by, starts in zip((calendar.mail, calendar.booking), (calendar.ivo, calendar.noor), days, strict=True)
    ]  # fmt: skip
    together = Barrier(2)

    def move(pk, by):
        mine = Change.objects.get(pk=pk)
        together.wait()
        try:
            mine.plan(by=by, starts_at=SATURDAY, ends_at=SATURDAY + 2 * HOUR, now=NOW)
        finally:
            connection.close()

    people = (calendar.ivo, calendar.noor)
    threads = [Thread(target=move, args=[change.pk, by]) for change, by in zip(changes, people, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    [row] = Collision.objects.open()
    assert {row.change_id, row.other_id} == {change.pk for change in changes}
