"""Halden's ninety days on the status page: they could have happened, and each service has its place."""

from datetime import UTC, timedelta

import pytest
from django.db.models import Count

from comms.models import OVER, Addressee, Notice, Update
from comms.status.bars import days_until, marks, troubled
from comms.status.gathering import gather
from comms.status.states import State
from demo.past_notices import GROUPS, MAINTENANCES, OUTAGES
from itsm.people.models import Person
from tests.demo.halden.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(halden) -> list[Notice]:
    return list(
        Notice.objects.filter(
            pk__lte=Notice.objects.earliest("pk").pk + len(OUTAGES) + len(MAINTENANCES) - 1
        ).order_by("pk")
    )


def test_every_service_stands_in_a_group(halden):
    board = gather(now=NOW).for_colleagues()
    assert {name for name, _services in board.groups} == set(GROUPS)
    assert len(board.services) == 14


def test_most_services_had_a_bad_day_and_none_had_many(halden):
    board, days = gather(now=NOW).for_colleagues(), days_until(NOW, UTC)
    bad = [len(troubled(marks(service.spans, days, NOW))) for service in board.services]
    assert sum(count > 0 for count in bad) >= 12
    assert max(bad) <= 6


def test_all_kinds_of_days_are_there_and_a_called_off_and_a_moved_maintenance(halden, past):
    states = {span.state for service in gather(now=NOW).services for span in service.spans}
    assert states == {State.MAINTENANCE, State.TROUBLE, State.DOWN}
    verbs = set(Update.objects.filter(notice__in=past).values_list("verb", flat=True))
    assert {"cancel", "reschedule", "finish", "monitor", "resolve"} <= verbs


def test_each_went_its_way_in_time_and_is_over(past):
    for notice in past:
        updates = list(notice.updates.order_by("pk"))
        assert [update.at for update in updates] == sorted(update.at for update in updates)
        assert updates[-1].phase == notice.phase
        assert notice.phase in OVER
        assert notice.published_at == updates[0].at < notice.over_at == updates[-1].at < NOW
        assert all(update.texts.count() == 1 for update in updates)


def test_an_outage_with_a_ticket_keeps_to_its_hours(past):
    with_ticket = [notice for notice in past if notice.ticket]
    for notice in with_ticket:
        assert (
            notice.ticket.opened_at < notice.published_at <= notice.ticket.opened_at + timedelta(minutes=15)
        )
        assert notice.over_at == notice.ticket.resolved_at


def test_everybody_was_told_and_most_saw_it(past):
    everybody = Person.objects.active().count()
    told = dict(Addressee.objects.filter(notice__in=past).values_list("notice").annotate(n=Count("pk")))
    assert set(told.values()) == {everybody}
    rows = Addressee.objects.filter(notice__in=past)
    assert 0.5 < rows.exclude(seen_at=None).count() / rows.count() < 0.75
    assert not rows.filter(seen_at__isnull=False, delivered_at=None).exists()
