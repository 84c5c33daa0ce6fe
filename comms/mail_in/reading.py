"""One mail, read: `read(raw)`. It never raises; what cannot be read becomes a letter that says why."""

import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32

from comms.mail_in import automatic, reports
from comms.mail_in.charsets import decode
from comms.mail_in.heads import Head
from comms.mail_in.letter import File, Letter
from comms.mail_in.parts import Parts, Said, parts_of
from comms.mail_in.trimming import trimmed

MOST_CONTAINERS = 100  # the time to parse grows with lines times depth; no person nests this deep
# In small letters, and what stands before is looked at last: a pattern that begins with plain text is searched ten times as fast.
CONTAINER = re.compile(rb"content-type:(?<![^\r\n]content-type:)\s*(?:multipart|message)/")
LONGEST_FIELD = 8_000  # bytes; the time to parse one about the content grows with its square
CONTENT_FIELD = re.compile(
    rb"content-(?<![^\r\n]content-)(?:type|disposition):[^\r\n]*(?:(?:\r\n?|\n)[ \t][^\r\n]*)*"
)
EXCERPT = 100_000  # bytes shown of a mail that cannot be taken apart
CID = re.compile(r"cid:([^\"'\s>]+)")


class _AsWritten(Compat32):
    """Raw bytes in header fields stay what they are, so that their charset can still be found."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


AS_WRITTEN = _AsWritten()


def read(raw: bytes) -> Letter:
    try:
        return _whole(raw)
    except Exception as error:
        # Any code that reads hostile bytes has its bad day. The raw mail is kept; somebody looks at it in quarantine.
        return _only_head(raw, f"{type(error).__name__}: {error}"[:300])


def _whole(raw: bytes) -> Letter:
    if not raw.strip():
        return Letter(broken="empty")
    if too_much := _too_much(raw):
        return _only_head(raw, too_much)
    message = BytesParser(policy=AS_WRITTEN).parsebytes(raw.lstrip())
    return _letter(message, parts_of(message))


def _too_much(raw: bytes) -> str:
    """What no mail program makes, and what would keep a worker busy for minutes."""
    small = raw.lower()
    if len(CONTAINER.findall(small)) > MOST_CONTAINERS:
        return "too many parts inside each other"
    if any(len(field[0]) > LONGEST_FIELD for field in CONTENT_FIELD.finditer(small)):
        return "a header field of too many parameters"
    return ""


def _letter(message: Message, parts: Parts, broken: str = "") -> Letter:
    head = Head(message)
    text = parts.said.text().strip()
    inline, files = _sorted(parts.files, parts.said.clean)
    report = reports.report_of(message, head, text)
    why = automatic.reason(head, report)
    return Letter(
        **_identity(head),
        text=text,
        said=trimmed(text),
        html=parts.said.clean,
        inline=inline,
        files=files,
        invites=tuple(parts.invites),
        automatic=why or automatic.by_a_list(head),
        lists=() if why else automatic.lists(head),
        report=report,
        broken=broken,
    )


def _identity(head: Head) -> dict:
    from_name, from_address = next(iter(head.mailboxes("from", "sender")), ("", ""))
    return {
        "message_id": next(iter(head.ids("message-id")), ""),
        "in_reply_to": head.ids("in-reply-to"),
        "references": head.ids("references"),
        "from_name": from_name,
        "from_address": from_address,
        "reply_to": next(iter(head.addresses("reply-to")), ""),
        "to": head.addresses("to"),
        "cc": head.addresses("cc"),
        "delivered_to": head.addresses("delivered-to", "x-original-to", "envelope-to"),
        "subject": head.text("subject"),
        "date": head.date(),
        "x_loop": head.texts("x-loop"),
        "auto_submitted": head.text("auto-submitted").lower(),
        "precedence": head.text("precedence").lower(),
        "list_id": head.text("list-id"),
    }


def _sorted(files: list[File], html: str) -> tuple[tuple[File, ...], tuple[File, ...]]:
    """Inline is what the HTML shows; everything else, named by a cid or not, is a file."""
    shown = set(CID.findall(html))
    inline = tuple(file for file in files if file.cid and file.cid in shown)
    return inline, tuple(file for file in files if file not in inline)


def _only_head(raw: bytes, why: str) -> Letter:
    try:
        message = BytesHeaderParser(policy=AS_WRITTEN).parsebytes(raw.lstrip()[: 1024 * 1024])
        body = re.split(rb"\r?\n\r?\n", raw[: 2 * EXCERPT], maxsplit=1)[-1][:EXCERPT]
        return _letter(message, Parts(said=Said(plain=decode(body, None))), why)
    except Exception:
        return Letter(broken=why)
