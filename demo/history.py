"""A hundred and twenty days of tickets, ending now. The same seed makes the same days; only “now” moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from demo.catalogue import MEETINGS, OFFERS
from demo.life import Life
from demo.people import FIRST_LINE, SHARES, Organisation
from demo.rehearsal import Rehearsed
from demo.script import Case, Script, cases
from incidents.models import Category
from itsm.people.models import Person
from itsm.services.models import Service
from itsm.services.policy import Policy
from itsm.tickets.models import Channel

DAYS = 120
TICKETS = 3600
# How busy an hour of a site's day is, from eight to eighteen, and a day of its week.
HOURS = {8: 9, 9: 16, 10: 14, 11: 11, 12: 5, 13: 8, 14: 12, 15: 10, 16: 7, 17: 3, 20: 1, 22: 1}
WEEKDAYS = (26, 21, 19, 18, 14, 1, 1)
CHANNELS = {Channel.PORTAL: 52, Channel.MAIL: 22, Channel.PHONE: 13, Channel.WALK_UP: 7, Channel.CHAT: 6}
BY_AN_AGENT = frozenset({Channel.PHONE, Channel.WALK_UP})


@dataclass
class World:
    """What every life needs to know."""

    made: Organisation
    services: dict[str, Service]
    categories: dict[str, Category]
    policy: Policy
    now: datetime
    seed: str


def past(world: World, *, count: int) -> Iterator[Rehearsed]:
    for n in range(count):
        yield lived(world, Random(f"{world.seed}:{n}"))  # noqa: S311 - made-up people, not secrets


def lived(world: World, rng: Random) -> Rehearsed:
    offer = rng.choices(OFFERS, [offer.share for offer in OFFERS])[0]
    sites = [world.made.sites[name] for name in offer.sites or SHARES]
    site = rng.choices(sites, [SHARES[site.name] for site in sites])[0]
    requester = rng.choice(world.made.neighbours[site.pk])
    kinds = cases()[offer.name]
    case = rng.choices(kinds, [kind.weight for kind in kinds])[0]
    ticket, script = opened(world, rng, case, requester=requester, at=arrival(rng, requester, world.now))
    life = Life(ticket, script, world.made, rng=rng, now=world.now)
    if case.impact < 3 and ticket.opened_at < world.now - timedelta(minutes=30):
        same_trouble(life, rng)
    life.run(plan(rng, case))
    return ticket


def opened(
    world: World, rng: Random, case: Case, *, requester: Person, at: datetime, **fields: Any
) -> tuple[Rehearsed, Script]:
    offer = next(offer for offer in OFFERS if offer.name == case.service)
    script = Script(
        case,
        rng,
        colleague=rng.choice(world.made.neighbours[requester.site_id]).name,
        site=requester.site.name if requester.site else "the office",
    )
    channel = rng.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    by = rng.choice(world.made.members[FIRST_LINE]) if channel in BY_AN_AGENT else requester
    straight = offer.team != FIRST_LINE and (case.restricted or rng.random() < 0.45)
    about: dict[str, Any] = {
        "title": script.title, "description": script.say("d"), "channel": channel, "impact": case.impact,
        "urgency": urgency(rng, case), "service": world.services[case.service], "restricted": case.restricted,
        "team": world.made.teams[offer.team if straight else FIRST_LINE],
        "category": world.categories[case.category or offer.category],
        "since_when": script.slots["since"] if rng.random() < 0.4 else "",
    }  # fmt: skip
    ticket = Rehearsed.begin(
        by=by, requester=requester, policy=world.policy, now=at, **(about | {"status": "new"} | fields)
    )
    return ticket, script


def urgency(rng: Random, case: Case) -> int:
    return min(4, max(1, case.urgency + rng.choices((-1, 0, 1), (6, 76, 18))[0]))


def arrival(rng: Random, requester: Person, now: datetime) -> datetime:
    """Some working hour of the requester's site within the days behind us, lately a little more than before."""
    while True:
        day = now - timedelta(days=DAYS * (1 - rng.random() ** 0.9))
        local = day.astimezone(ZoneInfo(requester.time_zone))
        if rng.random() * max(WEEKDAYS) > WEEKDAYS[local.weekday()]:
            continue
        hour = rng.choices(list(HOURS), list(HOURS.values()))[0]
        at = local.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0)
        if timedelta(0) < now - at < timedelta(days=DAYS):
            return at.astimezone(now.tzinfo)


def same_trouble(life: Life, rng: Random) -> None:
    for person in rng.sample(life.made.colleagues[1:], rng.randrange(1, 7)):
        if person.pk != life.ticket.requester_id:
            life.at += timedelta(seconds=rng.randrange(20, 160))
            life.ticket.me_too(by=person, now=life.at)


def plan(rng: Random, case: Case) -> list[str]:
    """Which steps this life will have, if time allows. Meetings look good on paper and keep coming back."""
    chance = rng.random
    if chance() < 0.02:
        return ["pick_up", "cancel"]
    steps = ["pick_up"]
    steps += ["first_word"] * (chance() < 0.8)
    if case.service == MEETINGS:
        return [*steps, "resolve", *(["not_solved", "resolve"] * (chance() < 0.34)), "finish"]
    steps += ["ask", "answer"] * (bool(case.said["q"]) and chance() < 0.5)
    steps += ["note"] * (chance() < 0.4)
    steps += ["hand_over"] * (chance() < 0.4)
    steps += ["call"] * (chance() < 0.1) + ["nudge"] * (chance() < 0.07) + ["supplier"] * (chance() < 0.05)
    steps += ["work", "resolve"]
    steps += ["not_solved", "work", "resolve"] * (chance() < 0.05)
    return [*steps, "finish"]
