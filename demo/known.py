"""A known error whose way round works for seven in ten: since the new viewer, large drawings stay grey.

The problem and the known error are lived by their real verbs; the fourteen incidents are rehearsed like all others, so they
are written with them, and tied to the problem once they have their numbers.
"""

from datetime import timedelta
from typing import Any, NamedTuple

from demo.catalogue import DRAWINGS
from demo.history import World
from demo.rehearsal import Rehearsed
from demo.telling import Teller
from itsm.people.models import Person
from itsm.tickets.models import Channel, Link
from problems.models import KnownError, Problem, Trial

TEAM = "Engineering systems"
WAY = """1. Close the drawing.
2. In the viewer choose **Settings**, **Display**, and switch off *Smooth preview*.
3. Open the drawing again. The first time it takes about a minute."""


class Case(NamedTuple):
    minutes: int  # since it was reported
    title: str
    words: str
    viewer: str = "Viewer 8.2"
    answer: str = ""
    said: str = ""
    solved: bool = False


WORKS, FAILS, NOT_NEEDED = Trial.Answer.WORKS, Trial.Answer.FAILS, Trial.Answer.NOT_NEEDED
CASES = (
    Case(1490, "Large drawings stay grey in the vault", "I open an assembly and the preview stays grey. Small parts are fine.", answer=WORKS, solved=True),
    Case(1440, "Preview of the HX-2291 assembly is grey", "Grey since the new viewer came on Friday. I can only guess what is in the drawing.", answer=WORKS, said="It is slower, but I see the drawing."),
    Case(1395, "Drawing vault shows a grey box", "Instead of the drawing there is a grey box. It says nothing.", answer=WORKS),
    Case(1350, "Grey preview of big assemblies", "With more than about 200 parts the picture stays grey.", viewer="Viewer 8.3", answer=FAILS, said="There is no Smooth preview in my settings."),
    Case(1280, "Cannot look at the frame drawing", "The preview of the whole frame stays grey, also after an hour.", answer=WORKS, solved=True),
    Case(1190, "The viewer stays grey since the update", "Everything large is grey since the update of the viewer.", viewer="Viewer 8.3", answer=FAILS),
    Case(1130, "Drawing opens grey on my second laptop", "On the old laptop it opens, on the new one it is grey.", viewer="Viewer 8.3", answer=WORKS),
    Case(1010, "Grey picture instead of the pump housing", "The pump housing stays grey. Its parts open one by one.", answer=WORKS),
    Case(930, "Assembly drawing is grey, supplier waits", "I must send a picture of it to the supplier today.", answer=FAILS, said="It is still grey after ten minutes."),
    Case(720, "Vault: no preview of large drawings", "No preview, only grey. Search and check-out work.", viewer="Viewer 8.3", answer=WORKS),
    Case(660, "Grey drawing in the review meeting", "Nobody in the meeting could see the assembly.", answer=NOT_NEEDED, said="The review is over."),
    Case(600, "Preview stays grey on the shop floor", "At the big screen the drawing of the test rig is grey."),
    Case(540, "Big drawing stays grey", "The drawing of the whole line does not come up."),
)  # fmt: skip
MINE = Case(480, "Drawing of the packing line stays grey", "I only want to look something up for an offer, and the preview stays grey.")  # fmt: skip


