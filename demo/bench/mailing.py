"""A notice to 50,000 colleagues, beside what the same Python pushes into the same sink with no database.

Both go through as many processes with one connection each and send letters of the same bytes, and the reference runs before
and after. Baton's time goes from the moment the message is said to the last mail taken: its rows, marks and funnel are in it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from comms.models import Addressee, Delivery, Update
from comms.notices.letters import Letters
from comms.notices.telling import open_notice, say
from demo.bench.databases import ROOT
from demo.bench.measure import Row
from itsm import pulse
from itsm.people.models import Person, Site

PEOPLE = 50_000
LINES = 2
WARM = 1000  # mails before it counts, so that each process has had its share
PATIENCE = 120  # seconds
ZONES = ("Europe/Lisbon", "Europe/London", "America/New_York", "Asia/Singapore")
WORDS = {
    "subject": "Mail is down in all of Europe",
    "what": "You cannot send or read mail since ten past nine. What you wrote before is safe.",
    "who": "Everyone who works in Porto, Lisbon and London.",
    "do": "Call each other or use chat. The service desk has the number 4400 for what cannot wait until noon.",
    "we": "We moved half of the mailboxes to the second data centre and look at each of them now.",
}


class Program:
    """A process of ours that is told and answers by lines."""

    def __init__(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-m", module, *arguments]
        pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, cwd=ROOT, **pipes)  # noqa: S603 - ourselves

    def tell(self, line: str = "") -> None:
        self.process.stdin.write(line + "\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]

    def answer(self) -> str:
        return self.process.stdout.readline()  # type: ignore[union-attr]

    def ask(self, line: str) -> dict[str, int]:
        self.tell(line)
        said: dict[str, int] = json.loads(self.answer())
        return said

    def end(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.wait(timeout=30)
        self.process.stdout.close()  # type: ignore[union-attr]


def measure(count: int) -> list[Row]:
    hire(count)
    sink = Program("demo.bench.sink")
    port = sink.answer().strip()
    try:
        with worker(port):
            first = tell(people=list(Person.objects.order_by("pk")[:WARM]))
            wait_for(sink, WARM)  # the worker is there, and warm
            before = reference(port, letter_of(first), count)
            sink.ask("forget")
            began = time.perf_counter()
            everyone = tell(everyone=True)
            said = time.perf_counter() - began
            wait_for(sink, count)
            ours = count / (time.perf_counter() - began)
            told = eventually(lambda: written_down(everyone) == count)
            taken = sink.ask("people")
        after = reference(port, letter_of(first), count)
    finally:
        sink.end()
        pulse.valkey().flushdb()
    bare = (before + after) / 2
    exact = told and taken == {"taken": count, "people": count, "twice": 0}
    return [
        Row(
            f"notice to {count:,} colleagues",
            f"{ours / bare:.0%} ({ours:,.0f} mails/s of {bare:,.0f})",
            "≥ 60 % of the bare sink",
            ours / bare,
            ours >= 0.6 * bare,
            {"ours": ours, "bare": [before, after]},
        ),
        Row("saying it, inside the request", f"{said:.2f} s", "≤ 0.5 s", said, said <= 0.5),
        Row("each of them once, and marked so", "yes" if exact else f"no: {taken}", "", met=exact),
    ]


def hire(count: int) -> None:
    site = Site.objects.create(name="Everywhere")
    people = (
        Person(
            name=f"Colleague {n}",
            email=f"colleague{n}@bench.example",
            site=site,
            time_zone=ZONES[n % 4],
            language=("en", "de")[n % 2],
            password="!",  # noqa: S106 - nobody signs in with it
        )  # fmt: skip
        for n in range(count)
    )
    Person.objects.bulk_create(people, batch_size=5000)


def first_person() -> Person:
    return Person.objects.order_by("pk")[0]


def tell(**aim: Any) -> Update:
    by, now = first_person(), timezone.now()
    notice = open_notice(kind="outage", title="Mail is down", by=by, aim=aim, now=now)
    texts = {"colleagues": WORDS}
    return say(
        notice, "publish", by=by, texts=texts, next_update_at=now + timedelta(hours=1), urgent=True, now=now
    )


def letter_of(update: Update) -> str:
    """What one colleague got, byte by byte, but for the recipient."""
    reader, letters = first_person(), Letters(update)
    row = Delivery.objects.get(update=update, person=reader)
    values = {**letters.values(row, reader), "to": "RECIPIENT"}
    return letters.pattern("colleagues", reader).raw(values).decode()


def reference(port: str, letter: str, count: int) -> float:
    """Letters a second."""
    pushing = [Program("demo.bench.pushing", port) for _n in range(LINES)]
    for number, program in enumerate(pushing):
        to = [f"colleague{n}@bench.example" for n in range(number, count, LINES)]
        program.tell(json.dumps([letter, to]))
    for program in pushing:
        program.answer()  # ready
    began = time.perf_counter()
    for program in pushing:
        program.tell("go")
    for program in pushing:
        program.answer()  # done
    seconds = time.perf_counter() - began
    for program in pushing:
        program.end()
    return count / seconds


@contextmanager
def worker(port: str) -> Iterator[None]:
    """As `make run` starts it, with as many processes as the reference."""
    command = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "-A",
        "itsm.celery",
        "worker",
        "--without-gossip",
        "--without-mingle",
    ]
    so_many = ["--concurrency", str(LINES), "--loglevel", "WARNING"]
    mail = {
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "MAIL_LINES": str(LINES),
        "MAIL_FROM": "Desk <desk@bench.example>",
    }
    process = subprocess.Popen([*command, *so_many], cwd=ROOT, env=os.environ | mail)  # noqa: S603 - ourselves
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(sink: Program, count: int) -> None:
    """Until it has taken so many."""
    if not eventually(lambda: sink.ask("count")["taken"] >= count):
        raise SystemExit(f"Of {count:,} mails only {sink.ask('count')['taken']:,} came.")


def eventually(done: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def written_down(update: Update) -> int:
    """Marked as sent, and delivered in the notice's funnel."""
    sent = Delivery.objects.filter(update=update, state=Delivery.State.SENT).count()
    return min(sent, Addressee.objects.filter(notice=update.notice_id).delivered().count())
