"""Many at the same moment: one alert, one call, one who takes it."""

import pytest
from django.utils import timezone

from catalog.models import Task
from catalog.tasks import calling, late
from itsm.tickets.errors import Refused
from tests.catalog.tasks.conftest import states, task
from tests.factories import PersonFactory
from tests.tickets.test_sweep import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_ten_workers_tell_of_a_late_step_once_and_call_another_system_once(ask, hook, system, agent):
    request = ask({"key": "order", "within_hours": 1}, {"key": "account", "hook": hook.pk})
    after = task(request, "order").due_at
    assert sum(together(10, lambda: late.sweep(now=after))) == 1
    assert request.events.filter(verb="ticket.breach_task").count() == 1
    now = timezone.now()
    (pk,) = calling.due(now=now)
    together(5, lambda: calling.make(pk, now=now))
    assert len(system.heard) == 1
    assert states(request)["account"] == "done"


def test_two_who_finish_the_last_two_steps_at_once_end_the_request_once(ask, agent, team):
    request = ask({"key": "a"}, {"key": "b"})
    steps = [task(request, "a"), task(request, "b")]
    other = PersonFactory(teams=[team])

    def finish() -> str:
        step, who = (steps.pop(), other) if steps else (None, agent)
        try:
            step.done(by=who)
        except Refused:
            return "refused"
        return "done"

    assert together(2, finish) == ["done", "done"]
    assert Task.objects.unfinished().count() == 0
    assert request.events.filter(verb="request.fulfil").count() == 1
