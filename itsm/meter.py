"""Request counts and times over all web processes, and the page Prometheus reads.

Each process counts in memory and adds its share to one hash in Valkey every few seconds, so any process can answer for all.
"""

import asyncio
import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any

import redis

from itsm import pulse

KEY = "baton:requests"
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # seconds
EVERY = 5  # seconds between two additions
counted: Counter[str] = Counter()


def count(status: int, seconds: float) -> None:
    """Called on the event loop only, so plain additions are safe."""
    place = bisect_left(BOUNDS, seconds)
    counted[f"bucket:{BOUNDS[place] if place < len(BOUNDS) else '+Inf'}"] += 1
    counted[f"status:{status // 100}xx"] += 1
    counted["microseconds"] += int(seconds * 1_000_000)


def flush(share: dict[str, int]) -> None:
    with pulse.valkey().pipeline(transaction=False) as pipe:
        for name, number in share.items():
            pipe.hincrby(KEY, name, number)
        pipe.execute()


async def keep_flushing() -> None:
    while True:
        await asyncio.sleep(EVERY)
        share = dict(counted)
        if not share:
            continue
        try:
            await asyncio.to_thread(flush, share)
        except redis.RedisError as error:  # the figures wait for the next round
            logging.getLogger(__name__).warning("request figures not stored: %s", error)
        else:
            counted.subtract(share)
            for name in [name for name, number in counted.items() if not number]:
                del counted[name]


def exposition(parts: dict[str, dict[str, Any]]) -> str:
    lines = [*of_parts(parts)]
    if parts["broker"]["ok"]:
        lines += [*of_queue(), *of_requests()]
    return "\n".join(lines) + "\n"


def of_parts(parts: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield "# HELP baton_up Whether a part of Baton answers or gave a sign of life in time."
    yield "# TYPE baton_up gauge"
    for name, part in parts.items():
        yield f'baton_up{{part="{name}"}} {int(part["ok"])}'
    yield "# HELP baton_age_seconds Age of the last sign of life."
    yield "# TYPE baton_age_seconds gauge"
    for name, part in parts.items():
        if part["age"] is not None:
            yield f'baton_age_seconds{{part="{name}"}} {part["age"]}'


def of_queue() -> Iterator[str]:
    yield "# HELP baton_queue_length Tasks that wait for a worker."
    yield "# TYPE baton_queue_length gauge"
    yield f"baton_queue_length {pulse.waiting()}"
    if (lag := pulse.lag()) is not None:
        yield "# HELP baton_queue_lag_seconds How long the last pulse waited in the queue."
        yield "# TYPE baton_queue_lag_seconds gauge"
        yield f"baton_queue_lag_seconds {lag:.3f}"


def of_requests() -> Iterator[str]:
    stored: dict[str, str] = pulse.valkey().hgetall(KEY)  # type: ignore[assignment]
    yield "# HELP baton_requests_total Answers by class of status."
    yield "# TYPE baton_requests_total counter"
    for name in sorted(stored):
        if name.startswith("status:"):
            yield f'baton_requests_total{{status="{name.removeprefix("status:")}"}} {stored[name]}'
    yield "# HELP baton_request_seconds Time until the answer was complete."
    yield "# TYPE baton_request_seconds histogram"
    total = 0
    for bound in (*BOUNDS, "+Inf"):
        total += int(stored.get(f"bucket:{bound}", 0))
        yield f'baton_request_seconds_bucket{{le="{bound}"}} {total}'
    yield f"baton_request_seconds_sum {int(stored.get('microseconds', 0)) / 1_000_000}"
    yield f"baton_request_seconds_count {total}"
