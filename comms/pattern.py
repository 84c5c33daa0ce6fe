"""A mail for many: made once, as it goes over the wire, with gaps for what differs from reader to reader.

A gap is a word that nobody can have typed, for part of it is drawn by lot. In a body it stands between marks outside ASCII,
so the body is sent as eight-bit text, and a name in any script may take its place.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from comms.outgoing import one_click
from comms.wire import as_sent

IN_HTML = "»"  # ends a gap whose value is escaped
LONGEST_LINE = 900  # bytes; mail servers may cut what is longer than 998
Values = Mapping[str, str]


class Gaps:
    """The words that stand for what differs: `gaps["name"]` in a body, `header` and `address` in the head."""

    def __init__(self) -> None:
        self.lot = secrets.token_hex(8)
        self.known = re.compile(rf"‹?\b([a-z]+)\.{self.lot}(@gap\.invalid|›|{IN_HTML}|)")

    def __getitem__(self, name: str) -> str:
        return f"‹{name}.{self.lot}›"

    def header(self, name: str) -> str:
        return f"{name}.{self.lot}"

    def address(self, name: str) -> str:
        """Where a head must hold an address."""
        return f"{name}.{self.lot}@gap.invalid"

    def escaping(self, html: str) -> str:
        """The same words, filled with what is safe inside HTML."""
        return html.replace(f".{self.lot}›", f".{self.lot}{IN_HTML}")

    def fill(self, text: str, values: Values) -> str:
        """A value is never looked into for gaps again."""
        plain = in_one_line(values)
        return self.known.sub(lambda gap: escape(plain[gap[1]]) if gap[2] == IN_HTML else plain[gap[1]], text)


def in_one_line(values: Values) -> dict[str, str]:
    """Whatever they hold: a second line in a head would be a second head."""
    return {name: " ".join(value.splitlines()) for name, value in values.items()}


class Pattern:
    """`text` and `html` hold gaps; the head has one each for to, id, reply, fewer and date."""

    def __init__(self, gaps: Gaps, *, subject: str, text: str, html: str, headers: Mapping[str, str]) -> None:
        self.gaps, self.subject = gaps, subject
        self.text, self.html = folded(text), folded(gaps.escaping(html))
        self.headers = {
            **headers,
            "Message-ID": gaps.header("id"),
            "Date": gaps.header("date"),
            "Reply-To": gaps.address("reply"),
            **one_click(gaps.header("fewer")),
        }
        whole = as_sent(self._made(str)).decode()
        pieces = gaps.known.split(whole)
        ends = zip(pieces[1::3], pieces[2::3], strict=True)
        self.open = [name + end if end == IN_HTML else name for name, end in ends]
        self.escaped = [name.removesuffix(IN_HTML) for name in set(self.open) if name.endswith(IN_HTML)]
        self.copy = [part for piece in pieces[::3] for part in (piece, "")][:-1]

    def raw(self, values: Values) -> bytes:
        """One reader's copy as it goes over the wire."""
        known = in_one_line(values)
        known |= {name + IN_HTML: escape(known[name]) for name in self.escaped}
        copy = self.copy.copy()
        copy[1::2] = [known[name] for name in self.open]
        return "".join(copy).encode()

    def mail(self, values: Values) -> EmailMultiAlternatives:
        """The same for what does not go by SMTP."""
        return self._made(lambda text: self.gaps.fill(text, values))

    def _made(self, fill: Callable[[str], str]) -> EmailMultiAlternatives:
        headers = {name: fill(value) for name, value in self.headers.items()}
        to = [fill(self.gaps.address("to"))]
        mail = EmailMultiAlternatives(
            fill(self.subject), fill(self.text), settings.DEFAULT_FROM_EMAIL, to, headers=headers
        )
        mail.attach_alternative(fill(self.html), "text/html")
        return mail


def folded(text: str) -> str:
    """Lines that no mail server cuts. In HTML a line may end wherever a space is."""
    return "\n".join(piece for line in text.split("\n") for piece in _fold(line))


def _fold(line: str) -> list[str]:
    if len(line.encode()) <= LONGEST_LINE:
        return [line]
    pieces = [""]
    for word in re.findall(r"\S{1,200}\s*", line):  # 200 letters are 800 bytes at the most
        if len((pieces[-1] + word).encode()) > LONGEST_LINE:
            pieces.append("")
        pieces[-1] += word
    return [piece.rstrip() for piece in pieces]
