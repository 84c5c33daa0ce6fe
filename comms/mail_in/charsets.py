"""Bytes to text, whatever the mail claims them to be."""

import codecs
import re

SAMPLE = 64 * 1024  # bytes that the detection looks at: more costs time and changes nothing
# What senders mean by these names is the superset, as in browsers.
MEANT = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso2022_jp": "iso2022_jp_ext",
}
SURE = 0.1  # of the detection; below it, the most usual one is taken if it holds
SWITCHED = b"\x1b$"  # ISO-2022 changes the charset by escape sequences; its bytes would pass for ASCII
# Python calls these codecs, but they are no charsets of mail, and the first takes quadratic time.
REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def decode(content: bytes, claimed: str | None) -> str:
    """The claim if it holds, else UTF-8 if that holds, else what the bytes look like; never an exception."""
    named = _codec(claimed)
    if SWITCHED in content[:SAMPLE]:
        named = named if named.startswith("iso2022") else "iso2022_jp_ext"
        return storable(content.decode(named, "replace"))
    for codec in filter(None, (named, "utf-8")):
        if (text := _strictly(content, codec)) is not None:
            return storable(text)
    return storable(_guess(content))


def storable(text: str) -> str:
    """PostgreSQL takes neither NUL nor lone surrogates."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def _codec(name: str | None) -> str:
    name = (name or "").strip().strip("'\"").lower().removeprefix("charset=")
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if found in REFUSED else MEANT.get(found, found)


def _strictly(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except (LookupError, ValueError):  # LookupError: a codec like "hex" that makes no text
        return None


def _guess(content: bytes) -> str:
    import chardet

    found = chardet.detect(content[:SAMPLE])
    name = _codec(found["encoding"]) or "cp1252"
    western = _strictly(content, "cp1252") if (found["confidence"] or 0) < SURE else None
    return western or content.decode(name, "replace")
