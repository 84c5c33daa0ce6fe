"""Two changes out of the ordinary: one that is being carried out right now while something breaks, and an emergency that was
backed out. By their real verbs; the two incidents are rehearsed like all others and written with them.
"""

from datetime import timedelta

from catalog.approvals.deciding import decide
from catalog.models import Approval
from changes.contract import acts, keeping
from changes.doing import ticking
from changes.models import Change, RiskQuestion, Type
from demo.catalogue import FILES, SIGN_IN
from demo.history import World
from demo.rehearsal import Rehearsed
from demo.telling import Teller
from incidents.models import Incident, Resolution
from itsm.people.models import Person
from itsm.tickets.models import Link

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EMERGENCY = 8 * 24 * 60  # minutes ago
STEPS = (
    ("Take the file server out of the night's copy", 10, False),
    ("Put the updates in and restart", 25, False),
    ("Clear the old versions away", 15, True),
    ("Open ten files from each site", 20, False),
)


class CarriedOut(Teller):
    """`begin`, then the incidents are written, then `tell`."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.jonas: Person = world.made.demo["change-manager"]

    def begin(self) -> list[Rehearsed]:
        self.empty = self.reports(
            "Collaboration",
            FILES,
            11,
            "Offers folder opens empty",
            "My folder with the offers opens empty. An hour ago it was all there.",
        )
        words = "The mail on my phone asks for my password and then says no."
        self.locked = self.reports(
            "Identity", SIGN_IN, EMERGENCY - 24, "Phone does not sign in any more", words
        )
        self.locked.resolve(
            resolution=Resolution.FIXED, words="Your phone signs in again. You need not do anything.",
            by=self.locked.assignee, now=self.now - (EMERGENCY - 50) * MINUTE,
        )  # fmt: skip
        self.locked.confirm(by=self.locked.requester, now=self.now - (EMERGENCY - 90) * MINUTE)
        for ticket in self.told:
            ticket.pass_time(self.now)
        return self.told

    def reports(self, team: str, service: str, minutes: int, title: str, words: str) -> Rehearsed:
        made = self.opens(service, minutes, title, words, team=self.made.teams[team])
        made.take(by=self.member(team, 2), now=self.now - (minutes - 2) * MINUTE)
        return made

    def tell(self) -> None:
        self.backed_out()
        self.right_now()

    def say_yes(self, change: Change, *people: Person, minutes_ago: float) -> None:
        for n, person in enumerate(people):
            one = Approval.objects.waiting().with_subject().get(step__ticket=change.pk, person=person)
            at = self.now - timedelta(minutes=minutes_ago - 6 * n)
            decide(one, agrees=True, by=person, digest=one.step.digest, now=at)
        change.refresh_from_db()

    # Right now ----------------------------------------------------------------------------------------------------------

    def right_now(self) -> None:
        """Two of four steps are ticked, and somebody finds a folder that does not open."""
        by, began = self.member("Collaboration", 2), self.now - 38 * MINUTE
        answers = dict.fromkeys(RiskQuestion.objects.filter(is_active=True).values_list("key", flat=True), 0)
        made = Change.propose(
            by=by, title="File server: security updates", now=self.now - 3 * DAY, service=self.world.services[FILES],
            description="The file server gets the updates of November. Files are away for about twenty minutes.",
            reason="One of the holes they close is being used elsewhere.", benefit="Files stay ours.",
            starts_at=began - 2 * MINUTE, ends_at=self.now + 50 * MINUTE, risk_answers=answers,
            steps=[{"what": what, "minutes": minutes, "owner": by, "no_return": last} for what, minutes, last in STEPS],
            test_evidence="In since Monday on the copy that the desk uses.",
            back_out_plan="Start the server from the picture taken an hour before.", back_out_minutes=20,
            contract=[{"label": "The drawing office in Leeds", "hours_before": 24, "channel": "conversation"}],
        )  # fmt: skip
        made.submit(by=by, now=self.now - 3 * DAY + HOUR)
        made.ask_authority(by=self.jonas, now=self.now - 2 * DAY)
        words = "They release no drawing until we call again."
        acts.talk_over(made.contract.get(), words=words, by=by, now=self.now - 1.5 * DAY)
        self.say_yes(made, self.jonas, minutes_ago=1.2 * 24 * 60)
        made.start(by=by, now=began)
        keeping.remember(made.events.get(verb="change.start"))
        first, second = made.steps.filter(part="plan")[:2]
        ticking.tick(first, by=by, now=began + 9 * MINUTE)
        ticking.tick(second, by=by, note="Needed a second restart.", now=began + 31 * MINUTE)

    # An emergency -------------------------------------------------------------------------------------------------------

    def backed_out(self) -> None:
        """Someone guessed passwords by the thousand; what was to stop it locked every phone out."""
        by, marit, ago = self.member("Identity", 2), self.made.demo["manager"], EMERGENCY
        made = Change.propose(
            by=by, title="Sign-in: no more old ways to sign in", type=Type.EMERGENCY, now=self.now - ago * MINUTE,
            service=self.world.services[SIGN_IN],
            description="Old ways to sign in, which ask for no second factor, are switched off.",
            reason="Since seven somebody guesses passwords through them, two thousand a minute.",
            contract=[{"label": "Everybody with a phone of ours", "hours_before": 0, "channel": "conversation"}],
        )  # fmt: skip
        why = "Each minute may cost an account. Nobody can be called before."
        acts.override(made.contract.get(), reason=why, by=self.jonas, now=self.now - (ago - 3) * MINUTE)
        made.submit(by=by, now=self.now - (ago - 4) * MINUTE)
        self.say_yes(made, self.jonas, marit, minutes_ago=ago - 8)
        keeping.remember(made.events.get(verb="change.authorise"))
        reason = "The mail program of every phone signs in the old way. 140 people are locked out."
        made.back_out(reason=reason, by=by, now=self.now - (ago - 41) * MINUTE)
        self.review(made, by, ago - 2 * 24 * 60)

    def review(self, made: Change, by: Person, minutes_ago: float) -> None:
        at = self.now - timedelta(minutes=minutes_ago)
        made.plan(
            by=by, now=at, back_out_plan="Switch the old ways on again: two minutes.",
            test_evidence="The guessing stopped within a minute. Phones were not tried.",
        )  # fmt: skip
        words = "It stopped the guessing and locked out phones. Phones get the new mail program first, then we do it as a normal change."
        made.close(outcome="backed_out", communication_right=False, words=words, by=self.jonas, now=at + HOUR)
        found = Incident.objects.get(pk=self.locked.pk)
        found.link(made, Link.Kind.CAUSED_BY, by=by, now=at + HOUR)
