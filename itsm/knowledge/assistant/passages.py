"""A text in passages: what stands under one heading, lists kept whole, short enough to be read as an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 900  # characters of a passage; a section that is longer is cut between its paragraphs
MOST = 40  # passages of one text
HEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t]*#*")
FENCE = re.compile(r"[ \t]*(?:```|~~~)")
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
# Words to a machine. No reader misses them, and they must not reach a model that might obey.
ORDERS = re.compile(
    r"(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,4}(?:instruction|prompt|rule|passage|above|previous)"
    r"|system\s*prompt|you\s+are\s+now\s+(?:an?\b|in\s+\w+\s+mode)|\bact\s+as\s+(?:an?|if|the)\b|<\s*/?\s*(?:system|assistant|passage)"
    r"|\bas\s+an\s+(?:ai|assistant)\b|(?:^|[.!?]\s+)\s*(?:assistant|ai|system)\s*:|(?:answer|reply|respond)\s+(?:only|always|instead)\s+with\b",
    re.IGNORECASE | re.MULTILINE,
)
SENTENCE = re.compile(r"[^.!?\n]+[.!?]*|\n")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|\[([^\]]*)\]\([^)]*\)", re.IGNORECASE)


@dataclass(frozen=True)
class Passage:
    heading: str
    text: str


def cut(text: str, *, trusted: bool) -> list[Passage]:
    """What anybody may have written loses its addresses: nobody is sent anywhere by a stranger."""
    said = without_orders(PICTURE.sub("", text))
    if not trusted:
        said = ADDRESS.sub(lambda found: found[1] or "…", said)
    found: list[Passage] = []
    for heading, section in sections(said):
        found += [Passage(heading, part) for part in parts(section)]
    return found[:MOST]


def without_orders(text: str) -> str:
    """Sentence by sentence: the rest of a line with an order in it still stands."""
    if not ORDERS.search(text):
        return text
    return "".join(sentence for sentence in SENTENCE.findall(text) if not ORDERS.search(sentence))


def sections(text: str) -> Iterator[tuple[str, str]]:
    heading, lines, in_code = "", list[str](), False
    for line in text.splitlines():
        in_code ^= bool(FENCE.match(line))
        found = None if in_code else HEADING.fullmatch(line)
        if found:
            yield heading, "\n".join(lines).strip()
            heading, lines = found[1], []
        else:
            lines.append(line)
    yield heading, "\n".join(lines).strip()


def parts(section: str) -> Iterator[str]:
    """Whole paragraphs, as many as fit; one that does not fit by itself is cut at a word."""
    part = ""
    for paragraph in re.split(r"\n\s*\n", section):
        if part and len(part) + len(paragraph) > LONGEST:
            yield part
            part = ""
        part = f"{part}\n\n{paragraph}".strip()
        if len(part) > LONGEST:
            yield shortened(part)
            part = ""
    if part:
        yield part


def shortened(text: str) -> str:
    """At the end of a line, so that a step of a list is whole; else at a word."""
    head = text[:LONGEST]
    at = max(head.rfind("\n"), 0) or head.rfind(" ")
    return f"{head[: at if at > 0 else LONGEST].rstrip()} …"
