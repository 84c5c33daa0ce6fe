"""The tree of a MIME message: what of it is said, and which files came with it."""

from dataclasses import dataclass, field
from email.message import Message
from functools import cached_property

from comms.mail_in import winmail
from comms.mail_in.charsets import decode
from comms.mail_in.heads import content_type, file_name, words
from comms.mail_in.html import as_html, sanitised
from comms.mail_in.invites import in_words
from comms.mail_in.letter import File
from comms.mail_in.plain import as_text

MOST_FILES = 1000
EXTENSIONS = {"message/rfc822": ".eml", "text/calendar": ".ics", "text/plain": ".txt", "text/html": ".html"}


@dataclass
class Said:
    """The same words as plain text and as HTML, as far as the mail has them."""

    plain: str = ""
    html: str = ""  # as it came

    @cached_property
    def clean(self) -> str:
        return sanitised(self.html) if self.html else ""

    def text(self) -> str:
        return self.plain if self.plain.strip() else as_text(self.clean)


@dataclass
class Parts:
    """What a walk through the tree found."""

    said: Said = field(default_factory=Said)
    files: list[File] = field(default_factory=list)
    invites: list[str] = field(default_factory=list)
    passed_on: list[Message] = field(default_factory=list)


def parts_of(message: Message) -> Parts:
    """Whoever passes a mail on without a word means what that mail says."""
    found = Parts()
    found.said = _said(message, found)
    if found.passed_on and not found.said.text().strip():
        found.said = parts_of(found.passed_on[0]).said
    return found


def _said(part: Message, found: Parts) -> Said:
    kind = part.get_content_type()
    if kind == "message/rfc822" or (part.is_multipart() and kind.startswith("message/")):
        _keep(part, found)
        found.passed_on += [each for each in part.get_payload() if isinstance(each, Message)]
        return Said()
    if part.is_multipart():
        return _together(kind, [_said(each, found) for each in part.get_payload()])  # type: ignore[arg-type]
    if kind.startswith("multipart/"):  # it says so, and has no parts
        return Said(plain=_lines(decode(_content(part), None)))
    if kind in ("text/plain", "text/html") and not _is_file(part):
        text = decode(_content(part), _parameter(part, "charset"))
        return Said(plain=_lines(text)) if kind == "text/plain" else Said(html=text)
    _keep(part, found)
    return Said()


def _together(kind: str, said: list[Said]) -> Said:
    """Alternatives say one thing; anything else is said one after the other."""
    said = [each for each in said if each.plain.strip() or each.html.strip()]
    if kind == "multipart/alternative":
        plains = [each.plain for each in said if each.plain.strip()]
        htmls = [each.html for each in said if each.html]
        return Said(plain=plains[0] if plains else "", html=htmls[-1] if htmls else "")
    if len(said) <= 1:
        return said[0] if said else Said()
    html = "\n".join(each.html or as_html(each.plain) for each in said) if any(e.html for e in said) else ""
    plain = "\n\n".join(each.text() for each in said) if any(e.plain for e in said) else ""
    return Said(plain, html)


def _keep(part: Message, found: Parts) -> None:
    if len(found.files) >= MOST_FILES:
        return
    content = _content(part)
    kind = part.get_content_type()
    if unpacked := winmail.unpacked(content):
        found.files.extend(unpacked[:MOST_FILES])
        return
    if kind == "text/calendar":
        found.invites.extend(in_words(content))
    if content:
        name = _name(part) or f"part-{len(found.files) + 1}{EXTENSIONS.get(kind, '')}"
        found.files.append(File(name, content_type(kind), content, _cid(part)))


def _is_file(part: Message) -> bool:
    disposition = str(part.get("content-disposition") or "").strip().lower()
    return disposition.startswith("attachment") or bool(_name(part))


def _name(part: Message) -> str:
    return file_name(words(_parameter(part, "filename", "content-disposition") or _parameter(part, "name")))


def _parameter(part: Message, name: str, header: str = "content-type") -> str:
    try:
        value = part.get_param(name, "", header)
    except Exception:  # the standard library trips over several kinds of broken parameters
        return ""
    if isinstance(value, tuple):  # RFC 2231: charset, language, value
        charset, _language, text = value
        return decode(text.encode("latin-1", "replace"), charset)
    return str(value or "")


def _cid(part: Message) -> str:
    return words(str(part.get("content-id") or "")).strip("<> ")[:200]


def _content(part: Message) -> bytes:
    try:
        if part.is_multipart():
            return b"".join(each.as_bytes() for each in part.get_payload())  # type: ignore[union-attr]
        content = part.get_payload(decode=True)
    except Exception:  # broken beyond what the standard library repairs: the bytes as they stand
        content = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
