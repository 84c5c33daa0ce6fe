"""What one mail says, once it is read."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a mail; `cid` is what the HTML calls it when it is an inline image."""

    name: str
    content_type: str
    content: bytes
    cid: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A mail server says what became of a mail of ours."""

    recipient: str = ""
    status: str = ""  # as in RFC 3463: "5.1.1"
    permanent: bool = False  # given up, whatever the status says; if not, the server is still trying
    original_message_id: str = ""
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """No text in here holds a NUL or half a character, and no header value a line break: all of it may be stored."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    from_name: str = ""
    from_address: str = ""
    reply_to: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    subject: str = ""
    date: datetime | None = None
    text: str = ""  # all of it; made from the HTML if there is no plain text
    said: str = ""  # without quoted history and signature
    html: str = ""  # sanitised
    inline: tuple[File, ...] = ()
    files: tuple[File, ...] = ()
    invites: tuple[str, ...] = ()  # in words
    automatic: str = ""  # why we think that no person wrote this; empty if one did
    lists: tuple[
        str, ...
    ] = ()  # that passed it on, in their own words; empty if more than they says it is automatic
    report: Report | None = None
    x_loop: tuple[str, ...] = ()
    auto_submitted: str = ""
    precedence: str = ""
    list_id: str = ""
    broken: str = ""  # why no more could be read
