"""What a mail says itself: without the history it quotes and without its signature.

Four rules, in the order of `trimmed`. They work on lines and on marks that mail programs set; nothing is guessed from
greetings or names, for a reply that lost its last sentence is worse than one with a signature too many. The whole
text always stands beside it.
"""

from collections.abc import Sequence

from comms.mail_in import history

MOST_LINES = 20_000  # of a mail; no person writes more above a history
WIDEST = 400  # characters of a line that the rules look at
TALLEST_ATTRIBUTION = 6  # lines: "On …, a person with a long name\n<at an address>\nwrote:"
TALLEST_HEADERS = 7
TALLEST_SIGNATURE = 25

Lines = list[str]


def trimmed(text: str) -> str:
    lines = text.split("\n")[:MOST_LINES]
    lines = _without_history_on_top(lines)
    lines = _until_history(lines)
    lines = _until_signature(lines)
    return "\n".join(_without_tail(lines)).strip("\n")


def _without_history_on_top(lines: Lines) -> Lines:
    """Who answers below the quotation leaves nothing above it; who passes a mail on without a word means that mail."""
    start = _skip_blank(lines, 0)
    if above := _attribution(lines, start):
        below = _skip_blank(lines, start + above)
        return (
            lines[_end_of_quote(lines, below) :]
            if _speaks(lines[_end_of_quote(lines, below) :])
            else lines[below:]
        )
    if start < len(lines) and _is_mark(lines[start]):
        start = _skip_blank(lines, start + 1)
    if _is_headers(lines, start):
        return lines[_next_blank(lines, start) :]
    return lines


def _until_history(lines: Lines) -> Lines:
    """History begins at the first mark of it, unless the writer answers between or below the quoted lines."""
    kept: Lines = []
    at = 0
    while at < len(lines):
        quoted = _is_quote(lines[at])
        above = _attribution(lines, at)
        if (
            above
            or (not quoted and (_is_mark(lines[at]) or _is_headers(lines, at)))
            or _is_forward(lines, at)
        ):
            below = _skip_blank(lines, at + above)
            if not above or not _answered_below(lines, below):
                return kept
            at += 0 if quoted else above
        end = _end_of_quote(lines, at)
        if end > at and _speaks(kept) and not _speaks(lines[end:]):
            return kept
        end = max(end, at + 1)
        kept += lines[at:end]
        at = end
    return kept


def _until_signature(lines: Lines) -> Lines:
    """Below "Sent from my …", standing alone, phones put history without any mark."""
    for at, line in enumerate(lines):
        short = history.SIGNATURE.match(line[:WIDEST]) and len(lines) - at <= TALLEST_SIGNATURE
        if (short or _is_device_alone(lines, at)) and _speaks(lines[:at]):
            return lines[:at]
    return lines


def _without_tail(lines: Lines) -> Lines:
    """Rules, blank lines and "Sent from my …" at the end, in any order."""
    end = len(lines)
    while end and _is_tail(lines[end - 1]):
        end -= 1
    return lines[:end]


def _is_tail(line: str) -> bool:
    line = line.strip()
    return not line or bool(history.RULE.match(line[:WIDEST])) or _is_device(line)


def _is_device(line: str) -> bool:
    return len(line) < 150 and not line.endswith("?") and bool(history.DEVICE_LINE.match(line))


def _is_device_alone(lines: Lines, at: int) -> bool:
    around = "".join(lines[max(0, at - 1) : at] + lines[at + 1 : at + 2])
    return not around.strip() and _is_device(lines[at].strip())


def _attribution(lines: Lines, start: int) -> int:
    """How many lines from here on say who wrote what follows; 0 if none do."""
    said = ""
    for count, line in enumerate(lines[start : start + TALLEST_ATTRIBUTION], start=1):
        line = _unquoted(line)
        if count == 1 and history.WHEN_AND_WHO.match(line):
            return 1
        if count == 1 and not history.OPENING.match(line):
            return 0
        if not line and said.endswith((".", "!", "?", ":")):
            return 0
        said = f"{said} {line}".strip()
        if not line or (line[-1].isalnum() and not line.endswith(history.WROTE_AT_THE_END)):
            continue
        if history.DATE.search(said) and history.says_who_wrote(said):
            return count
    return 0


def _is_headers(lines: Lines, start: int) -> bool:
    """The block that Outlook puts over the mail it answers. A colleague may write "From: room 12, To: room 14", too."""
    if start >= len(lines) or not history.HEADER_LINE.match(_unquoted(lines[start])):
        return False
    block = [line for line in map(_unquoted, lines[start : start + TALLEST_HEADERS]) if line]
    labels = sum(bool(history.HEADER_LINE.match(line)) for line in block)
    of_mail = any(history.SUBJECT_LINE.match(line) or history.ADDRESS.search(line) for line in block)
    return labels >= 3 and of_mail and any(history.FROM_LINE.match(line) for line in block)


def _is_forward(lines: Lines, at: int) -> bool:
    """Apple quotes even the mark over what it passes on."""
    return _is_quote(lines[at]) and _is_mark(_unquoted(lines[at]))


def _is_mark(line: str) -> bool:
    return bool(history.MARK_LINE.match(line[:WIDEST]))


def _answered_below(lines: Lines, start: int) -> bool:
    end = _end_of_quote(lines, start)
    return end > start and _speaks(lines[end:])


def _speaks(lines: Sequence[str]) -> bool:
    """Is there a line that is neither quoted, nor a mark of history or signature?"""
    for at, line in enumerate(lines):
        if history.SIGNATURE.match(line[:WIDEST]):
            return False
        if not _is_tail(line) and not _is_quote(line):
            return not (_attribution(list(lines[at : at + TALLEST_ATTRIBUTION]), 0) or _is_mark(line))
    return False


def _is_quote(line: str) -> bool:
    return bool(history.QUOTE.match(line))


def _end_of_quote(lines: Lines, start: int) -> int:
    """The first line after the quoted ones; blank lines between two of them belong to them."""
    end = at = start
    while at < len(lines) and (_is_quote(lines[at]) or not lines[at].strip()):
        at += 1
        if _is_quote(lines[at - 1]):
            end = at
    return end


def _skip_blank(lines: Lines, at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _next_blank(lines: Lines, at: int) -> int:
    while at < len(lines) and lines[at].strip():
        at += 1
    return at


def _unquoted(line: str) -> str:
    return line[:WIDEST].lstrip("> \t").rstrip()
