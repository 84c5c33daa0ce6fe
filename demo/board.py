"""The change advisory board of Halden: last week's minutes, this week's agenda with votes beforehand, and what it decides on.

The changes live by their real verbs; last week's meeting is written as rows, for it is history.
"""

from datetime import datetime, timedelta
from typing import Any

from catalog.approvals.deciding import decide
from catalog.models import Approval
from changes.board import agenda
from changes.models import (
    AgendaItem,
    Attendance,
    Authority,
    Board,
    Change,
    Level,
    Meeting,
    MeetingAction,
    RiskQuestion,
    Type,
    Vote,
)
from demo.catalogue import ORDERS, SIGN_IN
from demo.history import World
from itsm.people.models import Person

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLACE = "Leeds, room Aire, and by video"
ON_BOARD = ("Networks", "Identity", "Collaboration", "Business applications")
NEW_DIRECTORY: dict[str, Any] = {
    "description": "All accounts move to the new directory. Names, passwords and groups stay as they are.",
    "reason": "The old directory gets no more security updates after January.",
    "benefit": "Signing in works when Porto is offline, and a forgotten password takes one minute.",
    "test_evidence": "Forty accounts of the desk have run on it for three weeks. The whole move was rehearsed twice on a copy, in 95 minutes.",
    "back_out_plan": "Sign-in points back at the old directory, which stays as it is until Monday.",
    "back_out_minutes": 30,
    "steps": [
        {"what": "Nobody changes accounts any more", "minutes": 10},
        {"what": "Copy all accounts and compare", "minutes": 70},
        {"what": "Point sign-in at the new directory", "minutes": 20},
        {"what": "Switch the old directory to reading only", "minutes": 10, "no_return": True},
        {"what": "Sign in from each site", "minutes": 30},
    ],
    "contract": [{"label": "Team leads at all sites", "hours_before": 48, "channel": "conversation"}],
}
NEW_RELEASE: dict[str, Any] = {
    "description": "The order desk gets its autumn release: quotes in dollars and a new price list.",
    "reason": "Boston quotes by hand since the summer.", "benefit": "A quote from Boston in one minute instead of twenty.",
    "test_evidence": "Two key users in Boston have made 60 quotes in the test house; all sums agree.",
    "back_out_plan": "The release before is put back from its copy.", "back_out_minutes": 45,
    "steps": [
        {"what": "Stop orders and copy the data", "minutes": 30},
        {"what": "Install the release", "minutes": 60},
        {"what": "Ten test orders in each currency", "minutes": 40},
    ],
}  # fmt: skip


