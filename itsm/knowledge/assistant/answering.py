"""One answer to one question: with its sources, or honestly none."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from itsm.knowledge.assistant.meaning import Meant, Wish, manners, meant
from itsm.knowledge.assistant.retrieving import Cited, answers_to
from itsm.knowledge.assistant.wording import by_model
from itsm.knowledge.models import Turn
from itsm.people.models import Person

FEW = 3  # words; a question that short may go on with the one before


@dataclass(frozen=True)
class Answer:
    words: str
    cited: list[Cited] = field(default_factory=list)
    wording: str = ""

    @property
    def knows(self) -> bool:
        return bool(self.cited)


def answer(words: str, reader: Person, *, before: str = "") -> Answer:
    """`before` is the question that was asked last: “and on the phone?” is about the same thing."""
    said = from_passages(words, reader, before=before)
    if said.cited and (worded := by_model(words, said.cited)):
        return Answer(worded, said.cited, Turn.Wording.MODEL)
    return said


def from_passages(words: str, reader: Person, *, before: str = "") -> Answer:
    """Without any model."""
    if said := manners(words):
        return Answer(said, wording=Turn.Wording.MANNERS)
    wanted = meant(words)
    cited = answers_to(wanted, reader)
    if not cited and before and len(wanted.words.split()) <= FEW:
        cited = answers_to(Meant(wanted.wish, f"{meant(before).words} {wanted.words}".strip()), reader)
    if not cited:
        return Answer(_("I do not know this: nothing that I may read answers it. A person does."))
    return Answer(leading(wanted.wish, cited), cited, Turn.Wording.PASSAGES)


def leading(wish: Wish, cited: list[Cited]) -> str:
    """The sentence before the passages; they speak for themselves."""
    match cited[0].kind:
        case "notice" | "major":
            return _("This is known, and it may be what you see:")
        case "offering" if wish == Wish.WANTS:
            return _("You can ask for it here:")
        case "ticket":
            return _("This is where your own thing stands:")
    return _("This is what we have written about it:")
