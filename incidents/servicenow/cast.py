"""Who and what the log names, looked up once or made: people, teams, services, sites, categories.

People from a log cannot sign in and stand in no picker until an administrator lets them: a log's names are no accounts.
Their addresses end in `.example`, so no mail of ours can reach anybody. A service is what the log calls a category
("first-level description of the affected service", say its authors); its subcategory becomes our category.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import models
from django.utils.text import slugify

from incidents.models import Category
from incidents.servicenow.log import Row
from itsm.people import roles
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service, amendment

M = TypeVar("M", bound=models.Model)

DOMAIN = "servicenow.example"
NOT_NAMED = "Not named"
NO_GROUP = "Group not named"
TOP_CATEGORY = "From ServiceNow"  # ours stay few at the top; what the log brings stands below this one
PEOPLE = ("caller_id", "opened_by", "sys_updated_by", "assigned_to")


@dataclass
class Names:
    """Every name in the log, gathered in one pass before anything is written."""

    people: set[str] = field(default_factory=lambda: {NOT_NAMED})
    resolvers: set[str] = field(default_factory=set)
    teams: set[str] = field(default_factory=lambda: {NO_GROUP})
    members: set[tuple[str, str]] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    sites: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)

    def see(self, row: Row) -> None:
        self.people.update(filter(None, map(row.__getitem__, PEOPLE)))
        self.teams.add(row["assignment_group"] or NO_GROUP)
        self.services.add(row["category"])
        self.sites.add(row["location"])
        self.categories.add(row["subcategory"])
        if row["assigned_to"]:
            self.resolvers.add(row["assigned_to"])
            self.members.add((row["assignment_group"] or NO_GROUP, row["assigned_to"]))

    def forget_missing(self) -> None:
        for names in (self.services, self.sites, self.categories):
            names.discard("")


@dataclass
class Cast:
    """Name → row. In a dry run the rows that would be made have made-up keys and are never saved."""

    people: dict[str, Person] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)

    def team(self, name: str) -> Team:
        return self.teams[name or NO_GROUP]

    def person(self, name: str) -> Person | None:
        return self.people.get(name)

    @property
    def stranger(self) -> Person:
        return self.people[NOT_NAMED]


def assemble(names: Names, *, agreement: int, zone: ZoneInfo, dry: bool) -> Cast:
    """Find what is there, make what is not. Doing it again makes nothing."""
    cast, password = Cast(), make_password(None)
    people = {
        address(name): Person(
            email=address(name), name=name[:120], is_active=False, time_zone=str(zone), password=password
        )
        for name in sorted(names.people)
    }
    by_address = _found_or_made(Person, "email", people, cast=cast, dry=dry)
    cast.people = {name: by_address[address(name)] for name in names.people}
    cast.teams = _named(Team, names.teams, cast=cast, dry=dry)
    cast.sites = _named(Site, names.sites, cast=cast, dry=dry, time_zone=str(zone))
    if dry:
        cast.services = _named(Service, names.services, cast=cast, dry=dry)
    else:
        with amendment():
            cast.services = _named(Service, names.services, cast=cast, dry=dry, agreement_id=agreement)
    cast.categories = _categories(names.categories, cast=cast, dry=dry)
    if not dry:
        _give_roles(names, cast)
    return cast


def address(name: str) -> str:
    """“Caller 4491” → caller-4491@…; names that differ only in what an address cannot say keep apart by a fingerprint."""
    slug = slugify(name)[:40]
    if slug.replace("-", " ") != name.lower():
        slug = f"{slug or 'person'}-{blake2b(name.encode(), digest_size=4).hexdigest()}"
    return f"{slug}@{DOMAIN}"


def _named(model: type[M], names: Iterable[str], *, cast: Cast, dry: bool, **fields: Any) -> dict[str, M]:
    rows = {name: model(name=name[:80], **fields) for name in sorted(names)}
    return _found_or_made(model, "name", rows, cast=cast, dry=dry)


def _categories(names: set[str], *, cast: Cast, dry: bool) -> dict[str, Category]:
    if not names:
        return {}
    top = _found_or_made(
        Category, "name", {TOP_CATEGORY: Category(name=TOP_CATEGORY)}, cast=cast, dry=dry, parent=None
    )[TOP_CATEGORY]
    rows = {name: Category(name=name[:60], parent=None if dry else top) for name in sorted(names)}
    return _found_or_made(Category, "name", rows, cast=cast, dry=dry, parent=None if dry else top)


def _found_or_made(
    model: type[M], key: str, wanted: dict[str, M], *, cast: Cast, dry: bool, **among: Any
) -> dict[str, M]:
    manager = model._default_manager
    found = {getattr(row, key): row for row in manager.filter(**{f"{key}__in": wanted}, **among)}
    missing = [row for name, row in wanted.items() if getattr(row, key) not in found]
    if dry:
        for pk, row in zip(count(-1, -1), missing, strict=False):
            row.pk = pk
    else:
        manager.bulk_create(missing)
    plural = str(model._meta.verbose_name_plural)
    cast.made[plural] = cast.made.get(plural, 0) + len(missing)
    found |= {getattr(row, key): row for row in missing}
    return {name: found[getattr(row, key)] for name, row in wanted.items()}


def _give_roles(names: Names, cast: Cast) -> None:
    """Who is named as a resolver is an agent and a member of every group that named them."""
    agents = Group.objects.get(name=roles.AGENT)
    through: Any = Person.groups.through
    through.objects.bulk_create(
        [through(person_id=cast.people[name].pk, group_id=agents.pk) for name in sorted(names.resolvers)],
        ignore_conflicts=True,
    )
    member: Any = Team.members.through
    member.objects.bulk_create(
        [
            member(team_id=cast.teams[team].pk, person_id=cast.people[name].pk)
            for team, name in sorted(names.members)
        ],
        ignore_conflicts=True,
    )
