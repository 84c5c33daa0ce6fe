"""Ninety days of notices that are over: outages in four messages, maintenance planned, done, moved or called off.

Written as rows, for they are history: the one of today is told by its verbs. An outage with a ticket takes its hours from it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from operator import attrgetter

from django.db import connection

from comms.models import Aim, Audience, Notice, Phase, ServiceOnStatus, StatusPage, Text, Update
from demo.catalogue import (
    BENCHES,
    DRAWINGS,
    EXPENSES,
    FILES,
    INTRANET,
    LAPTOPS,
    MAIL,
    MEETINGS,
    NETWORK,
    ORDERS,
    PAYROLL,
    PRINTING,
    REMOTE,
    SIGN_IN,
)  # fmt: skip
from demo.history import World
from incidents.models import Incident
from itsm.people.models import Person

GROUPS = {
    "Getting in": (NETWORK, SIGN_IN, REMOTE),
    "Working together": (MAIL, MEETINGS, FILES, INTRANET),
    "On your desk": (LAPTOPS, PRINTING),
    "Running the business": (ORDERS, EXPENSES, PAYROLL),
    "Engineering": (DRAWINGS, BENCHES),
}
PUBLIC = frozenset({SIGN_IN, REMOTE, MAIL, ORDERS})


@dataclass(frozen=True)
class Outage:
    """`ago` days, at `hour` UTC. `minutes`: the cause was found, the fix stood, it was over."""

    ago: int
    hour: int
    services: tuple[str, ...]
    title: str
    what: str
    cause: str
    fixed: str
    minutes: tuple[int, int, int]
    with_ticket: bool = False  # a part of it was broken; the service as such worked


@dataclass(frozen=True)
class Maintenance:
    """`moved`: by so many days, said two days before. `off`: called off a day before."""

    ago: int
    hour: int
    hours: int
    services: tuple[str, ...]
    title: str
    what: str
    moved: int = 0
    off: str = ""


OUTAGES = (
    Outage(87, 8, (PRINTING,), "Printers in Leeds do not print", "Print jobs from Leeds stay in the queue. Scanning works.", "An update of the print server stopped its queue.", "The queue runs again. What waited has been printed.", (25, 55, 90)),
    Outage(79, 13, (MEETINGS,), "Video meetings break off", "Calls with more than four people break off after some minutes.", "One of two gateways was full.", "Calls go through the second gateway, and the first has room again.", (35, 80, 150), with_ticket=True),
    Outage(71, 6, (SIGN_IN, REMOTE), "Nobody can sign in from outside the offices", "The second factor is not asked for, so signing in from home ends with an error. In the offices everything works.", "A certificate had ended in the night.", "The certificate is new, and we are told a month before the next one ends.", (20, 45, 65)),
    Outage(63, 15, (ORDERS,), "Order desk is slow", "Opening an order takes up to a minute. Nothing is lost.", "A report for the quarter read the whole database.", "The report now runs at night. Orders open as usual.", (30, 60, 120), with_ticket=True),
    Outage(52, 10, (NETWORK,), "Wi-Fi in Porto is down on two floors", "On the second and third floor in Porto there is no Wi-Fi. Cables work.", "A switch in the second floor lost its power.", "The switch has new power. Wi-Fi is back on both floors.", (15, 70, 95)),
    Outage(44, 9, (FILES, DRAWINGS), "Shared files cannot be saved", "Files open, but saving ends with an error. Keep your file open, or save it on your laptop for now.", "The storage behind the files was full.", "There is room again. Save your open files once more.", (20, 50, 85)),
    Outage(36, 7, (PAYROLL,), "Time stamps from the gates are missing", "Times from the gates arrive late. They are not lost.", "A transfer at night had stopped.", "All stamps of the day have arrived.", (40, 75, 200), with_ticket=True),
    Outage(27, 12, (REMOTE,), "Remote access drops", "Connections from home drop every few minutes.", "A new line carried only half of what it should.", "All connections go over the other line until the provider has repaired this one.", (45, 90, 160), with_ticket=True),
    Outage(19, 14, (INTRANET,), "Intranet shows an empty page", "Every page of the intranet is empty. Forms can be reached through the link in your bookmarks.", "A change of the start page was wrong.", "The change is undone.", (10, 15, 30)),
    Outage(12, 8, (MAIL,), "Mail arrives late", "Mails from outside arrive up to an hour late. Mails among us are on time.", "The spam filter could not keep up with a wave of mails.", "The filter has caught up. Nothing was lost.", (25, 60, 140), with_ticket=True),
    Outage(6, 11, (BENCHES,), "Test benches in Singapore wait for drawings", "Benches in Singapore do not get drawings from the vault. Benches in Leeds work.", "The line between the sites was cut by building work.", "The provider has repaired the line.", (60, 150, 210)),
)  # fmt: skip
MAINTENANCES = (
    Maintenance(81, 19, 2, (ORDERS,), "Order desk: new version", "Order desk is closed for two hours. Orders that come by mail are taken up afterwards."),
    Maintenance(67, 5, 3, (NETWORK,), "Office network: new switches in Boston", "No network in Boston, by cable or by air, for up to three hours."),
    Maintenance(54, 20, 1, (SIGN_IN,), "Signing in: certificates renewed", "For some minutes you may be asked to sign in again."),
    Maintenance(40, 18, 4, (FILES,), "Shared files: larger storage", "Shared files can be read but not saved for four hours.", moved=3),
    Maintenance(33, 19, 2, (EXPENSES,), "Expenses and travel: new version", "Expenses and travel are closed for two hours."),
    Maintenance(24, 6, 2, (PRINTING,), "Printing: new server in Singapore", "Nobody in Singapore can print for two hours.", off="The new server has a fault. We tell you when there is another date."),
    Maintenance(17, 20, 3, (MAIL,), "Mail and calendar: yearly update", "No mail and no calendar for up to three hours. What others send you waits and arrives afterwards."),
    Maintenance(9, 19, 2, (DRAWINGS,), "Drawing vault: index built anew", "Drawings can be opened by their number; searching is off for two hours."),
)  # fmt: skip


def tell_past_notices(world: World) -> None:
    place_services(world)
    writers = _Writers(world)
    for story in sorted((*OUTAGES, *MAINTENANCES), key=attrgetter("ago"), reverse=True):
        match story:
            case Outage():
                writers.outage(story)
            case Maintenance():
                writers.maintenance(story)
    writers.keep()


def place_services(world: World) -> None:
    """Closed to the outside, as a fresh desk is; which services would be open is chosen already."""
    StatusPage.objects.create(pk=StatusPage.ONLY, title="Halden Instruments")
    ServiceOnStatus.objects.bulk_create(
        ServiceOnStatus(service=world.services[name], group=group, public=name in PUBLIC)
        for group, names in GROUPS.items()
        for name in names
    )


class _Writers:
    def __init__(self, world: World) -> None:
        self.world = world
        self.by: Person = world.made.members["Service desk"][0]
        self.updates: list[Update] = []
        self.texts: list[Text] = []
        self.notices: list[Notice] = []

    def outage(self, outage: Outage) -> None:
        began = self._at(outage.ago, outage.hour) + timedelta(minutes=7)
        ticket = self._ticket(outage, began) if outage.with_ticket else None
        began = ticket.opened_at + timedelta(minutes=9) if ticket else began
        found, fixed, over = (began + timedelta(minutes=minutes) for minutes in outage.minutes)
        over = ticket.resolved_at if ticket and ticket.resolved_at else over
        notice = self._notice(
            Notice.Kind.OUTAGE, Phase.RESOLVED, outage.title, outage.services, began, over, ticket=ticket
        )
        notice.starts_at = began
        we = "We look for the cause."
        steps = [(began, "publish", Phase.INVESTIGATING, outage.title, outage.what, we, 30)]
        if found < over:
            steps.append(
                (
                    found,
                    "identify",
                    Phase.IDENTIFIED,
                    "The cause is found",
                    outage.cause,
                    "We are repairing it.",
                    30,
                )
            )
        if fixed < over:
            steps.append(
                (
                    fixed,
                    "monitor",
                    Phase.MONITORING,
                    "It works again; we are watching",
                    outage.fixed,
                    "We watch it for a while.",
                    60,
                )
            )
        steps.append((over, "resolve", Phase.RESOLVED, f"Over: {outage.title}", outage.fixed, "", 0))
        for at, verb, phase, subject, what, doing, minutes in steps:
            self._say(notice, verb, phase, at, subject, what, we=doing, next_in=minutes)

    def maintenance(self, plan: Maintenance) -> None:
        starts = self._at(plan.ago, plan.hour)
        ends = starts + timedelta(hours=plan.hours)
        announced = starts - timedelta(days=7, hours=5)
        first = starts - timedelta(days=plan.moved)
        phase = Phase.CANCELLED if plan.off else Phase.DONE
        over = starts - timedelta(days=1) if plan.off else ends - timedelta(minutes=20)
        notice = self._notice(Notice.Kind.MAINTENANCE, phase, plan.title, plan.services, announced, over)
        notice.starts_at, notice.ends_at = starts, ends
        say = partial(self._say, notice)
        then, now = (first, first + (ends - starts)), (starts, ends)
        say("publish", Phase.PLANNED, announced, plan.title, plan.what, planned=then)
        if plan.moved:
            words = f"It comes {plan.moved} days later. {plan.what}"
            known = starts - timedelta(days=plan.moved + 2)
            say("reschedule", Phase.PLANNED, known, f"Moved: {plan.title}", words, planned=now)
        if plan.off:
            say("cancel", Phase.CANCELLED, over, f"Called off: {plan.title}", plan.off)
            return
        say("start", Phase.IN_PROGRESS, starts, f"Begun: {plan.title}", plan.what, planned=now)
        say("finish", Phase.DONE, over, f"Done: {plan.title}", "Everything works as before.")

    def keep(self) -> None:
        Notice.objects.bulk_update(self.notices, ["starts_at", "ends_at"])
        Update.objects.bulk_create(sorted(self.updates, key=lambda update: update.at))
        Text.objects.bulk_create(self.texts)
        Aim.objects.bulk_create(Aim(notice=notice, everyone=True) for notice in self.notices)
        with connection.cursor() as cursor:
            cursor.execute(ADDRESSED, [[notice.pk for notice in self.notices]])

    def _at(self, ago: int, hour: int) -> datetime:
        day = (self.world.now - timedelta(days=ago)).date()
        return datetime.combine(day, time(hour), tzinfo=self.world.now.tzinfo)

    def _ticket(self, outage: Outage, near: datetime) -> Incident | None:
        """One of many colleagues' that was over within the day; of the nearest week, the nearest."""
        found = Incident.objects.filter(
            service=self.world.services[outage.services[0]], impact__lte=2, restricted=False, resolved_at__isnull=False,
            opened_at__range=(near - timedelta(days=4), near + timedelta(days=4)),
        )  # fmt: skip
        short = [
            one for one in found if timedelta(hours=1) < one.resolved_at - one.opened_at < timedelta(hours=9)
        ]
        return min(short, key=lambda one: (abs(one.opened_at - near), one.pk), default=None)

    def _notice(
        self, kind: str, phase: str, title: str, services: tuple[str, ...], since: datetime, over: datetime, *,
        ticket: Incident | None = None,
    ) -> Notice:  # fmt: skip
        notice = Notice.objects.create(
            kind=kind, phase=phase, open=False, title=title, ticket=ticket, opened_by=self.by, opened_at=since,
            published_at=since, over_at=over, public=PUBLIC.issuperset(services),
        )  # fmt: skip
        notice.services.set([self.world.services[name] for name in services])
        self.notices.append(notice)
        return notice

    def _say(
        self, notice: Notice, verb: str, phase: str, at: datetime, subject: str, what: str, *, we: str = "",
        next_in: int = 0, planned: tuple[datetime, datetime] | None = None,
    ) -> None:  # fmt: skip
        starts, ends = planned or (None, None)
        update = Update(
            notice=notice, verb=verb, phase=phase, by=self.by, at=at, starts_at=starts, ends_at=ends, fanned_out_at=at,
            next_update_at=at + timedelta(minutes=next_in) if next_in else None,
        )  # fmt: skip
        next_word = f"Within {next_in} minutes." if next_in else ""
        self.updates.append(update)
        self.texts.append(
            Text(
                update=update, audience=Audience.COLLEAGUES, subject=subject, what=what, we=we, next=next_word
            )
        )


# Everybody was told; who saw it and when comes from their own number and the notice's, the same in every demo.
ADDRESSED = """
    INSERT INTO comms_addressee (notice_id, person_id, audience, why, about, addressed_at, delivered_at, seen_at)
    SELECT notice.id, person.id, 'colleagues', 'everyone', '', notice.published_at,
           CASE WHEN luck.n %% 100 < 98 THEN notice.published_at + make_interval(secs => 20 + luck.n %% 90) END,
           CASE WHEN luck.n %% 100 < 64 THEN notice.published_at + make_interval(mins => 2 + luck.n %% 170) END
    FROM comms_notice notice
    JOIN people_person person ON person.is_active
    CROSS JOIN LATERAL (SELECT ('x' || left(md5(person.email || notice.title), 7))::bit(28)::int AS n) luck
    WHERE notice.id = ANY(%s)
"""
