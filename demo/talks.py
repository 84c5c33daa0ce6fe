"""Talks with the assistant over the last weeks: what colleagues asked, what it answered, and what became of them."""

from datetime import datetime, timedelta
from random import Random

from demo.history import World
from itsm.knowledge.assistant import outcomes
from itsm.knowledge.assistant.answering import from_passages
from itsm.knowledge.models import Talk, Turn
from itsm.people.models import Person

DAYS = 28
UP, DOWN, SILENT = True, False, None
# Each is one talk: what was asked, one after the other, and whether the last answer helped.
ASKED = (
    (("hello", "I forgot my password"), UP),
    (("VPN is slow when I work from home",), SILENT),
    (("how do I print from my laptop",), UP),
    (("my mailbox is full",), UP),
    (("what is for lunch in the canteen",), SILENT),
    (("guest needs wifi tomorrow",), UP),
    (("the printer says it is offline", "thanks"), SILENT),
    (("I need a new laptop",), UP),
    (("screens on my docking station stay dark",), DOWN),
    (("how do I share files with a customer",), SILENT),
    (("new phone, the codes are on the old one",), UP),
    (("may I work from abroad",), SILENT),
    (("where can I park my bicycle",), SILENT),
    (("no sound in the video call",), UP),
    (("my laptop is very slow", "I restarted it already"), DOWN),
    (("how do I set an out of office reply",), UP),
    (("restore a deleted file",), SILENT),
    (("keyboard has the wrong language",), UP),
    (("strange mail, is it phishing",), UP),
    (("scan to mail",), SILENT),
)  # fmt: skip


def talk_with_assistant(world: World) -> None:
    """By the passages, whatever model is set up: the demo must not wait for one."""
    rng = Random(f"{world.seed}:talks")  # noqa: S311 - made-up people
    places = list(world.made.neighbours.values())
    for questions, thumb in ASKED:
        person = rng.choice(rng.choice(places))
        at = world.now - timedelta(days=rng.randrange(1, DAYS), minutes=rng.randrange(0, 600))
        talk(person, questions, at, thumb=thumb)
    talk(
        world.made.demo["colleague"],
        ("how do I get on the wifi", "and for a guest?"),
        world.now - timedelta(days=3),
        thumb=UP,
    )
    outcomes.decide(now=world.now)


def talk(person: Person, questions: tuple[str, ...], at: datetime, *, thumb: bool | None) -> None:
    made = Talk.objects.create(person=person, began_at=at, last_at=at + timedelta(minutes=len(questions) - 1))
    before, answer = "", None
    for minute, words in enumerate(questions):
        now = at + timedelta(minutes=minute)
        said = from_passages(words, person, before=before)
        Turn.objects.create(talk=made, side=Turn.Side.COLLEAGUE, at=now, words=words)
        answer = Turn.objects.create(
            talk=made, side=Turn.Side.ASSISTANT, at=now, words=said.words, knows=said.knows, wording=said.wording,
            sources=[one.as_json() for one in said.cited],
        )  # fmt: skip
        before = words
    if answer is not None and answer.knows and thumb is not None:
        answer.judge(up=thumb, now=made.last_at)
