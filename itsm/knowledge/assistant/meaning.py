"""What somebody wants who writes this: something, help with what is broken, to know, or only to say hello."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.question import WORD

MOST_WORDS = 14


class Wish(StrEnum):
    WANTS = "wants"  # “I want X”: leads to what can be asked for
    BROKEN = "broken"  # “X is broken for me”: what is known to be broken comes first
    WHERE = "where"  # “where is my X”: their own things come first
    ASKS = "asks"


# Small talk is answered in a sentence, and knows nothing.
MANNERS: tuple[tuple[re.Pattern[str], Promise], ...] = tuple(
    (re.compile(rf"(?:{words})[\s,.!?😀-🙏👋👍❤️]*(?:there|baton|assistant|all|everyone|again)?[\s,.!?😀-🙏👋👍❤️]*", re.IGNORECASE), said)
    for words, said in (
        (r"hi|hello|hey|hallo|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen)|moin|ol[aá]", _("Hello. What can I find for you?")),
        (r"(?:many )?(?:thanks?|thank you|thx|cheers|danke|obrigad[oa])(?: (?:a lot|so much|very much|you))*|great|perfect|super|👍|❤️", _("Glad to hear it. If it comes back, ask again or talk to a person.")),
        (r"(?:good)?bye|see you|tsch[uü]ss|ciao", _("Goodbye. This conversation stays in your list.")),
        (r"who are you|what are you|are you (?:a |an )?(?:bot|robot|human|person|ai|machine)|what can you do|help(?: me)?", _("I am the desk's search in sentences: I answer from articles, notices, what can be asked for and your own things, and show where it stands. When I do not know, I say so and hand you to a person.")),
        (r"ok(?:ay)?|yes|no|fine|i see|alright", _("All right. Ask whenever you like.")),
    )
)  # fmt: skip
BROKEN = re.compile(
    r"\b(?:broken|down|does ?n[o']t|do ?n[o']t|wo ?n[o']t|not work\w*|cannot|can ?not|can't|cant|fail\w*|error|crash\w*|stuck|stopped|"
    r"no longer|slow|offline|frozen|freez\w*|gone|missing|locked|lost|full|dead|black)\b|geht nicht|kaputt",
    re.IGNORECASE,
)
WANTS = re.compile(
    r"\b(?:i|we) (?:\w+ )?(?:need|want|would like|require)\b|\b(?:order|request|apply for|ask for)\b|\bcan (?:i|we) (?:get|have|order)\b|"
    r"\bi'd like\b|\bich (?:brauche|möchte)\b|^\s*(?:a )?new\b|\bneeds? (?:a|an|access|new)\b",
    re.IGNORECASE,
)
WHERE = re.compile(
    r"\b(?:where is|when (?:do|will) i (?:get|hear)|what about|status of|how far)\b.*\bmy\b|\bmy (?:ticket|request|order|report)\b",
    re.IGNORECASE,
)
# Said in any question, about nothing in particular: they say nothing about which answer is right.
FILLERS = frozenset(
    """please pls hello hi hey help need want would like could should must may might can know tell say show explain ask get got getting give
    have has way thing things something anything anyone anybody everyone really just also still already again
    always never ever suddenly now today currently since problem problems issue issues trouble question wrong broken work works
    working worked properly correctly doesn't don't won't can't cannot isn't didn't couldn't hasn't haven't i'm i've i'd it's there's that's
    does do did happen happens happening possible able try tried trying use using make long much many
    come comes came coming reach reached say says said put keep keeps stay stays see sees look looks seem seems think bought take takes
    tomorrow tonight yesterday week weeks month months hour hours minute minutes monday tuesday wednesday thursday friday last next
    two three very bit little lot
    whole all another any more than well okay ok thanks thank you soon quickly every become becomes us one time first go
    ich ein eine einen mein meine bitte wie kann das der die den ist nicht geht und""".split()  # noqa: SIM905
)

# What one's own things are called when one asks where they are; a title says it otherwise.
THINGS = frozenset(
    "my our where is are when do will i what of about how far status ticket tickets request requests order report reports case incident".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Meant:
    wish: Wish
    words: str  # what is looked for: the question without what every question says


def manners(words: str) -> str:
    """The answer to small talk, or nothing."""
    said = words.strip()
    return next(
        (str(answer) for pattern, answer in MANNERS if len(said) < 60 and pattern.fullmatch(said)), ""
    )


def meant(words: str) -> Meant:
    wish, words = wish_of(words), telling(words)
    if wish == Wish.WHERE:
        words = " ".join(word for word in words.split() if word not in THINGS)
    return Meant(wish, words)


def wish_of(words: str) -> Wish:
    if WHERE.search(words):
        return Wish.WHERE
    if BROKEN.search(words):
        return Wish.BROKEN
    return Wish.WANTS if WANTS.search(words) else Wish.ASKS


def telling(words: str) -> str:
    said = [word.rstrip(".'-") for word in WORD.findall(words.lower().replace("’", "'"))]
    kept = [word for word in dict.fromkeys(said) if word not in FILLERS]
    return " ".join(kept[:MOST_WORDS])
