"""A letter's subject, text and HTML from its kind and its values. Called in the reader's language and time zone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.defaultfilters import linebreaks_filter
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from comms import unsubscribe
from comms.feedback import links
from comms.mail_words.filling import Values, as_html, fill, in_one_line
from comms.mail_words.kinds import KINDS
from comms.models import Group, Notice, Template
from itsm.people.models import Person
from itsm.tickets.models import Ticket

Changed = Mapping[tuple[str, str], Template]


@dataclass(frozen=True)
class Words:
    """What is filled in: ours, or an administrator's."""

    subject: str
    text: str


@dataclass(frozen=True)
class Foot:
    """Under every letter to a person, whatever its words: why it came, how to get fewer, and where to say what could be better."""

    why: str
    fewer: str  # "" where there is nothing to choose: what only administrators get
    choices: str = ""  # "" for an address without an account
    answers: str = ""  # for the desk: who reads what they answer by mail
    better: str = ""  # signed; "" while feedback is off

    @classmethod
    def of(
        cls, person: Person, group: str, why: str, *, answers: str = "", about: Ticket | Notice | None = None
    ) -> "Foot":
        choices = settings.BASE_URL + reverse("comms:preferences")
        fewer = unsubscribe.address(person, group) if group in Group.values else ""
        return cls(why, fewer, choices, answers, links.address(person, about))


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str

    @property
    def shown(self) -> str:
        """The inside of the HTML, for a page of ours."""
        return self.html.partition("<main>")[2].partition("</main>")[0]


def changed() -> dict[tuple[str, str], Template]:
    """All that administrators changed: a handful of rows, asked once for many letters."""
    return {(row.kind, row.language): row for row in Template.objects.all()}


def changed_by_kind() -> dict[str, list[Template]]:
    """The same for administrators, with who changed it."""
    found: dict[str, list[Template]] = {}
    for row in Template.objects.select_related("changed_by").order_by("language"):
        found.setdefault(row.kind, []).append(row)
    return found


def keep(kind: str, language: str, words: Words, *, by: Person, now: datetime) -> None:
    """An administrator's words, from the next letter on."""
    about = {"subject": words.subject, "text": words.text, "changed_by": by, "changed_at": now}
    Template.objects.update_or_create(kind=kind, language=language, defaults=about)


def words_of(kind: str, changed: Changed) -> Words:
    theirs = changed.get((kind, get_language() or "en"))
    return Words(theirs.subject, theirs.text) if theirs else ours(kind)


def ours(kind: str) -> Words:
    """As Baton ships it, in the language that is active."""
    return Words(str(KINDS[kind].subject), str(KINDS[kind].text))


def write(
    words: Words,
    values: Values,
    foot: Foot | None,
    *,
    lines: Iterable["Line"] = (),
    rich: Mapping[str, SafeString] | None = None,
) -> Letter:
    """`lines` become the value of {lines}: a list. `rich`: values that look otherwise in HTML."""
    given = list(lines)
    values = {**values, "lines": "\n\n".join(each.as_text() for each in given)}
    known = {**_rich(values, given), **(rich or {})}
    rich = {name: markup for name, markup in known.items() if values.get(name)}
    about = {"subject": in_one_line(words.subject, values), "foot": foot, "language": get_language()}
    about["body"] = fill(words.text, values)
    text = render_to_string("emails/letter.txt", about).strip() + "\n"
    about["body"] = as_html(words.text, values, rich=rich)
    return Letter(str(about["subject"]), text, render_to_string("emails/letter.html", about))


@dataclass(frozen=True)
class Line:
    """One of {lines}: what it is, where it stands, why it is for the reader."""

    what: str
    url: str = ""
    why: str = ""

    def as_text(self) -> str:
        return "\n  ".join(filter(None, [f"* {self.what}", self.why, self.url]))

    def as_html(self) -> SafeString:
        what = link(self.url, self.what) if self.url else format_html("{}", self.what)
        return format_html("{}<br><small>{}</small>", what, self.why) if self.why else what


def _rich(values: Values, lines: list[Line]) -> dict[str, SafeString]:
    """Our own markup: words of people as a quotation, the address as a link, lines as a list."""
    items = format_html_join("", "<li>{}</li>", ((each.as_html(),) for each in lines))
    quoted = {
        name: format_html(
            "<blockquote>{}</blockquote>", linebreaks_filter(values.get(name, ""), autoescape=True)
        )
        for name in ("words", "question")
    }
    links = {name: link(values.get(name, "")) for name in ("url", "confirm")}
    return {**quoted, **links, "lines": format_html("<ul>{}</ul>", items)}


def link(url: str, words: str = "") -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words or url)
