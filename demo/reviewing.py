"""How Halden talks about how it goes: its business units, what each service is needed for, targets that pull against each other,
goals with a figure, a review with what was decided there, and a unit that nobody talked with for a hundred days.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from comms.meetings import agenda, letters, units
from comms.models import Action, Attendance, Decision, Meeting
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
from demo.names import DEPARTMENTS
from itsm.insights.goals.models import FigureTarget
from itsm.people.models import BusinessUnit, Person
from itsm.services.models import Goal, SignOff, Stakeholder

DAY = timedelta(days=1)
PLACE = "Leeds, room Wharfe, and by video"
# Unit → (what it does, the unit above it, days since the last talk).
UNITS = {
    "Operations": ("Builds, tests and ships what was ordered.", "", 41),
    "Assembly": ("Builds the instruments, in two shifts.", "Operations", 100),
    "Logistics": ("Parts in, instruments out, on the day that was promised.", "Operations", 33),
    "Quality": ("Measures what was built, and signs for it.", "Operations", 62),
    "Engineering": ("Designs the next instrument.", "", 26),
    "Sales": ("Turns questions into orders.", "", 12),
    "Field service": ("Keeps instruments running at customers’.", "Sales", 54),
    "Finance": ("Pays, bills and closes the month.", "", 19),
    "People": ("Hires, pays and looks after everybody.", "", 47),
    "Marketing": ("Says what Halden can do.", "Sales", 71),
}
# Service → whose head needs it, and for what.
NEEDS = {
    NETWORK: ("Assembly", "The line stands still without it."), SIGN_IN: ("People", "Newcomers work on their first day."),
    MAIL: ("Sales", "Quotes reach customers the same day."), FILES: ("Finance", "Receipts are found when auditors ask."),
    MEETINGS: ("Marketing", "Customers see us without a second call."), REMOTE: ("Field service", "Visits are written up on the road."),
    LAPTOPS: ("Engineering", "A broken one is replaced within a day."), PRINTING: ("Logistics", "Labels print before the truck leaves at four."),
    INTRANET: ("People", "Shift plans are read by Friday noon."), ORDERS: ("Sales", "Orders go out before four in the afternoon."),
    EXPENSES: ("Finance", "The month closes on the third working day."), DRAWINGS: ("Engineering", "A drawing opens in ten seconds, also in Boston."),
    BENCHES: ("Quality", "Test results are kept for fifteen years."), PAYROLL: ("People", "Everybody is paid on the 25th."),
}  # fmt: skip


class Reviewing:
    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        self.marit, self.today = world.made.demo["manager"], world.now.date()
        self.heads = self.find_heads()

    def find_heads(self) -> dict[str, Person]:
        titles = {head: name for name, (_share, _titles, head) in DEPARTMENTS.items()}
        found = Person.objects.filter(job_title__in=titles).order_by("-pk")
        return {titles[person.job_title]: person for person in found}

    def tell(self) -> None:
        self.name_units()
        self.name_stakeholders()
        self.set_targets()
        self.pursue()
        self.talk()
        units.remind(now=self.now - 9 * DAY)
        self.review()

    # Who IT works for -------------------------------------------------------------------------------------------------

    def name_units(self) -> None:
        keepers = [
            self.marit,
            *(self.made.lead(team) for team in ("Business applications", "Engineering systems")),
        ]
        self.units: dict[str, BusinessUnit] = {}
        for n, (name, (purpose, above, _days)) in enumerate(UNITS.items()):
            self.units[name] = BusinessUnit.objects.create(
                name=name, purpose=purpose, parent=self.units.get(above), contact=self.heads.get(name),
                keeper=keepers[n % 3 if name != "Assembly" else 0], known_since=self.today - 400 * DAY,
            )  # fmt: skip
        for name, head in self.heads.items():
            Person.objects.filter(Q(manager=head) | Q(pk=head.pk), unit=None).update(unit=self.units[name])

    def name_stakeholders(self) -> None:
        Stakeholder.objects.bulk_create(
            Stakeholder(service=self.world.services[service], person=self.heads[unit], needs=needs)
            for service, (unit, needs) in NEEDS.items()
            if unit in self.heads
        )

    # What should be ---------------------------------------------------------------------------------------------------

    def set_targets(self) -> None:
        """The last two pull against each other: that is what Halden's heads argue about."""
        aims = (("promises_kept", 95, None), ("sla_met", 92, None), ("reopened", 6, None), ("time_to_resolve", 8, None), ("time_to_resolve", 4, ORDERS), ("handovers", 0.25, None), ("first_response", 0.5, None))  # fmt: skip
        FigureTarget.objects.bulk_create(
            FigureTarget(
                measure=measure, value=value, since=self.today - 90 * DAY, set_by=self.marit,
                service=self.world.services[service] if service else None,
            )
            for measure, value, service in aims
        )  # fmt: skip

    def pursue(self) -> None:
        """Half of the way to working from anywhere; two goals that cannot both be had."""
        anywhere = Goal.objects.get(name__startswith="Work from anywhere")
        self.aim(anywhere, "time_to_resolve", REMOTE, baseline=36, target=16, days=60)
        quotes = Goal.objects.get(name__startswith="A quote")
        quotes.units.set([self.units["Sales"]])
        self.aim(quotes, "first_response", ORDERS, baseline=0.7, target=0.2, days=20)
        kept_up = Goal.objects.create(
            name="Nine in ten agreed times are met", owner=self.made.lead("Service desk"), measure="sla_met", direction="higher",
            baseline=84, target=90, started_on=self.today - 60 * DAY, reached_by=self.today + 45 * DAY,
            says="What was agreed with the units is kept in nine of ten cases, without pausing clocks for it.",
        )  # fmt: skip
        kept_up.units.set([self.units["Operations"]])
        kept_up.services.set([self.world.services[name] for name in (NETWORK, LAPTOPS, PRINTING)])
        anywhere.units.set([self.units["Field service"]])
        self.sign(anywhere)

    def aim(
        self, goal: Goal, measure: str, service: str, *, baseline: float, target: float, days: int
    ) -> None:
        """What the figures of these 120 days are about: in the middle of the one, short of the other."""
        goal.measure, goal.measured_service, goal.direction = (
            measure,
            self.world.services[service],
            Goal.Direction.LOWER,
        )
        goal.baseline, goal.target = baseline, target
        goal.started_on, goal.reached_by = self.today - 60 * DAY, self.today + days * DAY
        goal.save()

    def sign(self, goal: Goal) -> None:
        teams = Goal.objects.for_list().get(pk=goal.pk).teams()
        words = {False: "Not before the new profile has been tried in hotels."}
        SignOff.objects.bulk_create(
            SignOff(
                goal=goal, team=team, agrees=agrees, words=words.get(agrees, ""), by=team.lead or self.marit,
                at=self.now - (50 - n) * DAY, target=goal.target, reached_by=goal.reached_by,
            )
            for n, (team, agrees) in enumerate(zip(teams[:2], (True, False), strict=False))
        )  # fmt: skip

    # Talking ----------------------------------------------------------------------------------------------------------

    def talk(self) -> None:
        """A check-in with each unit so many days ago."""
        past = [
            Meeting(
                kind=Meeting.Kind.CHECK_IN, unit=self.units[name], host=self.marit, starts_at=self.at(-days), minutes=30,
                state=Meeting.State.OVER, started_at=self.at(-days), ended_at=self.at(-days), place="By video",
                notes="Went through what is open. Nothing to decide.",
            )
            for name, (_purpose, _above, days) in UNITS.items()
        ]  # fmt: skip
        made = Meeting.objects.bulk_create(past)
        Meeting.objects.create(
            kind=Meeting.Kind.CHECK_IN, unit=self.units["Marketing"], host=self.marit, starts_at=self.at(4), minutes=30, place="By video"
        )  # fmt: skip
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, person=person, there=True)
            for meeting in made
            for person in filter(None, (self.marit, meeting.unit.contact if meeting.unit else None))
        )

    def review(self) -> None:
        """Orders two weeks ago, with a decision and three things taken on; the next one is called."""
        lead, head = self.made.lead("Business applications"), self.heads.get("Sales", self.marit)
        over = self.meeting(
            ORDERS,
            days=-14,
            state=Meeting.State.OVER,
            notes="Boston’s price list is tried by two key users first.",
        )
        over.started_at, over.ended_at = over.starts_at, over.starts_at + timedelta(minutes=40)
        Decision.objects.create(
            what="Two people of Business applications stay with order entry until the new year", by=self.marit, meeting=over,
            why="Sales waits twice as long as was agreed, and December brings a third of the year’s orders.", figure=self.kept_then(over), at=over.ended_at,
        )  # fmt: skip
        taken = (("Agree on one price list for Boston", head, -3, None), ("Write down how an order is freed by hand", lead, 5, None), ("Ask the supplier for the December hotfix", lead, -7, -6))  # fmt: skip
        Action.objects.bulk_create(
            Action(
                meeting=over, what=what, owner=owner, due_on=self.today + due * DAY, given_by=self.marit, given_at=over.ended_at,
                done_at=self.at(done) if done else None,
            )
            for what, owner, due, done in taken
        )  # fmt: skip
        self.call_the_next(over)

    def kept_then(self, over: Meeting) -> dict[str, Any]:
        """The figure that led to the decision, as it was that day."""
        last = over.starts_at.date()
        return {
            "key": "time_to_resolve", "value": 20.4, "n": 60, "too_few": False, "target": 4, "since": (last - 27 * DAY).isoformat(),
            "until": last.isoformat(), "filter": {"service": self.world.services[ORDERS].pk},
        }  # fmt: skip

    def call_the_next(self, over: Meeting) -> None:
        """Its agenda is of now; the last one talked about the same figures."""
        following = self.meeting(
            ORDERS, days=7, topics="The price list for Boston\nWho frees orders at the weekend"
        )
        over.agenda = [*agenda.figures(following, now=self.now), *agenda.promises(following, now=self.now)]
        topics = [{"kind": "topic", "words": line} for line in following.topics.splitlines()]
        following.agenda = [*topics, *over.agenda, *agenda.left_over(following)]
        over.agenda_at, following.agenda_at = over.starts_at, self.now
        Meeting.objects.bulk_update([over, following], ["agenda", "agenda_at", "started_at", "ended_at"])
        letters.to_all(following, "invitation", by=self.marit, now=self.now - DAY)

    def meeting(self, service: str, *, days: int, **about: Any) -> Meeting:
        people = [
            self.marit,
            self.made.lead("Business applications"),
            self.heads.get("Sales", self.made.demo["colleague"]),
        ]
        known = {
            "service": self.world.services[service],
            "host": self.marit,
            "starts_at": self.at(days),
            "place": PLACE,
        }
        made = Meeting.objects.create(kind=Meeting.Kind.SERVICE_REVIEW, **known, **about)
        rows = (Attendance(meeting=made, person=person, there="state" in about) for person in people)
        Attendance.objects.bulk_create(rows)
        return made

    def at(self, days: float) -> datetime:
        """Ten in the morning, so many days from now; at a weekend on the Monday after it."""
        there = (self.now + days * DAY).replace(hour=10, minute=0, second=0)
        return there + (7 - there.weekday()) * DAY if there.weekday() > 4 else there
