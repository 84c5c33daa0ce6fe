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
# Python calls these codecs, but they are no charsets of mail, and the first takes quadratic time.
REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def decode(content: bytes, claimed: str | None) -> str:
    """The claim if it holds, else UTF-8 if that holds, else what the bytes look like; never an exception."""
    named = _codec(claimed)
    for codec in dict.fromkeys((named, "utf-8")):
        if codec and (text := _strictly(content, codec)) is not None:
            return storable(text)
    return storable(_guess(content) or content.decode(named or "cp1252", "replace"))


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
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SAMPLE]).best()
    return content.decode(best.encoding, "replace") if best else ""
