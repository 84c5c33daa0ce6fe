"""The stories of single tickets, told to the present moment."""

from demo.around import Around
from demo.in_hand import InHand
from demo.rehearsal import Rehearsed
from demo.wave import Wave

ORDER = (
    "due_within_the_hour", "promise_about_to_break", "broken_promise", "answer_is_here", "waits_for_ana", "not_solved_after_all",
    "came_back", "just_given", "waits_for_a_part", "planned_for_tomorrow", "dropped_batons", "offered", "of_ana", "restricted", "fresh", "headsets",
)  # fmt: skip


class Stories(InHand, Around, Wave):
    def tell(self) -> list[Rehearsed]:
        for story in ORDER:
            getattr(self, story)()
        for ticket in self.told:
            ticket.pass_time(self.now)
        return self.told
