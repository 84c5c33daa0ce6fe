"""The cadence as a strip: a mark for each word that was due, in its place in time."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.promises.cadence import Cadence, Name, State, Step
from itsm.frame import words

WIDTH, HEIGHT, EDGE, MIDDLE = 480, 28, 10, 14

NAMES = {
    Name.FIRST: gettext_lazy("first word"),
    Name.SCOPE: gettext_lazy("scope"),
    Name.UPDATE: gettext_lazy("update"),
    Name.LAST: gettext_lazy("last word"),
}
STATES = {
    State.KEPT: gettext_lazy("kept"),
    State.LATE: gettext_lazy("late"),
    State.MISSED: gettext_lazy("missed"),
    State.DUE: gettext_lazy("due"),
}
# Each state has a shape of its own, so that colour is never alone.
SHAPES = {
    State.KEPT: '<circle cx="{x}" cy="14" r="5"/>',
    State.LATE: '<path d="M{x} 8l6 6-6 6-6-6z"/>',
    State.MISSED: '<path d="M{left} 9l10 10m0-10l-10 10"/>',
    State.DUE: '<circle cx="{x}" cy="14" r="4.5"/>',
}


def draw(cadence: Cadence, *, started: datetime, now: datetime) -> SafeString:
    moments = [step.message.at if step.message else step.due for step in cadence.steps]
    until = max([now if cadence.next else started, *moments])
    length = max((until - started).total_seconds(), 60)

    def place(moment: datetime) -> float:
        share = max((moment - started).total_seconds(), 0) / length
        return round(EDGE + (WIDTH - 2 * EDGE) * share, 1)

    marks = format_html_join(
        "",
        '<g class="{}">{}<title>{}</title></g>',
        (
            (step.state, shape(step.state, place(moment)), said(step))
            for step, moment in zip(cadence.steps, moments, strict=True)
        ),
    )
    return format_html(
        '<svg class="cadence-strip" viewBox="0 0 {} {}" role="img" aria-label="{}"><line x1="{}" x2="{}" y1="{}" y2="{}"/>{}</svg>',
        WIDTH, HEIGHT, in_words(cadence), EDGE, WIDTH - EDGE, MIDDLE, MIDDLE, marks,
    )  # fmt: skip


def shape(state: State, x: float) -> SafeString:
    return format_html(SHAPES[state], x=x, left=x - 5)


def said(step: Step) -> str:
    """“update, due 14:20: kept at 14:18”."""
    about = {"name": NAMES[step.name], "due": clock(step.due), "state": STATES[step.state]}
    if step.message is None:
        return _("%(name)s, due %(due)s: %(state)s") % about
    return _("%(name)s, due %(due)s: %(state)s, said %(at)s") % {**about, "at": clock(step.message.at)}


def clock(moment: datetime) -> str:
    here = moment.astimezone(words.current().zone)
    return f"{here:%H:%M}"


def in_words(cadence: Cadence) -> str:
    return _("%(kept)s of %(over)s words came in time") % {"kept": cadence.kept, "over": cadence.over}
