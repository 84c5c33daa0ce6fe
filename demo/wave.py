"""What suddenly many write about: since this morning's update of the meeting program, headsets are silent."""

from random import Random

from demo.catalogue import MEETINGS
from demo.people import FIRST_LINE
from demo.telling import Teller

SILENT = (
    (331, "Headset is silent since the update", "The update came this morning. Since then nobody hears me with the headset."),
    (318, "No sound in my headset in meetings", "It worked yesterday. Music plays, only in a meeting the headset stays silent."),
    (302, "Headset does not work in calls any more", "After the update the meeting does not list my headset."),
    (287, "Colleagues cannot hear me with the headset", "I have to hold the laptop to my mouth. The headset is new."),
    (265, "Update broke my headset", "Since the update the headset is silent in every meeting."),
    (251, "Headset not found in meetings", "The meeting says that there is no headset, but it is plugged in."),
    (233, "My headset is silent in every meeting", "I restarted twice. Outside of meetings the headset works."),
    (214, "Wireless headset silent since the update", "It connects, and then I hear nothing in the meeting."),
    (190, "Headset: nobody hears me", "Since this morning. My neighbour has the same headset and the same trouble."),
    (171, "Cannot use the headset in video meetings", "There is no sound either way. Is it the update?"),
    (148, "Headset silent, customer call in an hour", "I need it for a call with Norrland Water."),
    (120, "No microphone with my headset", "The meeting takes the laptop’s microphone, not the headset."),
    (87, "Headset and update do not go together", "Half of our group cannot be heard since the update."),
    (52, "Silent headset in meetings", "Same as my colleagues: since the update, silence."),
    (19, "Headset stopped working after the update", "I hear the others, but they do not hear me."),
)  # fmt: skip


class Wave(Teller):
    """Each has somebody who answers, so nothing is dropped; but nobody has told all the others yet."""

    def headsets(self) -> None:
        agents = [self.member(FIRST_LINE, n) for n in range(1, 5)]
        people = Random(f"{self.world.seed}:wave").sample(self.made.colleagues[1:], len(SILENT))  # noqa: S311 - made-up people
        for n, ((minutes, title, words), who) in enumerate(zip(SILENT, people, strict=True)):
            ticket = self.opens(
                MEETINGS, minutes, title, words, by=who, category=self.world.categories["Meetings and calls"]
            )
            agent = agents[n % len(agents)]
            ticket.take(by=agent, now=self.ago(minutes - 8))
            ticket.reply(
                "You are not the only one. Until it is repaired, choose the headset under Settings, Sound, each time you join.",
                by=agent, now=self.ago(minutes - 12), until=self.ago(-240 - 5 * n),
            )  # fmt: skip
