"""Halden Instruments: its sites, its colleagues, its eight support teams."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.models import prefetch_related_objects

from demo.names import DEPARTMENTS, FAMILY_FIRST, MIXTURE, NAMES, UNUSUAL
from itsm.people import roles
from itsm.people.demo import DEMO_PEOPLE
from itsm.people.models import Person, Site, Team

PASSWORD = "halden-demo"  # noqa: S105 - the demo people's, printed by `manage.py demo --sign-ins`; nobody else can sign in
COLLEAGUES = 600
SHARES = {"Porto": 0.34, "Leeds": 0.27, "Boston": 0.21, "Singapore": 0.18}
SITES = {
    "Porto": ("Europe/Lisbon", "PT", "+351 22 555"),
    "Leeds": ("Europe/London", "GB", "+44 113 496"),
    "Boston": ("America/New_York", "US", "+1 617 555"),
    "Singapore": ("Asia/Singapore", "SG", "+65 6555"),
}
# Team → (what it is there for, hand-over target in minutes, how many at each site in the order of SITES).
TEAMS: dict[str, tuple[str, int, tuple[int, int, int, int]]] = {
    "Service desk": ("Answers first, whatever it is.", 20, (4, 3, 3, 2)),
    "Collaboration": ("Mail, calendars, meetings and shared files.", 30, (2, 2, 1, 1)),
    "Networks": ("Offices online, and everyone else from wherever they are.", 30, (2, 2, 1, 1)),
    "Workplace": ("Laptops, phones, printers, desks and meeting rooms.", 45, (2, 2, 2, 2)),
    "Identity": ("Accounts, sign-in and who may do what.", 30, (2, 2, 0, 1)),
    "Business applications": ("Orders, finance, expenses.", 60, (2, 2, 1, 0)),
    "Engineering systems": ("Drawings, simulations, test benches.", 60, (1, 3, 1, 1)),
    "People systems": ("Payroll, time and holidays.", 90, (2, 1, 0, 0)),
}
FIRST_LINE = "Service desk"
# The demo people's places. Ivo also helps Collaboration, so he sees two queues.
PLACES = {
    "agent": "Porto",
    "colleague": "Porto",
    "manager": "Leeds",
    "change-manager": "Leeds",
    "administrator": "Boston",
}
IVO_HELPS = (FIRST_LINE, "Collaboration")


@dataclass
class Organisation:
    """Everyone, and who works at the desk."""

    sites: dict[str, Site] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    demo: dict[str, Person] = field(default_factory=dict)
    colleagues: list[Person] = field(default_factory=list)  # nobody of the desk
    members: dict[str, list[Person]] = field(
        default_factory=dict
    )  # by team; without Ivo, whose tickets are the stories'

    def at(self, site: str, team: str) -> list[Person]:
        """Members of a team who work at a site, or all of them where none does."""
        here = [person for person in self.members[team] if person.site and person.site.name == site]
        return here or self.members[team]

    @cached_property
    def neighbours(self) -> dict[int | None, list[Person]]:
        """Colleagues by site; without the first, who is the demo's own."""
        found: dict[int | None, list[Person]] = defaultdict(list)
        for person in self.colleagues[1:]:
            found[person.site_id].append(person)
        return found

    def lead(self, team: str) -> Person:
        return self.members[team][0]


def hire(rng: Random, *, colleagues: int) -> Organisation:
    made = Organisation()
    for name, (zone, country, _phone) in SITES.items():
        made.sites[name] = Site.objects.get_or_create(
            name=name, defaults={"time_zone": zone, "country": country}
        )[0]
    crowd = Crowd(made, rng)
    made.demo = {key: crowd.demo_person(key) for key in DEMO_PEOPLE}
    staff = {team: crowd.team(team) for team in TEAMS}
    made.colleagues = [made.demo["colleague"], *crowd.unusual(), *crowd.departments(colleagues)]
    Person.objects.bulk_create(crowd.people)
    Person.objects.bulk_update(crowd.report_lines(), ["manager"])
    form_teams(made, staff)
    give_roles(made)
    prefetch_related_objects(crowd.people, "groups")  # whose word is the desk's is asked thousands of times
    return made


def form_teams(made: Organisation, staff: dict[str, list[Person]]) -> None:
    for name, (purpose, minutes, _sizes) in TEAMS.items():
        made.members[name] = staff[name]
        made.teams[name] = Team.objects.create(
            name=name, purpose=purpose, lead=staff[name][0], first_line=name == FIRST_LINE,
            handover_target=timedelta(minutes=minutes), mailbox=f"{slug(name)}@halden.example",
        )  # fmt: skip
        made.teams[name].members.set(staff[name])
    for name in IVO_HELPS:
        made.teams[name].members.add(made.demo["agent"])


