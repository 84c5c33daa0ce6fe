"""Live news over a real server: who hears what, how fast, and what never leaks."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from itsm.people import roles
from itsm.people.models import Person
from itsm.tickets import hints, live, stream
from itsm.tickets.admission import admit, asked
from itsm.tickets.models import Event
from itsm.tickets.presence import see
from itsm.tickets.stream import no_longer_here
from tests.factories import PersonFactory, TeamFactory, incident
from tests.tickets.browser import WITHIN, apart, play, server

served = pytest.mark.django_db(transaction=True)  # the server sees only what is committed


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with server() as port:
        yield port


@pytest.fixture
def cookie() -> Callable[[Person], str]:
    def sign_in(person: Person) -> str:
        client = Client()
        client.force_login(person)
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    return sign_in


@pytest.fixture
def people(db) -> tuple[Person, Person, Person]:
    """An agent, an agent of another team, a colleague."""
    desk, network = TeamFactory(name="Service desk", first_line=True), TeamFactory(name="Network")
    agent = PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[desk])
    outsider = PersonFactory(name="Noor Haddad", roles=[roles.AGENT], teams=[network])
    return agent, outsider, PersonFactory(name="Ana Reis")


@served
def test_a_message_written_in_one_browser_stands_in_a_second_within_two_seconds(port, cookie, people):
    agent, outsider, colleague = people
    ticket = incident(by=colleague)
    first, second = cookie(agent), cookie(colleague)

    async def scene(open_page) -> None:
        desk, portal = (
            await open_page(f"desk+ticket.{ticket.pk}", first),
            await open_page(f"ticket:{ticket.pk}", second),
        )
        started = asyncio.get_running_loop().time()
        await apart(lambda: ticket.reply("It is back, sign in again.", by=agent))
        heard = await portal.hears()
        assert asyncio.get_running_loop().time() - started < WITHIN
        assert (heard["name"], heard["topic"], heard["number"]) == (
            "ticket",
            f"ticket.{ticket.pk}",
            ticket.number,
        )
        assert (heard["verb"], heard["actor"]) == ("ticket.reply", agent.pk)
        assert "back" not in json.dumps(heard)
        assert {(await desk.hears())["name"], (await desk.hears())["name"]} == {"ticket", "queue"}

    play(port, scene)


@pytest.mark.parametrize(
    ("who", "topics", "status"),
    [
        (None, "desk", 401),
        ("colleague", "desk", 403),
        ("colleague", "", 200),
        ("colleague", "person.me", 200),
        ("colleague", "ticket.{mine}", 200),
        ("colleague", "ticket.{other}", 404),
        ("colleague", "person.1", 404),
        ("agent", "desk ticket:{mine},person.me", 200),
        ("agent", "ticket.999999999999999999", 404),
        ("agent", "ticket.99999999999999999999", 404),
        ("agent", "weather", 404),
        ("agent", "ticket.{secret}", 200),
        ("outsider", "ticket.{secret}", 404),
        ("outsider", "desk ticket.{secret}", 404),
    ],
)
def test_who_may_listen_to_what(people, cookie, who, topics, status):
    agent, outsider, colleague = people
    made = [incident(by=colleague), incident(by=agent), incident(by=agent, restricted=True)]
    topics = topics.format(**dict(zip(["mine", "other", "secret"], (each.pk for each in made), strict=True)))
    person = {"agent": agent, "outsider": outsider, "colleague": colleague}.get(who)
    session = cookie(person).partition("=")[2] if person else "made up"
    admission = admit(session, asked(topics))
    assert admission.status == status
    if status == 200:
        assert f"person.{person.pk}" in admission.topics


@served
def test_the_refusals_are_answers_of_http(port, people, cookie):
    signed = cookie(people[2])

    async def scene(open_page) -> None:
        asked = [
            ("", "GET", "/live/"),
            (signed, "GET", "/live/"),
            (signed, "POST", "/live/"),
            (signed, "GET", "/live/else/"),
        ]
        answers = [(await open_page("desk", cookie, method, path)).status for cookie, method, path in asked]
        assert answers == [401, 403, 405, 404]

    play(port, scene)


@served
def test_restricted_tickets_do_not_leak_on_the_desk(port, cookie, people):
    agent, outsider, colleague = people
    secret, plain = incident(by=agent, restricted=True), incident(by=agent)
    signed = cookie(outsider)

    async def scene(open_page) -> None:
        page = await open_page("desk", signed)
        await apart(lambda: secret.note("Salaries are wrong.", by=agent))
        await page.hears_nothing()
        await apart(lambda: plain.note("All can know this.", by=agent))
        assert (await page.hears())["number"] == plain.number

    play(port, scene)


@served
def test_a_ticket_that_becomes_restricted_is_heard_of_no_more(port, cookie, people):
    agent, outsider, colleague = people
    ticket = incident(by=agent)
    signed = cookie(outsider)

    async def scene(open_page) -> None:
        page = await open_page(f"desk+ticket.{ticket.pk}", signed)
        await apart(lambda: ticket.restrict(by=agent, restricted=True))
        heard = await page.hears()
        assert (heard["topic"], heard["number"]) == ("desk", None)  # a row is gone, not which
        await apart(lambda: ticket.note("Now among us.", by=agent))
        await page.hears_nothing()

    play(port, scene)


@served
def test_whose_session_ended_is_let_go_at_the_next_look(port, cookie, people, monkeypatch):
    agent, _outsider, colleague = people
    monkeypatch.setattr(stream, "LOOK_AGAIN", 0.0)
    ticket = incident(by=colleague)
    signed = cookie(colleague)

    async def scene(open_page) -> None:
        page = await open_page(f"ticket.{ticket.pk}", signed)
        await apart(lambda: Person.objects.filter(pk=colleague.pk).update(is_active=False))
        await apart(lambda: ticket.reply("It is back, sign in again.", by=agent))
        assert await page.ends()

    play(port, scene)


@served
def test_a_quiet_stream_gives_signs_of_life(port, cookie, people, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    signed = cookie(people[0])

    async def scene(open_page) -> None:
        page = await open_page("desk", signed)
        assert await page.until(":") == ": still here"

    play(port, scene)


def test_who_reads_too_slowly_is_let_go(people, monkeypatch):
    monkeypatch.setattr(stream, "LONGEST_QUEUE", 3)

    async def scene() -> None:
        slow = stream.Stream(frozenset({"desk"}))
        for _number in range(4):
            slow.push({"to": {"desk": "queue"}, "hint": {}, "check": False})
        assert slow.over

    asyncio.run(scene())


def cut_off() -> None:
    """Ours only: other tests listen at the same Valkey at the same time."""
    valkey = hints.valkey()
    ours = [each["id"] for each in valkey.client_list(_type="pubsub") if each["name"] == hints.channel()]
    assert ours
    for number in ours:
        valkey.client_kill_filter(_id=number)


@served
def test_after_news_was_missed_a_page_is_told_to_fetch_everything(port, cookie, people):
    signed = cookie(people[0])

    async def scene(open_page) -> None:
        page = await open_page("desk", signed)
        await apart(cut_off)
        assert (await page.until("event: ")) == "event: again"
        await apart(lambda: hints.publish({"desk": "queue"}, live.SOMETHING))
        assert (await page.hears())["name"] == "again"
        assert (await page.hears())["name"] == "queue"

    play(port, scene)


@served
def test_presence_is_told_when_it_changes_and_only_then(port, cookie, people):
    agent, outsider, colleague = people
    ticket = incident(by=colleague)
    signed = cookie(outsider)

    async def scene(open_page) -> None:
        page = await open_page(f"ticket.{ticket.pk}", signed)
        for replying, news in [(False, True), (False, False), (True, True)]:
            await apart(lambda replying=replying: see(ticket.pk, agent, replying=replying))
            if news:
                assert (await page.hears())["name"] == "presence"
            else:
                await page.hears_nothing(0.2)
        assert await apart(lambda: see(ticket.pk, outsider, replying=False)) == [("Ivo Lund", True)]

    play(port, scene)


def test_presence_fades_without_a_sign(people, time_machine):
    agent, outsider, colleague = people
    ticket = incident(by=colleague)
    see(ticket.pk, agent, replying=True)
    assert see(ticket.pk, outsider, replying=False) == [("Ivo Lund", True)]
    time_machine.move_to(timezone.now() + timedelta(seconds=60))
    assert see(ticket.pk, outsider, replying=False) == []


@pytest.mark.parametrize(("seconds", "still_here"), [(0, True), (10, False)])
def test_who_closes_the_page_is_gone_unless_another_one_followed(people, time_machine, seconds, still_here):
    agent, outsider, colleague = people
    ticket = incident(by=colleague)
    see(ticket.pk, agent, replying=False)
    time_machine.move_to(timezone.now() + timedelta(seconds=seconds))
    no_longer_here(frozenset({"desk", f"person.{agent.pk}", f"ticket.{ticket.pk}"}))
    assert bool(see(ticket.pk, outsider, replying=False)) is still_here


def test_without_valkey_pages_work_and_nobody_waits(people, settings):
    agent, outsider, colleague = people
    settings.VALKEY_URL = "unix:///nowhere/valkey.sock"
    hints.valkey.cache_clear()
    started = timezone.now()
    try:
        ticket = incident(by=colleague)
        see(ticket.pk, agent, replying=True)
        assert see(ticket.pk, outsider, replying=False) == []
        assert (timezone.now() - started).total_seconds() < 1
    finally:
        hints.valkey.cache_clear()
        hints._away_until = 0.0


def test_a_hint_costs_no_query_where_the_event_knows_its_ticket(people, django_assert_num_queries):
    event = Event.objects.select_related("ticket").get(pk=incident(by=people[2]).last_event)
    with django_assert_num_queries(0):
        live.tell(event)