class GreyDrawings(Teller):
    """Each step needs the one before: `begin`, then the incidents are written, then `tie`."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.lead, self.agent = self.member(TEAM, 0), self.member(TEAM, 1)
        self.pairs: list[tuple[Case, Rehearsed]] = []

    def begin(self) -> list[Rehearsed]:
        self.problem = self.find_cause()
        self.known = self.write_down()
        people: list[Person] = [*self.cast[: len(CASES)], self.ana]
        for case, person in zip((*CASES, MINE), people, strict=True):
            self.pairs.append((case, self.live(case, person)))
        for _case, ticket in self.pairs:
            ticket.pass_time(self.now)
        return self.told

    def find_cause(self) -> Problem:
        made = Problem.raise_(
            by=self.lead, title="Previews of large drawings stay grey since viewer 8.2", team=self.made.teams[TEAM],
            service=self.world.services[DRAWINGS], now=self.ago(1300),
            description="Since the viewer was updated, drawings with more than about 200 parts have no preview.",
        )  # fmt: skip
        made.take(by=self.agent, now=self.ago(1290))
        made.assess(by=self.lead, business_value=3, now=self.ago(1270))
        made.investigate(by=self.agent, now=self.ago(1260))
        cause = "The viewer's smoothing asks the graphics driver for more memory than it may have, and gives up silently."
        made.identify(by=self.agent, cause=cause, now=self.ago(420))
        return made

    def write_down(self) -> KnownError:
        made = KnownError.write(
            by=self.agent, title="Large drawings stay grey in the drawing vault", workaround=WAY, cause=self.problem.cause,
            symptom="You open a large drawing or an assembly, and its preview stays grey. Small parts open as usual.",
            affected="Everyone who opens drawings with more than about 200 parts in viewer 8.2 or newer.",
            since=(self.now - timedelta(days=3)).date(), problem=self.problem, services=[self.world.services[DRAWINGS]],
            now=self.ago(300),
        )  # fmt: skip
        made.publish(by=self.lead, now=self.ago(260))
        return made

    def live(self, case: Case, person: Person) -> Rehearsed:
        ticket = self.opens(
            DRAWINGS, case.minutes, case.title, case.words, by=person, urgency=3, team=self.made.teams[TEAM],
            category=self.world.categories["Engineering application"],
        )  # fmt: skip
        ticket.take(by=self.agent, now=self.ago(case.minutes - 9))
        ticket.reply(
            "You are not the only one. We look for the cause; you hear from us this afternoon.",
            by=self.agent, now=self.ago(case.minutes - 14), until=self.ago(200),
        )  # fmt: skip
        self.offer(ticket)
        if case.answer:
            self.answer(case, ticket)
        return ticket

    def offer(self, ticket: Rehearsed) -> None:
        words, at = self.known.words_for(ticket.requester), self.now - timedelta(minutes=240)
        about: dict[str, Any] = {
            "known_error": self.known.number, "known_error_id": self.known.pk, "edition": 1, "to_each": True
        }  # fmt: skip
        with ticket.act(
            "reply", by=self.agent, now=at, public=True, comment=words, channel=Channel.DESK, **about
        ) as act:
            ticket.hear_from_us(act, words, until=self.ago(-1500))

    def answer(self, case: Case, ticket: Rehearsed) -> None:
        at = self.now - timedelta(minutes=self.answered(case))
        about: dict[str, Any] = {"known_error": self.known.number, "answer": str(case.answer)}
        with ticket.act(
            "answer_workaround", by=ticket.requester, now=at, public=True, comment=case.said, channel=Channel.PORTAL, **about
        ) as act:  # fmt: skip
            if case.said:
                ticket.count_message(act)
            if case.answer == FAILS:
                ticket.waiting_since = at
        if case.solved:
            words = f"The way round of {self.known.number} works for me."
            ticket.resolve(resolution="workaround", words=words, by=ticket.requester, now=at)

    def answered(self, case: Case) -> int:
        """Minutes ago: those who reported first answer first."""
        return 225 - 15 * CASES.index(case)

    def tie(self) -> None:
        """Now that the incidents are there."""
        at = self.now - timedelta(minutes=240)
        tickets = [ticket for _case, ticket in self.pairs]
        Link.objects.bulk_create(
            Link(source_id=ticket.pk, target_id=self.problem.pk, kind=Link.Kind.CAUSED_BY, by=self.agent, at=ticket.opened_at + timedelta(minutes=20))
            for ticket in tickets
        )  # fmt: skip
        Trial.objects.bulk_create(self.trials(at))
        answers = [case.answer for case in CASES]
        self.known.works_count, self.known.fails_count = answers.count(WORKS), answers.count(FAILS)
        self.known.save(update_fields=["works_count", "fails_count"])
        numbers = [ticket.number for ticket in tickets]
        with self.problem.act("add_incidents", by=self.agent, now=at, numbers=numbers):
            self.problem.count_cost(now=at)
        with self.known.act("communicate", by=self.agent, now=at) as said:
            said |= {"tickets": len(tickets), "words": "", "edition": 1}

    def trials(self, asked_at: Any) -> list[Trial]:
        return [
            Trial(
                known_error=self.known, edition=1, person=ticket.requester, ticket_id=ticket.pk, asked_at=asked_at,
                environment=case.viewer, answer=case.answer, words=case.said,
                answered_at=self.now - timedelta(minutes=self.answered(case)) if case.answer else None,
            )
            for case, ticket in self.pairs
        ]  # fmt: skip
