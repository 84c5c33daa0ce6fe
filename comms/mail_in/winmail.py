"""winmail.dat (TNEF): the parcel that Outlook makes of attachments and that no other program opens.

Ours, because the library for it is LGPL and has rested since 2021. The format is [MS-OXTNEF]: attributes one after the
other, of which some hold lists of MAPI properties.
"""

import mimetypes
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from comms.mail_in.charsets import decode
from comms.mail_in.heads import content_type, file_name, one_line
from comms.mail_in.letter import File

SIGNATURE = 0x223E9F78
NEW_ATTACHMENT, TITLE, DATA, PROPERTIES, CODEPAGE = 0x9002, 0x8010, 0x800F, 0x9005, 0x9007
DISPLAY_NAME, DATA_OBJECT, SHORT_NAME, LONG_NAME, MIME_TYPE, CONTENT_ID = (
    0x3001,
    0x3701,
    0x3704,
    0x3707,
    0x370E,
    0x3712,
)
FIXED = {
    0x2: 4,
    0x3: 4,
    0x4: 4,
    0xA: 4,
    0xB: 4,
    0x5: 8,
    0x6: 8,
    0x7: 8,
    0x14: 8,
    0x40: 8,
    0x48: 16,
}  # bytes by type
VARIABLE = {0x1E, 0x1F, 0xD, 0x102}
UNICODE, OBJECT = 0x1F, 0xD
INTERFACE = 16  # bytes before an object that name its kind
MOST = 10_000  # attributes, and properties of one of them: more are an attack


@dataclass
class _Attachment:
    title: bytes = b""
    data: bytes = b""
    properties: dict[int, bytes] = field(default_factory=dict)
    types: dict[int, int] = field(default_factory=dict)


def unpacked(content: bytes) -> list[File]:
    """The files inside; empty if it is no such parcel or an empty one, and then the parcel itself is kept."""
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != SIGNATURE:
        return []
    attachments: list[_Attachment] = []
    charset = "cp1252"
    for number, data in _attributes(content):
        if number == CODEPAGE and len(data) >= 4:
            charset = f"cp{struct.unpack_from('<I', data)[0]}"
        elif number == NEW_ATTACHMENT:
            attachments.append(_Attachment())
        elif attachments:
            _take(attachments[-1], number, data)
    files = [_file(one, at, charset) for at, one in enumerate(attachments, start=1)]
    return [file for file in files if file.content]


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(number, data), as far as the parcel is whole."""
    at = 6
    for _count in range(MOST):
        if at + 9 > len(content):
            return
        number, _type, length = struct.unpack_from("<HHI", content, at + 1)
        data = content[at + 9 : at + 9 + length]
        if len(data) < length:
            return
        yield number, data
        at += 9 + length + 2  # a checksum that half the senders get wrong


def _take(attachment: _Attachment, number: int, data: bytes) -> None:
    match number:
        case _ if number == TITLE:
            attachment.title = data
        case _ if number == DATA:
            attachment.data = data
        case _ if number == PROPERTIES:
            try:
                for kind, name, value in _properties(data):
                    attachment.properties.setdefault(name, value)
                    attachment.types.setdefault(name, kind)
            except (struct.error, KeyError):
                pass  # what came before the broken one counts


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(type, number, first value) of a list of MAPI properties."""
    count = struct.unpack_from("<I", data)[0]
    at = 4
    for _number in range(min(count, MOST)):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= 0x8000:
            at = _after_name(data, at)
        many, kind = kind & 0x1000, kind & 0x0FFF
        values = 1
        if many or kind in VARIABLE:
            values = min(struct.unpack_from("<I", data, at)[0], MOST)
            at += 4
        first = b""
        for index in range(values):
            value, at = _value(data, at, kind)
            first = first if index else value
        yield kind, name, first


def _after_name(data: bytes, at: int) -> int:
    """Named properties carry their set, and a number or a name, before the value."""
    kind, length = struct.unpack_from("<II", data, at + 16)
    return at + 24 + (_padded(length) if kind else 0)


def _value(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    length = FIXED.get(kind)
    if length is None:
        if kind not in VARIABLE:
            raise KeyError(kind)
        length = struct.unpack_from("<I", data, at)[0]
        at += 4
    if at + length > len(data):
        raise struct.error("cut off")
    return data[at : at + length], at + _padded(length)


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _file(attachment: _Attachment, at: int, charset: str) -> File:
    def said(name: int) -> str:
        value = attachment.properties.get(name, b"")
        return decode(value, "utf-16-le" if attachment.types.get(name) == UNICODE else charset).strip("\0 ")

    title = decode(attachment.title, charset).strip("\0 ")
    name = file_name(said(LONG_NAME) or title or said(SHORT_NAME) or said(DISPLAY_NAME)) or f"file-{at}"
    embedded = attachment.properties.get(DATA_OBJECT, b"")
    if attachment.types.get(DATA_OBJECT) == OBJECT:
        embedded = embedded[INTERFACE:]
    content = attachment.data or embedded
    kind = said(MIME_TYPE) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return File(name, content_type(kind), content, one_line(said(CONTENT_ID)).strip("<>"))
