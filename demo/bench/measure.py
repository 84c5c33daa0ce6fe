"""One size, measured: every work interleaved with R, so that a busy minute of the machine is busy for both."""

import gzip
import re
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Min
from django.test import Client as InProcess
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.bench import reference, upkeep
from demo.bench.client import Client
from demo.bench.server import Server, serving
from demo.bench.works import API, LIST, Work, agent, sign_in, two_words, works
from itsm import pulse
from itsm.people.models import Person
from itsm.tickets.models import Clock, Ticket
from itsm.tickets.sweep import sweep

ROUNDS = 30
WARM = 6  # requests each before it counts: two processes of four threads
CLIENTS = 4
CREATES = 200  # per run of the throughput row
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
STILL = "not yet"


@dataclass
class Row:
    """`value` is what the target is about; `told` is how a person reads it."""

    name: str
    told: str
    target: str = ""
    value: float | None = None
    met: bool | None = None
    more: dict[str, Any] = field(default_factory=dict)


def measure() -> list[Row]:
    person = agent()
    now = timezone.now()
    known = works(person, now)
    made = rebuilding()
    with upkeep.upkeep() as kept, serving() as server:
        client = Client(server.port)
        sign_in(client, person)
        wanted = [work for work in known if work.exists]
        r = interleaved(client, wanted)
        rows = [Row("R, the reference page", ms(r), value=r * 1000)]
        rows += [timed(work, r) for work in known]
        rows.append(throughput(server, client))
        rows += weights(client)
        rows.append(memory(server))
    pulse.valkey().flushdb()  # nobody takes these tasks
    rows.append(sweeping())
    rows += [made, Row("roll-up lag after an Event", f"{kept.lag:.1f} s", f"≤ {upkeep.MOST_LAG} s", kept.lag, kept.lag <= upkeep.MOST_LAG)]  # fmt: skip
    rows += [statements(work, person) for work in known if work.statements]
    return rows


def interleaved(client: Client, wanted: list[Work]) -> float:
    base = Work("R", reference.ADDRESS, lambda c: c.get(reference.ADDRESS), 1)
    for work in [*wanted, base]:
        for _n in range(WARM):
            work.do(client)
        work.seconds.clear()
    for _round in range(ROUNDS):
        for work in wanted:
            work.do(client)
            base.do(client)
    return statistics.median(base.seconds)


def timed(work: Work, r: float) -> Row:
    target = f"≤ {work.most:g} R"
    if not work.exists:
        return Row(work.name, STILL, target)
    if work.failed or not work.seconds:
        return Row(work.name, f"answered {work.failed}", target, met=False)
    median = statistics.median(work.seconds)
    return Row(
        work.name,
        f"{median / r:.1f} R ({ms(median)})",
        target,
        median / r,
        median / r <= work.most,
        {"ms": median * 1000},
    )


def throughput(server: Server, client: Client) -> Row:
    """Creates by API a second, beside bare two-row inserts by the same Django behind the same server."""
    name, target = "create by API, throughput", "≥ 25 % of bare inserts"
    probe = Work(name, API, lambda c: c.get(API), 0)
    if not probe.exists:
        return Row(name, STILL, target)
    bare = rate(lambda: client.get(reference.INSERTS).status, 200)
    body = {
        "title": "Created while measuring",
        "description": "Four clients at once.",
        "urgency": 3,
        "impact": 3,
    }
    made = rate(lambda: client.send(API, body).status, 201)
    if not made:
        return Row(name, "creates were refused", target, met=False)
    return Row(
        name, f"{made / bare:.0%} ({made:.0f}/s of {bare:.0f}/s)", target, made / bare, made / bare >= 0.25
    )


def rate(ask: Callable[[], int], expects: int) -> float:
    ask()
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = sum(status == expects for status in pool.map(lambda _n: ask(), range(CREATES)))
    return done / (time.perf_counter() - began) if done == CREATES else 0


def weights(client: Client) -> list[Row]:
    """What goes over the line, compressed: by the server where it does, else as its reverse proxy would."""
    if not Work("", LIST, lambda c: c.get(LIST), 0).exists:
        return [
            Row("page weight, first visit", STILL, "≤ 60 kB"),
            Row("page weight, later page", STILL, "≤ 15 kB"),
        ]
    answer = client.get(LIST)
    page = answer.body
    if answer.status != 200:
        return [Row("page weight", f"answered {answer.status}", "≤ 60 kB", met=False)]
    later = len(gzip.compress(page, 6))
    assets = sorted(set(ASSET.findall(page.decode())))
    first = later + sum(len(client.get(asset, accept="br, gzip").body) for asset in assets)
    return [
        Row(
            "page weight, first visit",
            f"{first / 1000:.1f} kB in {len(assets) + 1} files",
            "≤ 60 kB",
            first / 1000,
            first <= 60_000,
        ),
        Row(
            "page weight, later page",
            f"{later / 1000:.1f} kB",
            "≤ 15 kB",
            later / 1000,
            later <= 15_000,
            {"uncompressed_kb": len(page) / 1000},
        ),
    ]


def memory(server: Server) -> Row:
    used = server.memory() / 1e6
    return Row("memory of two web workers (PSS)", f"{used:.0f} MB", "≤ 250 MB", used, used <= 250)


def sweeping() -> Row:
    """At a moment at which no clock of the whole desk has a step due."""
    earliest = Clock.objects.aggregate(at=Min("next_at"))["at"] or timezone.now()
    quiet = earliest - timedelta(seconds=1)
    taken = []
    for _n in range(ROUNDS):
        began = time.perf_counter()
        sweep(now=quiet)
        taken.append(time.perf_counter() - began)
    median = statistics.median(taken)
    return Row(
        "sweep, nothing due",
        f"{ms(median)} with {Ticket.objects.open().count():,} open",
        "≤ 5 ms",
        median * 1000,
        median <= 0.005,
    )


def rebuilding() -> Row:
    seconds, days = upkeep.rebuild()
    most = upkeep.allowed()
    told = f"{seconds:.0f} s for {days:,} days"
    return Row("roll-ups made anew", told, f"≤ {most:.0f} s", seconds, seconds <= most)


def statements(work: Work, person: Person) -> Row:
    name, target = f"SQL statements: {work.name}", f"≤ {work.statements}"
    if not work.exists:
        return Row(name, STILL, target)
    browser = InProcess(headers={"host": "localhost"}, raise_request_exception=False)
    browser.force_login(person, backend="itsm.people.auth.Backend")
    path = work.path if "search" not in work.path else f"{work.path}?q={two_words()}"
    for _n in range(2):  # the second is warm
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(path)
    if answer.status_code != 200:
        return Row(name, f"answered {answer.status_code}", target, met=False)
    return Row(name, str(len(queries)), target, len(queries), len(queries) <= work.statements)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
