"""The weekend to come in the change calendar: switches in Porto, planned into a freeze that somebody put there since."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from changes.calendar import keeping
from changes.models import Change, Occasion, RiskQuestion
from demo.catalogue import MAIL, MEETINGS, NETWORK, ORDERS
from demo.history import World
from itsm.people.models import Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SWITCHES = (
    ("Put the old switches' settings aside", 20, False),
    ("Floor by floor: old switch out, new one in", 150, True),
    ("Try cables, Wi-Fi, printers and phones in every room", 50, False),
)
DATABASE = (("Stop orders", 5, False), ("Move the data", 70, False), ("Ten test orders", 20, False))
CERTIFICATES = (("Put the new certificates in", 20, False), ("Restart mail, one server at a time", 30, False))


class Weekend:
    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        self.jonas: Person = world.made.demo["change-manager"]
        self.networks, self.business, self.mail = (
            world.made.members[team][1] for team in ("Networks", "Business applications", "Collaboration")
        )
        self.answers = {question.key: 1 for question in RiskQuestion.objects.filter(is_active=True)}

    def tell(self) -> None:
        switches = self.switches()
        orders = self.orders()
        self.certificates()
        self.freezes()
        self.others()
        keeping.look_again([switches, orders], by=None, now=self.now - 20 * HOUR)
        self.talk(switches, orders)

    def saturday(self, hour: int) -> datetime:
        """The next one by Porto's clock, not today: as the maintenance that colleagues were told of."""
        there = self.now.astimezone(ZoneInfo(self.made.sites["Porto"].time_zone))
        ahead = (5 - there.weekday()) % 7 or 7
        return (there + timedelta(days=ahead)).replace(hour=hour, minute=0, second=0, microsecond=0)

    # Changes ----------------------------------------------------------------------------------------------------------

    def switches(self) -> Change:
        return self.change(
            NETWORK, self.networks, self.saturday(18), 4, days_ago=9, title="Porto: new network switches", steps=SWITCHES,
            description="All switches on the three floors in Porto are replaced.",
            reason="The old ones are eleven years old, and two have failed this year.",
            benefit="Wi-Fi in the meeting rooms on the third floor, and no more mornings without desk phones.",
            test_evidence="The same model has run in Leeds since March. All settings were tried on a spare switch.",
            back_out_plan="The old switches stay in the racks until Monday and are put back.", back_out_minutes=60,
        )  # fmt: skip

    def orders(self) -> Change:
        return self.change(
            ORDERS, self.business, self.saturday(19), 2, days_ago=4, title="Order desk: a faster database", steps=DATABASE,
            description="The order desk's data moves to the new database server.",
            reason="Quotes take half a minute on Monday mornings.", benefit="A quote in three seconds.",
            test_evidence="A copy of the data was moved twice; ten orders were made and compared.",
            back_out_plan="Orders are pointed back at the old server, which stays as it is.", back_out_minutes=15,
        )  # fmt: skip

    def certificates(self) -> Change:
        evening = self.saturday(20) + 3 * DAY
        return self.change(
            MAIL, self.mail, evening, 1, days_ago=2, title="Mail: new certificates", steps=CERTIFICATES,
            description="The certificates of both mail servers are renewed.", reason="They run out next month.",
            test_evidence="Done on the test server; all mail programs connected.",
            back_out_plan="The old certificates are put back; they are valid for three more weeks.", back_out_minutes=10,
        )  # fmt: skip

    def change(
        self, service: str, by: Person, starts_at: datetime, hours: int, *, days_ago: int, title: str, **plan: Any
    ) -> Change:  # fmt: skip
        at = self.now - days_ago * DAY
        steps = [
            {"what": what, "minutes": minutes, "owner": by, "no_return": no_return}
            for what, minutes, no_return in plan.pop("steps")
        ]
        where = self.world.services[service]
        made = Change.propose(
            by=by, title=title, now=at, service=where, team=where.team, site=self.made.sites["Porto"], steps=steps,
            starts_at=starts_at, ends_at=starts_at + hours * HOUR, risk_answers=self.answers, **plan,
        )  # fmt: skip
        made.submit(by=by, now=at + HOUR)
        return made

    # Occasions --------------------------------------------------------------------------------------------------------

    def freezes(self) -> None:
        friday = self.saturday(12) - DAY
        self.occasion(
            "freeze", "Porto ships the year's largest order", friday, friday + 2 * DAY + 18 * HOUR, sites=["Porto"],
            reason="Forty crates leave Porto until Sunday night. Scales, label printers and gates must work.\nAsk Jonas Weil about an exception.",
        )  # fmt: skip
        december = (self.now + 30 * DAY).replace(hour=8, minute=0, second=0)
        self.occasion(
            "freeze", "Books are closed", december, december + 12 * DAY, services=[ORDERS], reason="Finance closes the quarter."
        )  # fmt: skip

    def others(self) -> None:
        tuesday = self.saturday(9) + 3 * DAY
        self.occasion(
            "business_event",
            "The board meets",
            tuesday,
            tuesday + 4 * HOUR,
            services=[MEETINGS],
            sites=["Leeds"],
        )
        monday = self.saturday(8) - 5 * DAY
        for week, person in enumerate(self.made.members["Networks"][:4]):
            starts = monday + week * 7 * DAY
            self.occasion("on_call", "Networks", starts, starts + 7 * DAY, teams=["Networks"], person=person)

    def occasion(
        self, kind: str, title: str, starts_at: datetime, ends_at: datetime, *, services: tuple[str, ...] | list[str] = (),
        sites: tuple[str, ...] | list[str] = (), teams: tuple[str, ...] | list[str] = (), **about: Any,
    ) -> None:  # fmt: skip
        made = Occasion.objects.create(
            kind=kind, title=title, starts_at=starts_at, ends_at=ends_at, by=self.jonas, **about
        )
        made.services.set([self.world.services[name] for name in services])
        made.sites.set([self.made.sites[name] for name in sites])
        made.teams.set([self.made.teams[name] for name in teams])

    # What came of it --------------------------------------------------------------------------------------------------

    def talk(self, switches: Change, orders: Change) -> None:
        both = orders.collisions.filter(other=switches) | switches.collisions.filter(other=orders)
        row = both.get(kind="service")
        row.say(
            "From 18:00 to 22:00 the order desk has no network in Porto. Can yours wait until Sunday?",
            by=self.networks,
            now=self.now - 19 * HOUR,
        )
        row.say(
            "Sunday is fine with me, if the freeze lets either of us.",
            by=self.business,
            now=self.now - 17 * HOUR,
        )
        frozen = switches.collisions.get(kind="freeze")
        frozen.say(
            "The carrier comes on Saturday at 19:00. Without label printers nothing leaves. I cannot let this stand.",
            by=self.jonas,
            now=self.now - 16 * HOUR,
        )
