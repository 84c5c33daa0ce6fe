"""An edition of a report: its figures as they are now, in each language that is read, as data and in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from comms.models import Report
from comms.reports.subjects import Subject, page_of
from itsm.insights.dashboards import Panel, panels
from itsm.insights.dashboards.kept import again, keep
from itsm.insights.dashboards.page import Page

MOST_ROWS = 3  # of what has no figure of its own, in the mail
MOST_FIGURES = 24  # of a mail; the page has them all


def pages(report: Report, subject: Subject, languages: Iterable[str], *, now: datetime) -> dict[str, Any]:
    """Language → the page. Counted once more for each language, for the words of a panel are made with its figures.

    Its hour is the organisation's, as its days are, whoever sends it.
    """
    found = {}
    for language in sorted(set(languages)):
        with translation.override(language), timezone.override(timezone.get_default_timezone()):
            page = page_of(report, subject, now=now)
            found[language] = {
                "title": titled(subject),
                "period": _("%(since)s to %(until)s") % page.about.when(),
                "about": about(page),
                "panels": [keep(panel) for panel in subject.panels(page)],
                "told": list(subject.told()),
            }
    return found


def titled(subject: Subject) -> str:
    """What somebody put together is called as they called it."""
    return subject.title if subject.own else _("IT: %(title)s") % {"title": subject.title}


def about(page: Page) -> str:
    """Period, zone and filter, in a sentence."""
    chosen = [narrowed for narrowed in choices(page) if narrowed]
    period = _("%(since)s to %(until)s, whole days (%(zone)s)") % page.about.when()
    counted = _("counted at %(at)s, without cancelled tickets and duplicates") % page.about.when()
    return f"{', '.join([period, *chosen, counted])}."


def choices(page: Page) -> Iterator[str]:
    """“Team: Network”. The period stands by its days."""
    for name, field in page.form.fields.items():
        value: Any = page.form.chosen(name)
        if value and name != "weeks":
            labels = {str(key): label for key, label in field.choices}  # type: ignore[attr-defined]
            yield f"{field.label}: {labels.get(str(value), value)}"


# In words -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A figure for a mail. `more`: what changed, or the first rows of what has no figure of its own."""

    title: str
    value: str
    more: str


def told(page: dict[str, Any]) -> list[Told]:
    """What has neither a figure nor rows is on the page, not in the mail."""
    among = set(page["told"])
    known = [panel for panel in map(again, page["panels"]) if not among or panel.key in among]
    said = (Told(panel.title, panel.value, more(panel)) for panel in known if says(panel))
    return list(said)[:MOST_FIGURES]


def says(panel: Panel) -> bool:
    """A figure says something also where too few stand behind it, or nothing does: that it is so."""
    return bool(panel.value) or not panel.says_nothing and bool(panel.rows)


def more(panel: Panel) -> str:
    return panel.changed or ("" if panel.says_nothing else rows(panel))


def rows(panel: Panel) -> str:
    """The first of them: pages put first what matters most. Of what goes through time, the newest."""
    newest = panel.draw in {panels.lines, panels.columns, panels.shares}
    shown = panel.rows[-1:] if panel.draw is panels.shares else panel.rows[:MOST_ROWS]
    return "; ".join(row(panel, one, newest=newest) for one in shown)


def row(panel: Panel, one: Any, *, newest: bool) -> str:
    if panel.parts:
        pairs = zip(panel.parts, one.marks, strict=True)
        return f"{one.name}: {', '.join(f'{part.name} {mark.said}' for part, mark in pairs)}"
    mark = one.marks[-1]
    stretch = f" ({mark.name})" if newest and mark.name else ""
    name = "" if panel.value and len(panel.rows) == 1 and newest else f"{one.name}: "
    return f"{name}{mark.said}{stretch}"
