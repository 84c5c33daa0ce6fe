"""The words themselves: what was said, when, by whom, and what came of it."""

from dataclasses import dataclass
from typing import Any

from demo.catalogue import (
    DRAWINGS,
    EXPENSES,
    FILES,
    LAPTOPS,
    MAIL,
    MEETINGS,
    NETWORK,
    ORDERS,
    PAYROLL,
    PRINTING,
    REMOTE,
    SIGN_IN,
)

THEMES = (
    "Being kept informed",
    "Signing in",
    "Speed",
    "Opening hours",
    "Words we understand",
    "Meeting rooms",
)
INFORMED, SIGNING, SPEED, HOURS, PLAIN, ROOMS = THEMES


@dataclass(frozen=True)
class Said:
    """`days` ago, by the colleague at place `who` (None: a survey without names). `then`: verb, days ago, words, days ahead."""

    days: float
    who: int | None
    words: str
    service: str = ""
    theme: str = ""
    then: tuple[tuple[Any, ...], ...] = ()
    title: str = ""
    votes: int = 0
    rating: int | None = None
    source: str = "page"
    you_said: str = ""
    we_did: str = ""
    page: str = ""
    name: str = ""  # under which other stories know it

    @property
    def kind(self) -> str:
        return "idea" if self.title else "word"


SAID = (
    # The idea that became an improvement.
    Said(
        104, 23, "On Sunday evening I forgot it and could not prepare the Monday meeting. A call back to my phone would do.", SIGN_IN, SIGNING,
        (
            ("answer", 101, "This is the third time we hear it. We look at what it takes to be sure who calls."),
            ("plan", 96, "We build it: a code on the phone we know, at any hour.", 34),
            ("finish", 48, "A forgotten password is reset by a code on your phone, day and night. Under “Your settings” you see which number we know."),
        ),
        title="Reset a forgotten password by phone, at night too", votes=57, name="password",
    ),
    # A low rating, planned.
    Said(
        9, 0, "It took three calls until somebody believed me that the drawings open grey. I had to tell it from the start each time.",
        DRAWINGS, INFORMED,
        (("plan", 3, "You are right, and you are not the only one. From next month one of us stays with a case until it is solved, also when another team helps.", 24),),
        rating=2, source="survey", name="rated",
    ),
    # Nobody has answered, and it is long overdue.
    Said(26, 61, "Every mail about my expenses says “ticket state pending external”. What am I to do with that?", EXPENSES, PLAIN, source="mail"),
    # Fresh words.
    Said(0.3, 0, "The page for reporting could remember my phone number.", page="/incidents/report/"),
    Said(0.9, 112, "Could a meeting notice say which rooms are meant? “Level 2” is half the building.", MEETINGS, ROOMS, source="notice"),
    Said(1.6, 48, "Rated after the last call.", REMOTE, rating=1, source="survey"),
    Said(2.2, None, "The file search finds nothing before ten o'clock.", FILES, SPEED, rating=2, source="survey"),
    Said(3.1, 75, "Two agents asked me the same question on the same day.", ORDERS, INFORMED, source="mail"),
    # Ideas that are open.
    Said(12, 34, "", MEETINGS, ROOMS, title="Show on the door which meeting comes next", votes=31),
    Said(
        21, 88, "Then I would not call while you work on it already.", "", INFORMED,
        (("answer", 19, "We like it. We ask the first floor in Porto to try a screen in May."),),
        title="A screen in the canteen with what is broken now", votes=44,
    ),
    Said(
        37, 140, "", LAPTOPS, SPEED, (("plan", 30, "The first twenty are ordered.", 45),), title="A loan laptop on the spot while mine is repaired", votes=63,
    ),
    Said(5, 52, "Half of us read mail on the phone.", MAIL, PLAIN, title="Say in the first line of a mail what I have to do", votes=18),
    Said(
        60, 17, "", PRINTING, "", (("decline", 52, "Colour costs six times as much, and most of it is thrown away. We look at it again when the printers are replaced next year."),),
        title="Colour printing on every floor", votes=9,
    ),
    # Four months of words.
    Said(
        118, 12, "I waited two days for an answer although it was marked urgent.", MAIL, INFORMED,
        (("answer", 116, "That should not happen. We look at how it was handed on."), ("finish", 98, "Whoever hands a case on now says by when you hear again.")),
        rating=2, source="survey", you_said="When a case goes to another team, nobody tells me",
        we_did="Every hand-over now carries what you know already and by when you hear next.",
    ),
    Said(
        110, 205, "The desk closes at five, we work until eight.", "", HOURS,
        (("decline", 104, "Two more hours need three more people. Until then, what stands still is looked at day and night by phone."),),
        you_said="The desk should be open until eight", we_did="Not this year: it takes three more people. What stands still is looked at day and night by phone.",
    ),
    Said(
        95, 150, "VPN drops whenever the train enters a tunnel, and I have to sign in again.", REMOTE, SIGNING,
        (("plan", 92, "The new client reconnects by itself.", 30), ("finish", 61, "With the new client you stay signed in for ten minutes without a line.")),
        you_said="I sign in again after every tunnel", we_did="The new client reconnects by itself for ten minutes.",
    ),
    Said(
        83, None, "I do not understand what “degraded” means.", NETWORK, PLAIN,
        (("finish", 77, "We say what works and what does not."),),
        rating=3, source="survey", you_said="“Degraded” tells me nothing", we_did="Notices say what works, what does not, and what to do.",
    ),
    Said(
        74, 91, "The booking page shows rooms that are being rebuilt.", MEETINGS, ROOMS,
        (("finish", 70, "Rooms that are closed are gone from the list."),),
        source="notice", you_said="Closed rooms can be booked", we_did="Rooms that are being rebuilt are gone from the list.",
    ),
    Said(
        66, 33, "Payslips came on a Friday evening, and nobody was there to ask.", PAYROLL, HOURS,
        (("answer", 64, "We ask Finance for another day."), ("decline", 50, "The day is the bank's. There is somebody to ask until six on that Friday.")),
        you_said="Payslips come when nobody is there", we_did="The day is the bank's. On that Friday somebody is there until six.",
    ),
    Said(54, 180, "Opening a large drawing takes four minutes.", DRAWINGS, SPEED, (("plan", 49, "A faster line between Leeds and Porto comes in summer.", 90),),
         rating=2, source="survey", you_said="Large drawings open slowly", we_did="A faster line between Leeds and Porto comes in summer."),
    Said(43, 66, "Thank you for the short answers. Keep them short.", MAIL, PLAIN, (("answer", 41, "We will."),), source="mail"),
    Said(33, 121, "The form for a new colleague asks the same as Personnel did.", "", "", (("plan", 29, "We take it over from Personnel.", 60),),
         you_said="A new colleague is typed in twice", we_did="What Personnel knows will be filled in."),
    Said(18, 44, "I never know whether my reply by mail arrived.", MAIL, INFORMED, (("finish", 11, "Each reply now gets one line back that says who has it."),),
         source="mail", you_said="I do not know whether my reply arrived", we_did="Each reply gets one line back that says who has it."),
)  # fmt: skip
