"""What keeps coming back at Halden: two goals, what the finder proposes today, and problems at three places of their way."""

from datetime import timedelta
from functools import partial
from typing import Any

from demo.catalogue import DRAWINGS, MEETINGS, ORDERS, PAYROLL, PRINTING, REMOTE, SIGN_IN
from demo.history import World
from incidents.models import Incident
from itsm.services.models import Goal
from problems.models import Cause, Problem, ProblemAction, Recurrence
from problems.models.root_cause import write_whys
from problems.recurrence.proposing import propose

HOTEL = (
    ("technology", "The VPN speaks only UDP", "Networks of hotels and of some homes block it: seen in nine of ten logs.", True),
    ("change", "The fallback to TCP was switched off", "Profile 4.2, rolled out in spring, says so.", False),
    ("process", "No profile is tried outside our offices", "The check list of a new profile names only office networks.", False),
    ("supplier", "The maker's wizard leaves the fallback out", "", False),
)  # fmt: skip
WHYS = (
    "At home and in hotels the VPN does not connect.",
    "Their networks block UDP, and the VPN speaks nothing else.",
    "The profile of spring switched the fallback to TCP off.",
    "Nobody tried the profile outside our offices before it went to all.",
)


class Recurring:
    """Told by the real verbs, each so many days before now."""

    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        self.lead = world.made.lead("Networks")

    def ago(self, days: float) -> Any:
        return self.now - timedelta(days=days)

    def tell(self) -> None:
        self.goals()
        self.vpn()
        found: dict[str, Recurrence] = {}
        for days in (4, 2, 0.02):  # as the finder looked meanwhile
            found |= {one.service.name: one for one in propose(now=self.ago(days)) if one.service}
        self.labels()
        self.old_tool()
        self.full_disk()
        if orders := found.pop(ORDERS, None):
            reason = "Three different causes, each mended on its own ticket. Nothing to remove for good."
            orders.dismiss(reason=reason, by=self.made.lead("Business applications"), now=self.ago(0.01))

    def goals(self) -> None:
        goal = partial(Goal.objects.create, owner=self.made.demo["manager"])
        self.anywhere = goal(
            name="Work from anywhere by summer", reached_by=self.ago(-150).date(),
            says="Whoever travels works as they do in the office, so that field service takes a third more visits.",
        )  # fmt: skip
        self.quotes = goal(
            name="A quote within two days", reached_by=self.ago(-60).date(),
            says="Customers decide for whoever answers first. Today it takes five days.",
        )  # fmt: skip
        self.anywhere.services.set([self.world.services[name] for name in (REMOTE, SIGN_IN, MEETINGS)])
        self.quotes.services.set([self.world.services[name] for name in (ORDERS, DRAWINGS)])

    def vpn(self) -> None:
        """The cause is nearly known; what comes meanwhile is proposed for it."""
        at = self.ago(5)
        problem = Problem.raise_(
            by=self.lead, title="VPN does not connect outside the offices", service=self.world.services[REMOTE],
            incidents=self.like(REMOTE, "VPN does not connect", before=5), now=at,
        )  # fmt: skip
        problem.take(by=self.lead, now=at)
        problem.assess(business_value=Problem.Value.VITAL, goal=self.anywhere, by=self.lead, now=self.ago(4))
        problem.investigate(by=self.lead, now=self.ago(4))
        write_whys(problem, whys=WHYS, by=self.lead, now=self.ago(3))
        problem.promise(self.ago(-1.2), by=self.lead, now=self.ago(3))
        for branch, what, evidence, is_root in HOTEL:
            Cause.add(
                problem,
                branch=branch,
                what=what,
                evidence=evidence,
                is_root=is_root,
                by=self.lead,
                now=self.ago(2),
            )
        add = partial(ProblemAction.add, problem, by=self.lead, now=self.ago(1))
        add(
            what="Switch the fallback on in a profile for ten volunteers",
            owner=self.lead,
            due_on=self.ago(-3).date(),
        )
        add(what="Try every profile from a hotel network before it goes out", owner=self.made.members["Networks"][1], due_on=self.ago(-20).date())  # fmt: skip

    def labels(self) -> None:
        """Mended, and watched."""
        lead = self.made.lead("Workplace")
        problem = self.raised("Label printers lose their margins", PRINTING, by=lead, days=60)
        problem.add_incidents(self.like(PRINTING, "Label", before=50), by=lead, now=self.ago(59))
        problem.assess(business_value=Problem.Value.SOME, by=lead, now=self.ago(58))
        problem.investigate(by=lead, now=self.ago(55))
        problem.identify(
            cause="Each restart loads the maker's margins instead of ours.", by=lead, now=self.ago(40)
        )
        problem.fix(
            how="Our margins are written into the printers themselves, one by one.", by=lead, now=self.ago(30)
        )
        problem.resolve(
            solution="All eleven printers keep our margins over a restart; tried on each.",
            by=lead,
            now=self.ago(4),
        )

    def old_tool(self) -> None:
        """To live with it costs less."""
        lead = self.made.lead("Engineering systems")
        problem = self.raised("The old drawing viewer cannot be patched", DRAWINGS, by=lead, days=80)
        problem.assess(business_value=Problem.Value.SOME, by=lead, now=self.ago(79))
        problem.accept_risk(
            reason="It is replaced in the first quarter, and until then it runs only on two computers without a network.",
            until=self.ago(-70), by=self.made.demo["manager"], now=self.ago(70),
        )  # fmt: skip

    def full_disk(self) -> None:
        """Seen before it broke anything; mended, and watched."""
        lead = self.made.lead("Business applications")
        problem = self.raised(
            "The disk of the payroll archive fills by two per cent a week", PAYROLL, by=lead, days=50
        )
        problem.assess(business_value=Problem.Value.MUCH, by=lead, now=self.ago(49))
        problem.investigate(by=lead, now=self.ago(48))
        problem.identify(cause="Each month's run leaves its test prints behind.", by=lead, now=self.ago(44))
        problem.fix(how="A job removes test prints after a week.", by=lead, now=self.ago(20))
        problem.resolve(
            solution="The job runs every night; the disk has half its room again.", by=lead, now=self.ago(10)
        )

    def like(self, service: str, begins: str, *, before: float = 0) -> list[Incident]:
        """The newest six of them."""
        told = Incident.objects.filter(service=self.world.services[service], title__startswith=begins)
        return list(told.filter(opened_at__lt=self.ago(before)).order_by("-opened_at", "-pk")[:6])

    def raised(self, title: str, service: str, *, by: Any, days: float) -> Problem:
        about = {"service": self.world.services[service], "by": by, "now": self.ago(days)}
        problem = Problem.raise_(title=title, **about)
        problem.take(by=by, now=self.ago(days - 0.2))
        return problem
