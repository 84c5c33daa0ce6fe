"""The funnel as a picture, drawn on the server: one slice per step, as wide as the share that got there."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.models import Audience, Notice
from comms.notices.funnel import STEPS, Counts

HEIGHT = 64  # of a slice; it stretches to the width it is given
SMALL = 6  # of a line's small bars: their width, and 2 px between them
LABELS = {
    "addressed": gettext_lazy("addressed"),
    "delivered": gettext_lazy("delivered"),
    "seen": gettext_lazy("seen"),
    "acknowledged": gettext_lazy("confirmed"),
    "understood": gettext_lazy("understood"),
}
MEANS = {
    "addressed": gettext_lazy("It was for them."),
    "delivered": gettext_lazy("A mail server took it, or they saw it here."),
    "seen": gettext_lazy(
        "They had it open, signed in or by their own link. A program that only follows links is not counted."
    ),
    "acknowledged": gettext_lazy("They pressed “I have read it”."),
    "understood": gettext_lazy("They answered the question rightly."),
}


@dataclass(frozen=True)
class Step:
    name: str
    count: int
    share: float  # of those addressed
    then: float  # share of the next step: where this slice ends

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def means(self) -> str:
        return str(MEANS[self.name])

    @property
    def percent(self) -> str:
        return "" if self.name == "addressed" else f"{round(self.share * 100)} %"

    @property
    def slice(self) -> SafeString:
        """From this step's height on the left to the next one's on the right, around the middle."""
        left, right = max(self.share, 0.02) * HEIGHT / 2, max(self.then, 0.02) * HEIGHT / 2
        middle = HEIGHT / 2
        points = (
            f"0,{middle - left:.1f} 100,{middle - right:.1f} 100,{middle + right:.1f} 0,{middle + left:.1f}"
        )
        shape = (
            '<svg class="slice" viewBox="0 0 100 {}" preserveAspectRatio="none" aria-hidden="true">'
            '<polygon points="{}"/></svg>'
        )
        return format_html(shape, HEIGHT, points)


def steps_of(counts: Counts, notice: Notice) -> list[Step]:
    """A notice that asks no question has no last step."""
    names = [name for name in STEPS if name != "understood" or notice.question]
    found = [(name, getattr(counts, name)) for name in names]
    whole = counts.addressed or 1
    after = [count for _name, count in found[1:]] + [found[-1][1]]
    return [
        Step(name, count, count / whole, then / whole)
        for (name, count), then in zip(found, after, strict=True)
    ]


def rows_of(counts: dict[str, Counts], notice: Notice) -> list[tuple[str, list[Step], int]]:
    """Per audience that has anybody in it: its name, its steps, how many misread the question."""
    labels = dict(Audience.choices)
    found = [(audience, counts[audience]) for audience in Audience.values if counts[audience].addressed]
    return [(str(labels[audience]), steps_of(one, notice), one.misread) for audience, one in found]


def line(counts: Counts, notice: Notice) -> SafeString:
    """All of it in one line of a list: small bars, and the same in words."""
    steps = steps_of(counts, notice)
    bars = format_html_join(
        "", '<rect x="{}" y="{}" width="{}" height="{}" rx="1"/>',
        ((n * (SMALL + 2), 16 - high, SMALL, high) for n, high in enumerate(max(1, round(16 * step.share)) for step in steps)),
    )  # fmt: skip
    words = ", ".join(f"{step.count} {step.label}" for step in steps)
    shown = f"{counts.addressed} → {counts.seen} → {counts.acknowledged}"
    shape = (
        '<span class="funnel-line" title="{}"><svg width="40" height="16" aria-hidden="true">{}</svg>'
        '<span aria-hidden="true">{}</span><span class="hear">{}</span></span>'
    )
    return format_html(shape, words, bars, shown, words)


def said(counts: Counts, notice: Notice) -> str:
    """One sentence under the picture: what is worth doing now."""
    if not counts.addressed:
        return _("Nobody was addressed.")
    silent = counts.addressed - counts.acknowledged
    if notice.must_acknowledge and notice.open and silent:
        return _("%(n)d have not confirmed yet.") % {"n": silent}
    if counts.misread:
        return _("%(n)d answered the question wrongly: the words may be unclear.") % {"n": counts.misread}
    missing = counts.addressed - counts.delivered
    return _("%(n)d were not reached yet.") % {"n": missing} if missing else ""
