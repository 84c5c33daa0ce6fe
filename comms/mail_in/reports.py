"""Delivery reports: what became of a mail of ours. The standard ones (RFC 3464), and the many that keep to none."""

import re
from collections.abc import Iterator
from email.message import Message

from comms.mail_in import refusals
from comms.mail_in.charsets import decode
from comms.mail_in.heads import ADDRESS, Head, one_line
from comms.mail_in.letter import Report

LONGEST_DIAGNOSTIC = 500
MOST_TEXT = 100_000  # characters that are searched for a reason
ARRIVED = {"delivered", "relayed", "expanded"}
STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status"}
RETURNED_PARTS = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "text/rfc822",
}
MESSAGE_ID = re.compile(
    r"^\s*(?:x-)?(?:original-)?message-id\s*:\s*<?\s*([^\s<>]+)", re.IGNORECASE | re.MULTILINE
)
TO = re.compile(r"^to\s*:[^\n]*(?:\n[ \t]+[^\n]*)*", re.IGNORECASE | re.MULTILINE)


def report_of(message: Message, head: Head, text: str) -> Report | None:
    """A confirmation that a mail arrived is no report in this sense: nothing is to be marked."""
    text = text[:MOST_TEXT]
    blocks = [block for block in _status_blocks(message) if "action" in block or "status" in block]
    if blocks and all(_action(block) in ARRIVED for block in blocks):
        return None
    declared = (
        message.get_content_type() == "multipart/report"
        and "delivery-status" in head.raw("content-type").lower()
    )
    if not (declared or (blocks and refusals.from_a_server(head)) or refusals.says_so(head, text)):
        return None
    said, below = refusals.split(text)
    returned = _returned(message) or below
    block = next((block for block in blocks if _action(block) == "failed"), blocks[0] if blocks else None)
    return _report(block, head, said, returned)


def _status_blocks(message: Message) -> Iterator[Head]:
    """One block of fields about the server, then one for each recipient."""
    for part in _own_parts(message):
        if part.get_content_type() in STATUS_PARTS and isinstance(blocks := part.get_payload(), list):
            yield from (Head(block) for block in blocks if isinstance(block, Message))


def _own_parts(message: Message) -> Iterator[Message]:
    """Not those inside an attached mail: somebody passes on to us what somebody else was told."""
    yield message
    if message.get_content_maintype() == "multipart" and isinstance(parts := message.get_payload(), list):
        for part in parts:
            if isinstance(part, Message):
                yield from _own_parts(part)


def _report(block: Head | None, head: Head, said: str, returned: str) -> Report:
    """What the fields leave open is looked for in the words."""
    action = _action(block) if block else ""
    recipient = (_named(block) if block else "") or _to_whom(head, said, returned)
    stated = block.text("status") if block else ""
    diagnostic = re.sub(r"^[\w-]+\s*;\s*", "", block.text("diagnostic-code")) if block else ""
    diagnostic = diagnostic or refusals.diagnostic(said, recipient)
    late = action == "delayed" or (
        action != "failed" and refusals.is_delay(f"{head.text('subject')}\n{said}")
    )
    status = refusals.status(stated, diagnostic, said)
    return Report(
        recipient=one_line(recipient),
        status=f"4{status[1:]}" if late else status,
        permanent=not late,
        original_message_id=_message_id(returned or said)
        or next(iter(head.ids("in-reply-to", "references")), ""),
        diagnostic=one_line(diagnostic)[:LONGEST_DIAGNOSTIC],
    )


def _action(block: Head) -> str:
    return block.text("action").lower().split(" ")[0].strip("()")


def _named(block: Head) -> str:
    """The address that we wrote to comes before the one that it was forwarded to."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        if found := ADDRESS.search(re.sub(r"^[\w-]+\s*;", "", block.text(name))):
            return found[0]
    return ""


def _to_whom(head: Head, said: str, returned: str) -> str:
    if failed := head.addresses("x-failed-recipients"):
        return failed[0]
    ourselves = {address.lower() for address in head.addresses("to", "from", "delivered-to")}
    if found := refusals.recipient(said, ourselves):
        return found
    to = TO.search(returned)
    address = ADDRESS.search(to[0]) if to else None
    return address[0] if address else ""


def _returned(message: Message) -> str:
    """The headers of the mail that came back as a part of its own."""
    for part in _own_parts(message):
        if part is message or part.get_content_type() not in RETURNED_PARTS:
            continue
        payload = part.get_payload()
        if isinstance(payload, list) and payload and isinstance(payload[0], Message):
            return "\n".join(f"{name}: {value}" for name, value in payload[0].raw_items())
        content = part.get_payload(decode=True)
        return decode(content, None)[:MOST_TEXT] if isinstance(content, bytes) else ""
    return ""


def _message_id(text: str) -> str:
    found = MESSAGE_ID.search(text)
    return one_line(found[1]).strip("<>") if found else ""
