"""What is set up once and looked at now and then: one page at /setup/ instead of a long rail. Each app adds its own entries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from itsm.frame import practices, using
from itsm.frame.addresses import address_of

if TYPE_CHECKING:
    from django.contrib.auth.models import _User as Person


class Group(TextChoices):
    """The parts of the page, in their order."""

    DESK = "desk", _("How you work")
    PEOPLE = "people", _("People")
    SERVICES = "services", _("Services and hours")
    WORDS = "words", _("Words and letters")
    CHANNELS = "channels", _("Mail and chat")
    OUTAGES = "outages", _("When something breaks")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One place: shown to whoever works the desk and has `permission`, if it needs one.

    `waits` says in a few words what somebody must look at there ("3 mails wait"), or nothing; `key` is the letter after
    g that goes there from every page.
    """

    label: str | Promise
    says: str | Promise
    url_name: str
    icon: str
    group: Group
    permission: str = ""
    key: str = ""
    waits: Callable[["Person"], str] | None = None

    @property
    def href(self) -> str:
        return address_of(self.url_name)

    def is_for(self, person: "Person") -> bool:
        allowed = not self.permission or person.has_perm(self.permission)
        return allowed and practices.has_address(self.url_name)

    def fits(self, words: list[str]) -> bool:
        text = f"{self.label} {self.says}".lower()
        return all(word in text for word in words)


_lines: dict[str, Line] = {}


def add(*lines: Line) -> None:
    for line in lines:
        _lines[line.url_name] = line


def lines_for(person: "Person") -> list[Line]:
    """Nobody outside the desk has any."""
    if not person.works_the_desk:
        return []
    return [line for line in _lines.values() if line.is_for(person)]


def groups_for(person: "Person") -> Iterator[tuple[str, list[tuple[Line, str, str]]]]:
    """By group, each line with what waits there, and how much of it is in use."""
    lines = lines_for(person)
    used = using.said(line.url_name for line in lines)
    for group in Group:
        found = [
            (line, line.waits(person) if line.waits else "", used.get(line.url_name, ""))
            for line in lines
            if line.group == group
        ]
        if found:
            yield str(group.label), found


def found(words: str, person: "Person") -> list[Line]:
    """For Ctrl-K: every word stands in the name or the sentence."""
    asked = words.lower().split()
    fitting = (line for line in lines_for(person) if line.fits(asked))
    return sorted(fitting, key=attrgetter("group")) if asked else []


def keyed_for(person: "Person") -> list[Line]:
    return [line for line in lines_for(person) if line.key]


def addresses() -> list[str]:
    """Where the rail shows that one is below Set up."""
    return [line.href for line in _lines.values()]


def waiting_for(person: "Person") -> int:
    """How many places somebody must look at."""
    return sum(bool(line.waits(person)) for line in lines_for(person) if line.waits)
