"""The dry run: what these thresholds would have proposed in the course of some weeks. The same finder, and nothing is written."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from itsm.services.models import Service
from problems.models import Threshold
from problems.recurrence.finding import BEFORE, QUIET, Found, Matter, found_in, look_back
from problems.recurrence.reading import Said, commonness, read

DAY = timedelta(days=1)
HISTORY = 8  # weeks behind us
STEP = 4  # days at most: the finder at work looks far more often, and finds the same a little sooner


def lately(threshold: Threshold, *, now: datetime) -> list[Found]:
    """In the last weeks, in as few looks as leave nothing out."""
    step = DAY * min(STEP, threshold.window_days)
    return dry_run(since=now - timedelta(weeks=HISTORY), until=now, threshold=threshold, step=step)


def dry_run(*, since: datetime, until: datetime, threshold: Threshold, step: timedelta = DAY) -> list[Found]:
    """Looked at after each step; newest first. What comes within three months and is like it belongs to it."""
    window = timedelta(days=threshold.window_days)
    services = Service.objects.values_list("pk", flat=True)
    common, found = commonness(), []
    for service, said in read(services, since=since - BEFORE - window, until=until).items():
        known: set[int] = set()
        matters: list[Matter] = []
        for at in ends_with_news(said, since=since, until=until, step=step):
            matters = [one for one in matters if one.at > at - QUIET]
            look = look_back(
                said, service=service, at=at, days=threshold.window_days, known=known, matters=matters
            )
            for one in found_in(look, threshold=threshold, common=common):
                known |= set(one.ids)
                if one.again is None:
                    matters.append(Matter(incidents=one.incidents, at=at))
                    found.append(one)
    return sorted(found, key=lambda one: (one.at, -one.service), reverse=True)


def ends_with_news(
    heard: Sequence[Said], *, since: datetime, until: datetime, step: timedelta
) -> Iterator[datetime]:
    """The ends of steps in which something came; in the others nothing new can be found."""
    ends = {since + step * (1 + (said.at - since) // step) for said in heard if said.at > since}
    return iter(sorted(min(end, until) for end in ends))
