"""One file of Markdown as an article: what stands above the text, and the text."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import yaml
from django.conf import global_settings
from django.utils.translation import gettext as _

from itsm.frame.markdown import LONGEST
from itsm.people.models import Audience
from itsm.people.roles import GROUPS

FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
HEADING = re.compile(r"\A(?:\s|<!--(?:(?!-->).)*-->)*#{1,2}[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)", re.DOTALL)
IMAGE = re.compile(r":::image\s([^:]*?):::")  # as the documents of one large house write it
PART = re.compile(r'([\w-]+)="([^"]*)"')
TOP, BELOW = (re.compile(rf"^{marks}[ \t]", re.MULTILINE) for marks in ("#", "##+"))
LONGEST_FRONT = 20_000
TITLE, SUMMARY, KEYWORDS = 200, 300, 400  # as long as the columns are
LANGUAGES = {code: code for code, _name in global_settings.LANGUAGES}
NAMES = ("sites", "teams", "services")


class NotAnArticle(Exception):
    """The file is left out; the message says why."""


@dataclass
class Read:
    """One article as its file has it. `remarks` are what could not be taken over as it was written."""

    path: str
    words: dict[str, str]
    about: dict[str, Any]
    remarks: list[str] = field(default_factory=list)


def read(path: str, data: bytes, *, language: str, audience: str) -> Read:
    front, text = split(decoded(data))
    heading = HEADING.match(text)
    title = word(front, "title") or (plain(heading[1]) if heading else "")
    if heading and is_title(heading, text, title):
        text = text[heading.end() :]
    body = IMAGE.sub(as_markdown, text).strip()
    if not body:
        raise NotAnArticle(_("There is no text in it."))
    if len(body) > LONGEST:
        raise NotAnArticle(_("It is longer than an article can be (%d characters).") % LONGEST)
    words = {
        "title": cut(title or name_of(path), TITLE),
        "summary": cut(word(front, "summary") or word(front, "description"), SUMMARY),
        "body": body + "\n",
        "keywords": cut(", ".join(listed(front, "keywords")), KEYWORDS),
    }
    found = Read(
        path, words, {"owner": word(front, "owner").lower(), "translates": word(front, "translates")}
    )
    found.about |= {name: listed(front, name) for name in NAMES}
    if not title:
        found.remarks.append(
            _("It has no title, neither above the text nor as its first heading: its file's name is it.")
        )
    choose(found, front, language=language, audience=audience)
    return found


def decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotAnArticle(_("It is not written in UTF-8 (byte %d).") % error.start) from error
    if "\x00" in text:
        raise NotAnArticle(_("It is no text: there are zero bytes in it."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cache
def loader() -> Any:
    """All values as they are written: no dates, no numbers, no objects."""
    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def split(text: str) -> tuple[dict[str, Any], str]:
    found = FRONT.match(text)
    if found is None:
        return {}, text
    if len(found[1]) > LONGEST_FRONT:
        raise NotAnArticle(_("What stands above the text is too long."))
    try:
        front = yaml.load(found[1].replace("\t", "  "), Loader=loader())  # noqa: S506 - it makes nothing but words
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problem = getattr(error, "problem", None) or _("it is not YAML")
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise NotAnArticle(
            _("What stands above the text cannot be read: line %(line)d, %(problem)s.")
            % {"line": line, "problem": problem}
        ) from error
    if front is not None and not isinstance(front, dict):
        raise NotAnArticle(_("What stands above the text is no list of names and values."))
    return {str(name).lower(): value for name, value in (front or {}).items()}, text[found.end() :]


def word(front: dict[str, Any], name: str) -> str:
    value = front.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def listed(front: dict[str, Any], name: str) -> list[str]:
    """A list, or words with commas between."""
    value = front.get(name)
    given = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [" ".join(one.split()) for one in given if isinstance(one, str) and one.strip()]


def choose(found: Read, front: dict[str, Any], *, language: str, audience: str) -> None:
    """Values of which there are only some; another one is named, and the safe one is taken."""
    said = word(front, "language") or word(front, "lang")
    found.about["language"] = LANGUAGES.get(said.lower(), language)
    if said and said.lower() not in LANGUAGES:
        found.remarks.append(_("The language “%s” is not known.") % said)
    said = word(front, "audience").lower()
    found.about["audience"] = said if said in Audience.values else audience
    if said and said not in Audience.values:
        found.remarks.append(
            _("The audience “%(said)s” is not known: taken as “%(audience)s”.")
            % {"said": said, "audience": audience}
        )
    found.about["roles"] = [role for role in listed(front, "roles") if role in GROUPS]
    found.about["review_months"] = months(front)


def months(front: dict[str, Any]) -> int:
    said = word(front, "review_months")
    return int(said) if said.isdecimal() and len(said) < 3 and 1 <= int(said) <= 60 else 6


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def is_title(heading: "re.Match[str]", text: str, title: str) -> bool:
    """The first heading says the title again, or stands above all others; it is no section of the text."""
    if plain(heading[1]).casefold() == title.casefold():
        return True
    return len(TOP.findall(text)) == 1 and BELOW.search(text) is not None


def name_of(path: str) -> str:
    return re.sub(r"[-_\s]+", " ", PurePosixPath(path).stem).strip().capitalize()


def plain(heading: str) -> str:
    """A heading without its marks."""
    return re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", lambda found: found[1] or "", heading).strip()


def as_markdown(found: "re.Match[str]") -> str:
    parts = dict(PART.findall(found[1]))
    return f"![{parts.get('alt-text', '')}]({parts.get('source', '')})"