def give_roles(made: Organisation) -> None:
    groups = {group.name: group for group in Group.objects.filter(name__in=roles.GROUPS)}
    agents = {person.pk for team in made.members.values() for person in team}
    link = Person.groups.through
    rows = [(pk, groups[roles.AGENT].pk) for pk in agents]
    rows += [
        (made.demo[key].pk, groups[who.role].pk) for key, who in DEMO_PEOPLE.items() if who.role in groups
    ]
    link.objects.bulk_create([link(person_id=person, group_id=group) for person, group in rows])


class Crowd:
    """Makes people whose addresses never clash."""

    def __init__(self, made: Organisation, rng: Random) -> None:
        self.sites, self.rng = made.sites, rng
        self.people: list[Person] = []
        self.taken: set[str] = set()
        self.heads: dict[str, Person] = {}
        self.department: dict[int, str] = {}

    def demo_person(self, key: str) -> Person:
        who = DEMO_PEOPLE[key]
        titles = {"colleague": "Account manager", "agent": "Service desk agent", "manager": "Head of IT"}
        person = self.add(who.name, PLACES[key], titles.get(key, str(who.label)), email=who.email)
        person.password = _password()
        return person

    def team(self, name: str) -> list[Person]:
        sizes = zip(SITES, TEAMS[name][2], strict=True)
        places = [site for site, size in sizes for _n in range(size)]
        return [
            self.add(*self.name(site), f"{name}, {'lead' if n == 0 else 'agent'}")
            for n, site in enumerate(places)
        ]

    def unusual(self) -> list[Person]:
        made = []
        for name, preferred, address, site in UNUSUAL:
            person = self.add(name, site, "Account manager", email=f"{address}@halden.example")
            person.preferred_name = preferred
            self.department[id(person)] = "Sales"
            made.append(person)
        return made

    def departments(self, most: int) -> list[Person]:
        places, most = list(SHARES), most - len(self.people)
        made = []
        for department, (share, titles, head) in DEPARTMENTS.items():
            for n in range(max(2, round(share * most / 100))):
                place = self.rng.choices(places, list(SHARES.values()))[0]
                person = self.add(*self.name(place), head if n == 0 else self.rng.choice(titles.split("|")))
                self.department[id(person)] = department
                self.heads.setdefault(department, person)
                made.append(person)
        return made

    def name(self, site: str) -> tuple[str, str]:
        """A name that nobody has yet, with the site it belongs to."""
        while True:
            family = self.rng.choices(list(MIXTURE[site]), list(MIXTURE[site].values()))[0]
            given, last = (self.rng.choice(part.split("|" if "|" in part else " ")) for part in NAMES[family])
            if family == "pt" and self.rng.random() < 0.35:
                last = f"{self.rng.choice([n for n in NAMES['pt'][1].split() if n != last])} {last}"
            name = f"{last} {given}" if family in FAMILY_FIRST else f"{given} {last}"
            if slug(name) not in self.taken:
                return name, site

    def add(self, name: str, site: str, job: str, *, email: str = "") -> Person:
        self.taken.add(slug(name))
        _zone, _country, phone = SITES[site]
        person = Person(
            name=name, email=email or f"{slug(name)}@halden.example", site=self.sites[site], password="!",  # noqa: S106
            time_zone=self.sites[site].time_zone, job_title=job, phone=f"{phone} {self.rng.randrange(1000, 9999)}",
        )  # fmt: skip
        self.people.append(person)
        return person

    def report_lines(self) -> list[Person]:
        """Everyone reports to their department's head, the desk to its team's lead, leads to the head of IT."""
        marit = next(person for person in self.people if person.email == DEMO_PEOPLE["manager"].email)
        leads: dict[str, Person] = {}
        for person in self.people:
            team = person.job_title.rpartition(", ")[0]
            if team in TEAMS:
                leads.setdefault(team, person)
                person.manager = marit if leads[team] is person else leads[team]
            elif person is not marit:
                head = self.heads.get(self.department.get(id(person), "Sales"))
                person.manager = None if head is person else head
        return self.people


def slug(name: str) -> str:
    """The name as an address has it: plain small letters with dots."""
    special = str.maketrans(
        {"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "Þ": "Th", "ð": "d", "’": "", "'": ""}
    )
    plain = unicodedata.normalize("NFKD", name.translate(special)).encode("ascii", "ignore").decode()
    return ".".join(plain.lower().replace("-", " ").split())


def _password() -> str:
    """Computed once: the hash is slow on purpose."""
    if not _kept:
        _kept.append(make_password(PASSWORD))
    return _kept[0]


_kept: list[str] = []
