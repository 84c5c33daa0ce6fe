"""What is usual is what half of the tickets alike took, step by step; of too few nothing is said."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from incidents.models import Incident
from itsm.frame.words import roughly
from itsm.tickets import usual
from itsm.tickets.models import Ticket, UsualTime
from tests.factories import incident

HOUR = timedelta(hours=1)
NOW = timezone.make_aware(datetime(2026, 3, 12, 12), ZoneInfo("UTC"))


def done(colleague, agent, service, *, waited, worked, at=NOW - timedelta(days=20)):
    """Reported at `at`, started after `waited` hours, resolved `worked` hours later."""
    made = incident(by=colleague, service=service, now=at)
    made.start(by=agent, now=at + waited * HOUR)
    made.resolve(resolution="fixed", words="It works again.", by=agent, now=at + (waited + worked) * HOUR)
    return made


@pytest.fixture
def enough(colleague, agent, service, monkeypatch):
    """Twenty take a second and a half to make; four are as good an example."""
    assert UsualTime.TOO_FEW == 20
    monkeypatch.setattr(UsualTime, "TOO_FEW", 4)
    return [done(colleague, agent, service, waited=n, worked=2 * n) for n in range(1, 5)]


def test_half_of_them_took_less_in_each_step_and_in_all(enough, colleague, service):
    usual.count_anew(now=NOW)
    waiting = incident(by=colleague, service=service)
    known = usual.usual_of([Ticket.objects.get(pk=waiting.pk)])[waiting.pk]
    assert {step: row.seconds / 3600 for step, row in known.items()} == {0: 2.5, 1: 5, None: 7.5}
    assert {row.n for row in known.values()} == {4}


def test_a_step_that_was_taken_up_again_counts_as_one(enough, agent, colleague, service):
    again = enough[0]
    again.reopen(words="It is down again.", by=colleague, now=NOW - timedelta(days=10))
    again.resolve(resolution="fixed", words="Now it holds.", by=agent, now=NOW - timedelta(days=9))
    usual.count_anew(now=NOW)
    assert UsualTime.objects.get(step=1).n == 4


def test_of_too_few_nothing_is_said(enough, colleague, service):
    Incident.objects.filter(pk=enough[0].pk).update(resolved_at=None)
    usual.count_anew(now=NOW)
    assert usual.usual_of([enough[1]]) == {}


@pytest.mark.parametrize(
    "change",
    [{"resolved_at": NOW - timedelta(days=91)}, {"status": "cancelled"}, {"service": None}],
    ids=["long ago", "called off", "about nothing"],
)
def test_what_is_old_or_called_off_or_about_nothing_does_not_count(enough, change):
    Incident.objects.filter(pk=enough[0].pk).update(**change)
    usual.count_anew(now=NOW)
    assert not UsualTime.objects.exists()


def test_a_ticket_about_nothing_has_no_usual_time(colleague, team):
    assert usual.usual_of([incident(by=colleague, team=team)]) == {}
    assert usual.usual_of([]) == {}


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (30, "5 minutes"),
        (1500, "25 minutes"),
        (3500, "1 hour"),
        (9000, "2 hours"),
        (80_000, "1 day"),
        (400_000, "5 days"),
    ],
)
def test_what_is_usual_is_said_in_one_round_unit(seconds, said):
    assert roughly(seconds) == said
