"""Where the links of a text lead once it is an article here: to other articles, to its pictures, or nowhere."""

import posixpath
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from itsm.knowledge.importing.folder import is_text

LINK = re.compile(r"(?P<mark>!?)\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?(?P<to>[^)\s>]+)>?(?P<title>\s+\"[^\"]*\")?\s*\)")  # fmt: skip
FENCE = re.compile(r"(^(?P<fence>```|~~~).*?^(?P=fence)[^\n]*$)", re.DOTALL | re.MULTILINE)
INCLUDE = re.compile(r"\[!INCLUDE\s*\[[^\]]*\]\(\s*([^)\s]+)\s*\)\s*\]", re.IGNORECASE)
ARTICLE, PICTURE = "kb:", "kb-picture:"  # stand in the text until the numbers are known
STAND_IN = re.compile(r"\((kb|kb-picture):([^)\s]+)\)")


@dataclass
class Led:
    """A text whose links were followed."""

    body: str
    articles: set[str] = field(default_factory=set)
    pictures: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def include(path: str, body: str, texts: Callable[[str], str | None]) -> str:
    """A passage that many texts share stands in a file of its own, and in each of them."""

    def passage(found: "re.Match[str]") -> str:
        shared = texts(resolved(path, found[1]))
        return found[0] if shared is None else shared.strip()

    return INCLUDE.sub(passage, body)


def resolved(path: str, to: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(to)))


def follow(path: str, body: str, *, among: Container[str], links_to: str) -> Led:
    """Links that are relative, by what lies beside it; those from the root, to the site the text comes from."""
    led = Led("")
    pieces = FENCE.split(body)
    # Two groups make three pieces each: text, the fenced passage, and its fence again.
    for place in range(0, len(pieces), 3):
        pieces[place] = LINK.sub(lambda found: lead(found, path, among, links_to, led), pieces[place])
    led.body = "".join(piece for place, piece in enumerate(pieces) if place % 3 != 2)
    return led


def lead(found: "re.Match[str]", path: str, among: Container[str], links_to: str, led: Led) -> str:
    to, words, title = found["to"], found["words"], found["title"] or ""
    try:
        parts = urlsplit(to)
    except ValueError:
        led.remarks.append(_("The link “%s” leads nowhere.") % to)
        return words
    if parts.scheme or parts.netloc or to.startswith("#"):
        return found[0]
    if to.startswith("/"):
        return f"{found['mark']}[{words}]({links_to}{to}{title})" if links_to else found[0]
    target = resolved(path, parts.path)
    if target not in among or is_text(target) == bool(found["mark"]):
        what = (
            _("The picture “%s” is not among the files.")
            if found["mark"]
            else _("The link “%s” leads to no file here.")
        )
        led.remarks.append(what % to)
        return f"*{words}*" if found["mark"] and words else words
    if found["mark"]:
        led.pictures.append(target)
        return f"![{words}]({PICTURE}{quoted(target)})"
    if not is_text(target):
        led.pictures.append(target)
        return f"[{words}]({PICTURE}{quoted(target)})"
    led.articles.add(target)
    return f"[{words}]({ARTICLE}{quoted(target)})"


def quoted(path: str) -> str:
    return path.replace("%", "%25").replace(" ", "%20").replace(")", "%29").replace("(", "%28")


def settle(body: str, *, article: Callable[[str], str], picture: Callable[[str], str]) -> str:
    """Now that there are numbers: the addresses."""
    where = {"kb": article, "kb-picture": picture}
    return STAND_IN.sub(lambda found: f"({where[found[1]](unquote(found[2]))})", body)
