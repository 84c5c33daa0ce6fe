"""What else a newcomer meets: batons on the floor, one in the air, the colleague's own, the restricted, the new."""

from demo.catalogue import (
    FILES,
    LAPTOPS,
    MAIL,
    MEETINGS,
    PAYROLL,
    PRINTING,
    SIGN_IN,
)
from demo.people import FIRST_LINE
from demo.telling import Teller
from incidents.models import Resolution
from itsm.tickets.models import Participant

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


class Around(Teller):
    """Each method is a story."""

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
