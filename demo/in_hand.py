"""What the demo agent holds: a ticket at every stage."""

from demo.catalogue import (
    DRAWINGS,
    FILES,
    LAPTOPS,
    MEETINGS,
    ORDERS,
    PRINTING,
    REMOTE,
    SIGN_IN,
)
from demo.people import FIRST_LINE
from demo.telling import Teller
from incidents.models import Resolution
from itsm.services.models import HoldReason
from itsm.tickets.models import Channel


class InHand(Teller):
    """Each method is a story."""

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
