"""The work that is measured: the rows of the table in docs, each a request to the running product."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle

import redis
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.cached_db import SessionStore
from django.urls import Resolver404, resolve
from django.utils.crypto import get_random_string

from demo.bench.client import Answer, Client
from incidents.models import Incident
from itsm.people import roles
from itsm.people.models import Person
from itsm.tickets.models import Ticket

LIST = "/desk/?view=open"
API = "/api/v1/incidents/"
OVERVIEW = "/insights/?weeks=52"
REPLIES = 200  # tickets that replies go round

Ask = Callable[[Client], Answer]


@dataclass
class Work:
    """`most` is the target in R; `statements` the most database statements of the page."""

    name: str
    path: str
    ask: Ask
    most: float
    statements: int = 0
    expects: int = 200
    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Not yet, if only the ticket pages' catch-all address answers for it."""
        try:
            route = resolve(self.path.partition("?")[0]).route
        except Resolver404:
            return False
        return not route.startswith("<") or Ticket.PREFIX["incident"] in self.path

    def do(self, client: Client) -> None:
        answer = self.ask(client)
        if answer.status == self.expects:
            self.seconds.append(answer.seconds)
        else:
            self.failed = answer.status


def sign_in(client: Client, person: Person) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "itsm.people.auth.Backend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    token = get_random_string(32)
    client.cookies |= {"sessionid": str(session.session_key), "csrftoken": token}
    client.headers["X-CSRFToken"] = token


def agent() -> Person:
    """An agent with something in hand, who may also look at the overview."""
    person = Person.objects.filter(groups__name=roles.AGENT, assigned_tickets__open=True).order_by("pk")[30]
    person.groups.add(Group.objects.get(name=roles.MANAGER))
    return Person.objects.get(pk=person.pk)


def works(person: Person, now: datetime) -> list[Work]:
    page = five_messages(person, now)
    colleague = Person.objects.filter(groups=None).order_by("pk")[3]
    targets = cycle(replied_to(person))
    report = {
        "title": "Printer on the second floor prints stripes", "description": "Every page has a grey stripe since this morning.",
        "requester": colleague.email, "channel": "phone", "urgency": "3", "impact": "3", "service": "1", "since_when": "",
    }  # fmt: skip
    words = two_words()
    numbers = iter(range(10**9))

    def reply(client: Client) -> Answer:
        said = f"We looked at it again and found part number {next(numbers)} at fault, more tomorrow."
        return client.post(f"{next(targets)}reply/", {"words": said, "comment": said, "kind": "public"})

    return [
        Work("open queue, 50 rows", LIST, lambda c: c.get(LIST), 4, statements=10),
        Work("ticket page, five messages", page, lambda c: c.get(page), 3, statements=15),
        Work(
            "search for two words, 2,461 articles beside",
            "/search/",
            lambda c: c.get(f"/search/?q={words}"),
            4,
            statements=10,
        ),
        Work(
            "create a ticket", "/incidents/new/", lambda c: c.post("/incidents/new/", report), 2, expects=302
        ),
        Work("public reply, mail queued", f"{page}reply/", reply, 2.5, expects=302),
        Work("overview, 12 months", OVERVIEW, lambda c: c.get(OVERVIEW), 6, statements=25),
        Work("overview, 12 months, nothing kept", OVERVIEW, counted_anew, 6),
        Work(
            "API list, 25 open tickets",
            API,
            lambda c: c.get(f"{API}?open=true&limit=25"),
            3,
            statements=10,
        ),
    ]


def counted_anew(client: Client) -> Answer:
    """Also what is otherwise counted once a minute."""
    valkey = redis.Redis.from_url(settings.CACHES["default"]["LOCATION"])
    kept = [
        name for pattern in ("*:figures:*", "*:waiting:*", "*:days:*") for name in valkey.scan_iter(pattern)
    ]
    if kept:
        valkey.delete(*kept)
    return client.get(OVERVIEW)


def five_messages(person: Person, now: datetime) -> str:
    """An open ticket with exactly five messages, written by the verbs."""
    title = "The page that is measured"
    ticket = Incident.objects.filter(title=title).first()
    if ticket is None:
        colleague = Person.objects.filter(groups=None).order_by("pk")[5]
        opened = now - timedelta(hours=5)
        ticket = Incident.report(
            by=colleague,
            title=title,
            description="It stopped at ten past nine. " * 8,
            now=opened,
            service=Ticket.objects.order_by("pk")[0].service,
        )
        ticket.take(by=person, now=opened + timedelta(minutes=4))
        for n in range(5):
            by = colleague if n % 2 else person
            ticket.reply(
                f"Message number {n}: " + "we looked at the part and found something to tell. " * 4,
                by=by,
                now=opened + timedelta(minutes=10 + n),
            )
    return ticket.get_absolute_url()


def replied_to(person: Person) -> Iterator[str]:
    found = (
        Incident.objects.visible_to(person)
        .open()
        .filter(assignee__isnull=False, holder="agent")
        .order_by("pk")
    )
    return iter([ticket.get_absolute_url() for ticket in found[:REPLIES]])


def two_words() -> str:
    """Words of the middle rank: found often enough to have to be ranked, not in every text."""
    words = Ticket.objects.order_by("pk")[7].description.lower().replace(".", "").split()
    return "+".join(sorted(set(words), key=len)[-2:])
