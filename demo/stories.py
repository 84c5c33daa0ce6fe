"""What a newcomer meets at once: one ticket at every stage in the demo agent's hand, and what has gone wrong around it."""

from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from demo.catalogue import (
    DRAWINGS,
    FILES,
    LAPTOPS,
    MAIL,
    MEETINGS,
    ORDERS,
    PAYROLL,
    PRINTING,
    REMOTE,
    SIGN_IN,
)
from demo.history import World
from demo.people import FIRST_LINE
from demo.rehearsal import Rehearsed
from incidents.models import Resolution
from itsm.people.models import Person
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel, Participant


class Stories:
    """Each method is a story; times are minutes before now (negative: after)."""

    def __init__(self, world: World) -> None:
        self.world, self.made, self.now = world, world.made, world.now
        self.ivo, self.ana = world.made.demo["agent"], world.made.demo["colleague"]
        self.rng = Random(f"{world.seed}:stories")  # noqa: S311 - made-up people, not secrets
        self.cast = self.rng.sample(world.made.colleagues[1:], 40)
        self.told: list[Rehearsed] = []

    def ago(self, minutes: float) -> Any:
        return self.now - timedelta(minutes=minutes, seconds=self.rng.randrange(0, 40))

    def clock(self, minutes: float, reader: Person) -> str:
        return f"{(self.now - timedelta(minutes=minutes)).astimezone(ZoneInfo(reader.time_zone)):%H:%M}"

    def opens(
        self, service: str, minutes: float, title: str, words: str, *, by: Person | None = None, **fields: Any
    ) -> Rehearsed:
        by = by or self.cast.pop()
        fields.setdefault("team", self.made.teams[FIRST_LINE])
        fields.setdefault("channel", Channel.PORTAL)
        ticket = Rehearsed.begin(
            by=fields.pop("opened_by", by), requester=by, title=title, description=words, policy=self.world.policy,
            now=self.ago(minutes), service=self.world.services[service], status="new", **fields,
        )  # fmt: skip
        self.told.append(ticket)
        return ticket

    def member(self, team: str, n: int = 1) -> Person:
        return self.made.members[team][n]

    # In the demo agent's hand ---------------------------------------------------------------------------------------

    def due_within_the_hour(self) -> None:
        ticket = self.opens(
            ORDERS, 441, "Orders for Norrland Water stay in checking",
            "All five orders for Norrland Water hang in checking since this morning. The lorry is booked, and my whole group waits.",
            impact=2, urgency=2, category=self.world.categories["Orders"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(433))
        ticket.reply(
            "I have it and look at the checks of all five orders first. You hear from me within two hours.",
            by=self.ivo,
            now=self.ago(425),
        )
        ticket.note(
            "All five have the delivery address added last week. It has no country code.",
            by=self.ivo,
            now=self.ago(371),
        )
        ticket.reply(
            "The cause is a new delivery address with an empty field. I am asking the order team to fill it in.",
            by=self.ivo,
            now=self.ago(318),
        )
        ticket.reply(
            "Three of five are released. The other two need a price check, which runs now.",
            by=self.ivo,
            now=self.ago(205),
            until=self.ago(90),
        )
        ticket.reply(
            "Four are released, one is left. I write again as soon as it moves, in an hour and a half at the latest.",
            by=self.ivo,
            now=self.ago(96),
            until=self.ago(-27),
        )

    def promise_about_to_break(self) -> None:
        ticket = self.opens(
            REMOTE, 290, "VPN breaks off during every call",
            "At home the connection breaks in the middle of calls, four times today. By phone hotspot it holds.",
            urgency=2, category=self.world.categories["Working from elsewhere"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(281))
        ticket.reply(
            "I can see the breaks in the log and compare them with your router's. Next word from me this afternoon.",
            by=self.ivo,
            now=self.ago(262),
            until=self.ago(-13),
        )
        ticket.note(
            "Breaks match a lease time of 60 minutes on the router. Asking Networks for the profile that survives it.",
            by=self.ivo,
            now=self.ago(140),
        )

    def broken_promise(self) -> None:
        ticket = self.opens(
            SIGN_IN, 1520, "No rights for the audit planner since I changed teams",
            "I moved to Quality on Monday and cannot open the audit planner. The audit is next week.",
            urgency=2, category=self.world.categories["Access rights"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(1506))
        ticket.reply(
            "The owner of the audit planner has to agree. I asked and tell you the answer before noon tomorrow.",
            by=self.ivo,
            now=self.ago(1490),
            until=self.ago(52),
        )
        ticket.note("Owner is on holiday until Thursday, deputy asked.", by=self.ivo, now=self.ago(300))

    def answer_is_here(self) -> None:
        ticket = self.opens(
            FILES, 1400, "Folder “Tenders” is empty on my laptop",
            "In the browser everything is there. On the laptop the folder is empty since yesterday, and I travel tomorrow.",
            urgency=2, category=self.world.categories["Files and folders"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(1381))
        ticket.hold(
            reason=HoldReason.COLLEAGUE,
            question="I can see the files on the server. Is there a small cloud or a cross beside the folder's name on your laptop?",
            by=self.ivo,
            now=self.ago(1370),
        )
        ticket.reply(
            "There is a cross. I can be at the desk until four if you want to look at it.",
            by=ticket.requester,
            channel=Channel.PORTAL,
            now=self.ago(34),
        )

    def waits_for_ana(self) -> None:
        ticket = self.opens(
            LAPTOPS, 330, "Second screen stays black at the new desk",
            "Since I moved to the north window only one of my two screens works. I swapped the cables, it is always the left one.",
            by=self.ana, urgency=3, category=self.world.categories["Docking station and screens"], since_when="since I moved on Monday",
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(318))
        ticket.reply(
            "Hello Ana,\n\nthat is most likely the docking station at that desk. I check which one it is and write again today.\n\nIvo",
            by=self.ivo,
            now=self.ago(305),
        )
        ticket.hold(
            reason=HoldReason.COLLEAGUE,
            question="Hello Ana,\n\nwhich number is on the sticker below the docking station? If it says revision 2, I can repair it from here.\n\nIvo",
            by=self.ivo,
            now=self.ago(170),
        )

    def not_solved_after_all(self) -> None:
        ticket = self.opens(
            MEETINGS, 1700, "Remote colleagues cannot hear us in Room Douro",
            "We see them, they do not hear us. We put a phone on the table for now.",
            urgency=3, category=self.world.categories["Meetings and calls"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(1690))
        ticket.reply(
            "I restart the bar in the room from here and tell you when to try again.",
            by=self.ivo,
            now=self.ago(1680),
        )
        ticket.resolve(
            resolution=Resolution.FIXED,
            words="The bar is restarted and our test call had sound both ways.",
            by=self.ivo,
            now=self.ago(1640),
        )
        ticket.reopen(
            words="It was fine yesterday, and this morning it is the same again. We lost the first quarter of an hour with Castel Dairy.",
            by=ticket.requester,
            now=self.ago(66),
        )

    def came_back(self) -> None:
        ticket = self.opens(
            DRAWINGS, 380, "Export of HX-2291 for the supplier is an empty file",
            "The export for the supplier has 0 bytes. Other drawings of the same assembly are fine.",
            urgency=2, category=self.world.categories["Engineering application"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(372))
        ticket.reply(
            "I tried the export here and get the same empty file, so it is not your laptop. I ask those who run the vault.",
            by=self.ivo,
            now=self.ago(350),
        )
        ticket.hand_over(
            to_team=self.made.teams["Engineering systems"], found="Export gives 0 bytes for HX-2291 only, from any computer. The preview is fine.",
            colleague_knows="That it is not their laptop and that the vault team looks at it.", promised="A word today.", by=self.ivo, now=self.ago(322),
        )  # fmt: skip
        ticket.return_(
            reason="We need to know which revision the colleague exports. Revision D has a broken view and C has not; ask them and send it back.",
            by=self.member("Engineering systems"),
            now=self.ago(88),
        )

    def just_given(self) -> None:
        ticket = self.opens(
            PRINTING, 26, "Shipping labels come out shifted", "Labels come out half a label too high, so the bar code is cut. Eight parcels wait for the van at four.",
            urgency=2, category=self.world.categories["Printing"], channel=Channel.PHONE, opened_by=self.member(FIRST_LINE, 2),
        )  # fmt: skip
        ticket.assign(to=self.ivo, by=self.made.lead(FIRST_LINE), now=self.ago(7))

    def waits_for_a_part(self) -> None:
        ticket = self.opens(
            LAPTOPS, 2900, "Battery lasts forty minutes", "In the train I have to stop working after forty minutes. The laptop is two years old.",
            urgency=3, category=self.world.categories["Laptop"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(2860))
        ticket.reply(
            "The battery is worn and covered by the warranty. I order a new one today.",
            by=self.ivo,
            now=self.ago(2840),
        )
        ticket.hold(
            reason=HoldReason.SUPPLIER,
            question="The battery is ordered and the maker says two to three working days. I write when I hold it.",
            by=self.ivo,
            until=self.ago(-1300),
            now=self.ago(2600),
        )

    def planned_for_tomorrow(self) -> None:
        ticket = self.opens(
            LAPTOPS, 1200, "Move my desk and phone to hall 3", "I start in hall 3 tomorrow and would like my screens and phone to be there.",
            urgency=4, category=self.world.categories["Something else"],
        )  # fmt: skip
        ticket.take(by=self.ivo, now=self.ago(1150))
        ticket.hold(
            reason=HoldReason.SCHEDULED,
            question="We move your screens and phone tomorrow at the start of your day. Leave the laptop with you.",
            by=self.ivo,
            until=self.ago(-1050),
            now=self.ago(1140),
        )

    # Around it --------------------------------------------------------------------------------------------------------

    def dropped_batons(self) -> None:
        self.opens(
            SIGN_IN, 165, "Locked out after the holiday, nobody at the front desk knows",
            "I typed my old password three times and am locked out. I borrowed a laptop to write this.", urgency=1,
            category=self.world.categories["Password"],
        )  # fmt: skip
        self.opens(
            MAIL, 260, "Shared mailbox of field service is missing", "The mailbox of our group does not show on any of our laptops. Customers write to it.",
            impact=2, urgency=2, team=self.made.teams["Collaboration"], category=self.world.categories["Mail and calendar"],
        )  # fmt: skip

    def offered(self) -> None:
        """Stands in Collaboration's queue until somebody accepts it or sends it back."""
        ticket = self.opens(
            MAIL, 120, "Room Charles declines every invitation", "Room Charles says no to every meeting although it stands empty. We need it for Pinebrook Clinics.",
            urgency=2, category=self.world.categories["Mail and calendar"],
        )  # fmt: skip
        agent = self.member(FIRST_LINE, 3)
        ticket.take(by=agent, now=self.ago(112))
        ticket.reply(
            "The calendar of the room has an old series in it. Those who look after it remove it; you hear from them today.",
            by=agent,
            now=self.ago(64),
        )
        ticket.hand_over(
            to_team=self.made.teams["Collaboration"], found="A series by somebody who left in spring books the room every day at ten, without an end. I may not delete it.",
            colleague_knows="That an old series is the cause and that you remove it.", promised="A word today, the room free by tomorrow morning.", by=agent, now=self.ago(14),
        )  # fmt: skip

    def of_ana(self) -> None:
        helper = self.member("Collaboration", 2)
        mine = self.opens(
            MAIL, 1300, "Mails to Castel Dairy come back", "Every mail to Castel Dairy comes back with a long text in English. I have to send them an offer this week.",
            by=self.ana, urgency=2, team=self.made.teams["Collaboration"], category=self.world.categories["Mail and calendar"],
        )  # fmt: skip
        mine.take(by=helper, now=self.ago(1290))
        mine.reply(
            "Their mail system refuses one of our two servers. We send yours over the other one from now on and ask them to correct it.",
            by=helper,
            now=self.ago(1255),
            until=self.ago(200),
        )
        mine.reply(
            "They answered and correct it tonight. Your mails arrive in the meantime; I look again tomorrow.",
            by=helper,
            now=self.ago(240),
            until=self.ago(-1100),
        )
        done = self.opens(
            PRINTING, 2000, "My prints come out on the other floor", "I found three days of my own paper in the copy room of the other floor.",
            by=self.ana, urgency=4, category=self.world.categories["Printing"],
        )  # fmt: skip
        agent = self.member(FIRST_LINE, 1)
        done.take(by=agent, now=self.ago(1960))
        done.resolve(
            resolution=Resolution.FIXED,
            words="Your laptop thought that it was in the other building. It chooses the printer beside you now. Tell us if it does not.",
            by=agent,
            now=self.ago(190),
        )

    def restricted(self) -> None:
        """Two about pay: one that the demo agent was named on, and one that for him does not exist."""
        people = self.made.teams["People systems"]
        lead, other = self.made.members["People systems"][:2]
        first = self.opens(
            PAYROLL, 700, "Overtime of the night shift missing on my payslip", "Nine hours of the night shift are not on my payslip. The signed sheet is with my lead.",
            restricted=True, team=people, category=self.world.categories["Pay and time"],
        )  # fmt: skip
        first.take(by=other, now=self.ago(660))
        first.add_person(self.ivo, Participant.Part.NAMED, by=other, now=self.ago(640))
        first.note(
            f"@{self.ivo.name} can you see whether the badge reader at the gate was offline that night?",
            by=other,
            now=self.ago(638),
        )
        first.reply(
            "We have your sheet and compare it with the time clock. You hear from us tomorrow.",
            by=other,
            now=self.ago(600),
            until=self.ago(-500),
        )
        second = self.opens(
            PAYROLL, 500, "Wrong tax class since my wedding", "My payslip still has the old class. I sent the papers in spring.",
            restricted=True, team=people, category=self.world.categories["Pay and time"],
        )  # fmt: skip
        second.take(by=lead, now=self.ago(455))

    def fresh(self) -> None:
        for minutes, service, title, words in FRESH:
            self.opens(service, minutes, title, words)

    def tell(self) -> list[Rehearsed]:
        for story in ORDER:
            getattr(self, story)()
        for ticket in self.told:
            ticket.pass_time(self.now)
        return self.told


FRESH = (
    (
        3,
        FILES,
        "“Supplier audit.pptx” opens read-only",
        "It says that I use it on another computer, which I do not.",
    ),
    (6, MEETINGS, "No sound in Room Aire", "They cannot hear us, and the customer is waiting."),
    (11, LAPTOPS, "Fan is loud all day", "The fan runs at full speed even when I only write a mail."),
)
ORDER = (
    "due_within_the_hour", "promise_about_to_break", "broken_promise", "answer_is_here", "waits_for_ana", "not_solved_after_all",
    "came_back", "just_given", "waits_for_a_part", "planned_for_tomorrow", "dropped_batons", "offered", "of_ana", "restricted", "fresh",
)  # fmt: skip
