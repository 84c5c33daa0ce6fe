"""The header fields of a mail: decoded, on one line, bounded."""

import binascii
import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from comms.mail_in.charsets import decode

MOST_FIELDS = 1000
LONGEST_FIELD = 32 * 1024
MOST_ADDRESSES = 500
MOST_IDS = 100  # of a thread, the newest
# Line ends of every kind and other controls; and the marks that turn the reading direction, which disguise names.
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
MESSAGE_ID = re.compile(r"<\s*([^<>\s]+(?:\s+[^<>\s]+)*)\s*>")
ENCODED_WORD = re.compile(rb"=\?([^?*\s]+)(?:\*[^?]*)?\?([bBqQ])\?([^?]*)\?=")
CONTENT_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,100}", re.ASCII)
ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]+")


class Head:
    """The fields of one message, by lower-case name."""

    def __init__(self, message: Message) -> None:
        self._fields: dict[str, list[str]] = {}
        for name, value in list(message.raw_items())[:MOST_FIELDS]:
            self._fields.setdefault(str(name).lower(), []).append(str(value)[:LONGEST_FIELD])

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def names(self) -> list[str]:
        return list(self._fields)

    def raw(self, name: str) -> str:
        return self._fields.get(name, [""])[0]

    def text(self, name: str) -> str:
        return words(self.raw(name))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(words(value) for value in self._fields.get(name, []))

    def mailboxes(self, *names: str) -> tuple[tuple[str, str], ...]:
        """(display name, address) of every usable address, each address once."""
        values = [_unfolded(value) for name in names for value in self._fields.get(name, [])]
        found: dict[str, str] = {}
        for display, address in _addresses(values):
            if address := _plain_address(address):
                found.setdefault(address, words(display).strip("'\" "))
            if len(found) == MOST_ADDRESSES:
                break
        return tuple((display, address) for address, display in found.items())

    def addresses(self, *names: str) -> tuple[str, ...]:
        return tuple(address for _display, address in self.mailboxes(*names))

    def ids(self, *names: str) -> tuple[str, ...]:
        """Message-IDs without their angle brackets, in their order."""
        values = " ".join(words(value) for name in names for value in self._fields.get(name, []))
        found = MESSAGE_ID.findall(values) or [word for word in values.split() if "@" in word]
        return tuple(dict.fromkeys("".join(one.split()) for one in found))[-MOST_IDS:]

    def date(self) -> datetime | None:
        try:
            date = parsedate_to_datetime(self.text("date"))
            return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def words(value: str) -> str:
    """One line of text from a raw field: encoded words, raw bytes in any charset, folded lines."""
    content = _unfolded(value).encode("utf-8", "surrogateescape")
    pieces: list[tuple[str, bytes]] = []
    end = 0
    for word in ENCODED_WORD.finditer(content):
        between = content[end : word.start()]
        if between.strip() or not pieces:
            pieces.append(("", between))
        _append(pieces, word[1].decode("ascii", "replace"), _decoded(word[2], word[3]))
        end = word.end()
    pieces.append(("", content[end:]))
    text = "".join(decode(piece, charset) for charset, piece in pieces)
    return one_line(text)


def one_line(text: str) -> str:
    return " ".join(CONTROLS.sub(" ", text).split())


def content_type(said: str) -> str:
    return said.lower() if CONTENT_TYPE.fullmatch(said) else "application/octet-stream"


def file_name(said: str) -> str:
    """Without a path, whatever system it is from, and without what no file system takes."""
    name = re.split(r"[/\\]", one_line(said))[-1]
    return re.sub(r'[<>:"|?*]', "_", name).strip(". ")[:200]


def _append(pieces: list[tuple[str, bytes]], charset: str, piece: bytes) -> None:
    """Some senders cut a character in two and put its halves into neighbouring words."""
    if pieces and pieces[-1][0] == charset:
        piece = pieces.pop()[1] + piece
    pieces.append((charset, piece))


def _decoded(encoding: bytes, content: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(content.replace(b"_", b" "))
    content = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    return binascii.a2b_base64(content[: len(content) - (len(content) % 4 == 1)] + b"==")


def _unfolded(value: str) -> str:
    return re.sub(r"[\r\n]+", "", value)


def _addresses(values: list[str]) -> list[tuple[str, str]]:
    try:
        return getaddresses(values)
    except Exception:  # the parser of the standard library indexes past the end on some broken addresses
        return [("", address) for value in values for address in ADDRESS.findall(value)]


def _plain_address(address: str) -> str:
    found = ADDRESS.search(words(address))
    return found[0][:320] if found else ""
