"""The mail of an edition: figures in words, and the address of the page with its charts. Pictures are on the page: mail programs show none of ours."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from comms.feedback import links as better
from comms.letters import domain, reading_as, stamp
from comms.mail_words import writing
from comms.mail_words.writing import Changed, Foot, Letter
from comms.models import Delivery, EditionCopy, Reason, Report
from comms.reports import links
from comms.reports.making import Told, told
from itsm.people.models import Person

KIND = "report"  # of letter
LONGEST_REASON = 120


def cause(edition: int) -> str:
    return f"report:{edition}"


def compose(copy: EditionCopy, *, changed: Changed, now: datetime) -> Delivery:
    edition, person = copy.edition, copy.person
    page = edition.page(person.language)
    url = links.address(copy)
    made = letter(page, edition.report, person, url=url, until=edition.until, changed=changed)
    with reading_as(person):
        why = reason(page, edition.report)
    return Delivery(
        cause=cause(edition.pk), person=person, reason=Reason.ADDRESSED, about=why, address=person.email, created_at=now,
        message_id=f"<report.{edition.pk}.{person.pk}@{domain()}>", thread_id=f"<report.{edition.report_id}@{domain()}>",
        subject=made.subject, text=made.text, html=made.html,
    )  # fmt: skip


def letter(
    page: dict[str, Any], report: Report, person: Person, *, url: str, until: datetime, changed: Changed
) -> Letter:
    with reading_as(person):
        found = told(page)
        values = {
            "name": person.greeting_name, "report": page["title"], "period": page["period"], "about": page["about"], "figures": as_text(found),
            "url": url, "until": stamp(until),
        }  # fmt: skip
        words = writing.words_of(KIND, changed)
        rich = {"figures": as_html(found)}
        return writing.write(words, values, foot(report.pk, person, reason(page, report)), rich=rich)


def reason(page: dict[str, Any], report: Report) -> str:
    said = _("%(who)s sends you “%(title)s”") % {"who": report.owner.name, "title": page["title"]}
    return Truncator(said).chars(LONGEST_REASON)


def foot(report: int, person: Person, why: str) -> Foot:
    """The way out of this one report, not of a whole kind of news."""
    choices = settings.BASE_URL + reverse("comms:preferences")
    return Foot(why, links.leave_address(report, person.pk), choices, "", better.address(person, None))


def as_text(found: Sequence[Told]) -> str:
    return "\n".join(
        "\n  ".join(filter(None, [f"* {one.title}: {one.value}".removesuffix(": "), one.more]))
        for one in found
    )


def as_html(found: Sequence[Told]) -> SafeString:
    body = format_html_join("", "{}", ((_row(one),) for one in found))
    return format_html('<table class="figures">{}</table>', body)


def _row(one: Told) -> SafeString:
    more = format_html("<br><small>{}</small>", one.more) if one.more else ""
    if not one.value:
        return format_html('<tr><th scope="row" colspan="2">{}{}</th></tr>', one.title, more)
    return format_html('<tr><th scope="row">{}{}</th><td>{}</td></tr>', one.title, more, one.value)