class Advised:
    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        demo = world.made.demo
        self.jonas, self.ivo, self.marit = demo["change-manager"], demo["agent"], demo["manager"]
        self.leads = [world.made.lead(team) for team in ON_BOARD]

    def tell(self) -> None:
        self.boards()
        directory, release = self.before_the_board()
        self.last_week(release)
        self.this_week(directory, release)

    def boards(self) -> None:
        """At Halden the board looks at changes of medium risk, too, and Jonas says his yes in it."""
        self.board = Board.objects.create(name="Change advisory board", chair=self.jonas)
        self.board.members.set([self.jonas, self.ivo, self.marit, *self.leads])
        few = Board.objects.create(name="Emergency board", chair=self.jonas, emergency=True)
        few.members.set([self.jonas, self.marit, *self.leads[:2]])
        mine = Authority.objects.filter(type=Type.NORMAL)
        owners, _manager, board = mine.get(level=Level.HIGH).steps
        mine.filter(level__in=[Level.MEDIUM, Level.HIGH]).update(steps=[owners, board])

    # What it decides on -----------------------------------------------------------------------------------------------

    def before_the_board(self) -> tuple[Change, Change]:
        directory = self.change(
            "Identity",
            SIGN_IN,
            "Accounts move to the new directory",
            9,
            3,
            answer=2,
            days_ago=6,
            **NEW_DIRECTORY,
        )
        release = self.change(
            "Business applications",
            ORDERS,
            "Order desk: autumn release",
            4,
            3,
            answer=1,
            days_ago=15,
            **NEW_RELEASE,
        )
        for change in (directory, release):
            self.owner_agrees(change, self.now - 2 * DAY)
        return directory, release

    def change(
        self,
        team: str,
        service: str,
        title: str,
        in_days: int,
        hours: int,
        *,
        answer: int,
        days_ago: int,
        **plan: Any,
    ) -> Change:
        """Asked about: first the owner of the service, then the board. `answer`: the place of each answer about risk."""
        where, at = self.world.services[service], self.now - days_ago * DAY
        by = self.made.members[team][2]
        starts = (self.now + in_days * DAY).replace(hour=19, minute=0, second=0)
        keys = RiskQuestion.objects.filter(is_active=True).values_list("key", flat=True)
        steps = [{"owner": by} | step for step in plan.pop("steps")]
        made = Change.propose(
            by=by, title=title, now=at, service=where, starts_at=starts, ends_at=starts + hours * HOUR,
            risk_answers=dict.fromkeys(keys, answer), steps=steps, **plan,
        )  # fmt: skip
        made.submit(by=by, now=at + HOUR)
        made.ask_authority(by=self.jonas, now=at + 4 * HOUR)
        return made

    def owner_agrees(self, change: Change, now: datetime) -> None:
        one = Approval.objects.waiting().with_subject().get(step__ticket=change.pk)
        decide(one, agrees=True, by=one.person, digest=one.step.digest, now=now)

    # Its meetings -----------------------------------------------------------------------------------------------------

    def next_meeting(self) -> datetime:
        """Ten o'clock in Leeds on the next working day but one."""
        ahead = 2 if self.now.weekday() < 3 else 7 - self.now.weekday() + 1
        return (self.now + ahead * DAY).replace(hour=10, minute=0, second=0)

    def this_week(self, directory: Change, release: Change) -> None:
        meeting = Meeting.objects.create(
            board=self.board, chair=self.jonas, starts_at=self.next_meeting(), place=PLACE
        )
        agenda.build(meeting, now=self.now - DAY)
        networks, _identity, collaboration, _business = self.leads
        said = (
            (directory, networks, "yes", "Rehearsed twice, and the way back takes half an hour."),
            (
                directory,
                collaboration,
                "no",
                "Not in the week in which Porto ships. One week later I say yes.",
            ),
            (release, networks, "yes", ""),
        )
        items, digests = (
            {item.change_id: item for item in meeting.items.all()},
            {one.pk: one.digest for one in (directory, release)},
        )
        Vote.objects.bulk_create(
            Vote(
                item=items[change.pk], person=person, choice=choice, words=words, digest=digests[change.pk], beforehand=True,
                at=self.now - (9 - n) * HOUR,
            )
            for n, (change, person, choice, words) in enumerate(said)
        )  # fmt: skip

    def last_week(self, release: Change) -> None:
        starts = self.next_meeting() - 7 * DAY
        over = starts + 41 * timedelta(minutes=1)
        meeting = Meeting.objects.create(
            board=self.board, chair=self.jonas, starts_at=starts, started_at=starts, ended_at=over, state=Meeting.State.OVER, place=PLACE,
            notes="From December on the board meets on Thursdays. Leeds is closed on the 24th.",
        )  # fmt: skip
        there = [self.jonas, self.marit, *self.leads[:3]]
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting, person=person, joined_at=starts + n * timedelta(minutes=1), left_at=over
            )
            for n, person in enumerate(there)
        )
        items = [
            self.item(meeting, place, there, starts, *row)
            for place, row in enumerate(self.decided(release), 1)
        ]
        AgendaItem.objects.bulk_create(items)
        yes = {"choice": Vote.Choice.YES, "at": starts - 3 * HOUR, "beforehand": True}
        Vote.objects.bulk_create(
            Vote(item=item, person=person, **yes) for item in items for person in self.leads[:2]
        )
        self.taken_on(meeting, items[-1])

    def decided(self, release: Change) -> list[tuple[Any, ...]]:
        """Change, seconds, decision, words, conditions: one that has been carried out since, and one that comes back."""
        carried_out = Change.objects.filter(type=Type.NORMAL, outcome=Change.Outcome.SUCCESSFUL).latest(
            "closed_at"
        )
        return [
            (carried_out, 540, "authorised", "", "Somebody of the service desk is there until eight in the evening.", 5),
            (release, 1260, "postponed", "Boston has not tried the new price list yet.", "", 20),
        ]  # fmt: skip

    def item(
        self, meeting: Meeting, place: int, there: list[Person], starts: datetime, *row: Any
    ) -> AgendaItem:
        change, seconds, decision, words, conditions, points = row
        return AgendaItem(
            meeting=meeting, change=change, place=place, because=[["Risk: medium", 20], [f"{change.service}: {change.service.get_criticality_display()}", points]], seconds=seconds, decision=decision,
            words=words, conditions=conditions, decided_by=self.jonas, decided_at=starts + place * 15 * timedelta(minutes=1),
            present=[[person.pk, str(person)] for person in there],
        )  # fmt: skip

    def taken_on(self, meeting: Meeting, item: AgendaItem) -> None:
        done, due = meeting.starts_at + 2 * DAY, self.next_meeting().date()
        MeetingAction.objects.bulk_create([
            MeetingAction(meeting=meeting, item=item, what="Let two key users in Boston try the price list", owner=self.leads[3], due_on=due, done_at=done),
            MeetingAction(meeting=meeting, what="Ask Finance which days in December are closed for changes", owner=self.jonas, due_on=due),
        ])  # fmt: skip
