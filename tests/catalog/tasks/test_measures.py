"""The figures count what happened, recounted by hand."""

from datetime import timedelta

from django.utils import timezone

from catalog.tasks.measures import request_time, steps_in_time
from itsm.insights.measures import Filter, one
from tests.catalog.tasks.conftest import task


def test_steps_in_time_and_the_way_of_a_request_stage_by_stage(ask, agent):
    now = timezone.now()
    request = ask(*({"key": f"k{n}", "within_hours": 1} for n in range(20)), {"key": "last"})
    due = task(request, "k0").due_at
    done = request.tasks.exclude(key="last")
    done.update(state="done", done_at=due)
    done.filter(key__in=["k0", "k1", "k2", "k3", "k4"]).update(done_at=due + timedelta(minutes=1))
    task(request, "last").done(by=agent, now=due + timedelta(hours=2))
    chosen = Filter(since=now - timedelta(days=1), until=now + timedelta(days=30))
    kept = one(steps_in_time, chosen)
    assert (kept.n, round(kept.value)) == (20, 75)
    (row,) = steps_in_time.records(steps_in_time, chosen, agent)
    assert (row.name, row.said) == ("Service desk", "15 of 20 steps in time")
    assert one(request_time, chosen).n == 1
    stages = request_time.records(request_time, chosen, agent)
    assert [stage.name for stage in stages] == ["Until the work began", "Until the colleague had it"]
    assert stages[0].said.endswith("1 request")
