"""What is new in a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

PIECES = re.compile(r"\s+|\w+|[^\w\s]")
AROUND = 2  # unchanged lines that are shown beside a change
MOST_PIECES = 4_000  # of one changed passage; a longer one is told line by line


@dataclass(frozen=True)
class Change:
    """Of one field: how it reads with what went struck out and what came underlined."""

    label: str
    html: SafeString


def difference(old: str, new: str) -> SafeString:
    """Nothing if nothing changed."""
    if old == new:
        return SafeString("")
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    parts: list[str] = []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for place, (how, a, b, c, d) in enumerate(steps):
        if how == "equal":
            parts.extend(same(before[a:b], first=place == 0, last=place == len(steps) - 1))
        else:
            parts.extend(changed("".join(before[a:b]), "".join(after[c:d])))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped


def same(lines: list[str], *, first: bool, last: bool) -> Iterator[str]:
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    if len(lines) <= head + tail + 1:
        yield escape("".join(lines))
        return
    left = len(lines) - head - tail
    said = ngettext("%(n)d line as before", "%(n)d lines as before", left) % {"n": left}
    yield escape("".join(lines[:head]))
    yield f'<span class="folded">… {escape(said)}</span>\n'
    yield escape("".join(lines[len(lines) - tail :]))


def changed(old: str, new: str) -> Iterator[str]:
    before, after = PIECES.findall(old), PIECES.findall(new)
    if len(before) + len(after) > MOST_PIECES:
        yield from marked(old, new)
        return
    for how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "equal":
            yield escape("".join(before[a:b]))
        else:
            yield from marked("".join(before[a:b]), "".join(after[c:d]))


def marked(old: str, new: str) -> Iterator[str]:
    if old:
        yield f"<del>{escape(old)}</del>"
    if new:
        yield f"<ins>{escape(new)}</ins>"
