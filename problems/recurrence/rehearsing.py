"""The dry run: what these thresholds would have proposed in the course of some weeks. The same finder, and nothing is written."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from itsm.services.models import Service
from problems.models import Threshold
from problems.recurrence.finding import BEFORE, QUIET, Found, Matter, found_of
from problems.recurrence.reading import Said, commonness, counted, read
from problems.recurrence.rhythm import often, seldom

DAY = timedelta(days=1)
HISTORY = 8  # weeks behind us
STEP = 4  # days at most: the finder at work looks far more often, and finds the same a little sooner


def lately(threshold: Threshold, *, now: datetime) -> list[Found]:
    """In the last weeks, in as few looks as leave nothing out."""
    step = DAY * min(STEP, threshold.window_days)
    return dry_run(since=now - timedelta(weeks=HISTORY), until=now, threshold=threshold, step=step)


def dry_run(*, since: datetime, until: datetime, threshold: Threshold, step: timedelta = DAY) -> list[Found]:
    """Looked at after each step; newest first. What comes within three months and is like it belongs to it."""
    common, found, still = commonness(), [], quiet_today(threshold, until=until)
    for service, said in heard_by(threshold, still, since=since, until=until).items():
        known: set[int] = set()
        matters: list[Matter] = []
        for at in ends_with_news(said, since=since, until=until, step=step):
            matters = [one for one in matters if one.at > at - QUIET]
            for one in found_of(
                said, service=service, at=at, threshold=threshold, quiet=service in still, known=known, matters=matters, common=common
            ):  # fmt: skip
                known |= set(one.ids)
                if one.again is None:
                    matters.append(Matter(incidents=one.incidents, at=at))
                    found.append(one)
    return sorted(found, key=lambda one: (one.at, -one.service), reverse=True)


def quiet_today(threshold: Threshold, *, until: datetime) -> set[int]:
    """Services of which little comes, also those of which lately nothing came."""
    slow = seldom(threshold)
    came = counted(slow, until=until) if slow else {}
    services = Service.objects.values_list("pk", flat=True)
    return {pk for pk in services if slow and slow.is_quiet(came.get(pk, 0))}


def heard_by(
    threshold: Threshold, still: set[int], *, since: datetime, until: datetime
) -> dict[int, list[Said]]:
    """Of services of which little comes as far back as they are looked at."""
    busy = set(Service.objects.exclude(pk__in=still).values_list("pk", flat=True))
    long = max(threshold.window_days, threshold.seldom_days)
    heard = read(busy, since=since - BEFORE - often(threshold).span, until=until)
    return heard | read(still, since=since - BEFORE - timedelta(days=long), until=until)


def ends_with_news(
    heard: Sequence[Said], *, since: datetime, until: datetime, step: timedelta
) -> Iterator[datetime]:
    """The ends of steps in which something came; in the others nothing new can be found."""
    ends = {since + step * (1 + (said.at - since) // step) for said in heard if said.at > since}
    return iter(sorted(min(end, until) for end in ends))
