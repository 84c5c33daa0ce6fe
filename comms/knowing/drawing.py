"""The story as one line in time: a lane for each kind of mark, and the chosen moment across all of them."""

from datetime import datetime

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comms.knowing.story import Entry, Lane, Story
from itsm.frame import words

WIDTH, LEFT, RIGHT, ROW = 720, 8, 8, 22
HEIGHT = ROW * len(Lane) + 8
# A shape for each lane, drawn around nought.
SHAPES = {
    Lane.FACT: "M0-7L6 0 0 7-6 0z",
    Lane.MESSAGE: "M-6-5h12v9h-7l-3 3v-3h-2z",
    Lane.CONFIRMED: "M-5 0l3.5 4L5-4",
    Lane.QUESTION: "M-5 0a5 5 0 1 1 10 0a5 5 0 1 1-10 0",
    Lane.TALK: "M-4-6h8v12h-8z",
}


def draw(story: Story, *, moment: datetime) -> SafeString:
    length = max((story.ended - story.began).total_seconds(), 60)

    def place(at: datetime) -> float:
        share = min(max((at - story.began).total_seconds() / length, 0), 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * share, 1)

    grounds = format_html_join(
        "", '<line class="ground" x1="{}" x2="{}" y1="{}" y2="{}"/>', (_ground(n) for n in range(len(Lane)))
    )
    marks = format_html_join(
        "",
        '<path class="{}" transform="translate({} {})" d="{}"><title>{}</title></path>',
        (_mark(entry, place(entry.at)) for entry in story.entries),
    )
    here = place(moment)
    label = _("%(n)s marks from %(first)s to %(last)s; the list below says each of them.") % {
        "n": len(story.entries), "first": words.at(story.began), "last": words.at(story.ended),
    }  # fmt: skip
    return format_html(
        '<svg class="knowing-line" viewBox="0 0 {} {}" role="img" aria-label="{}">{}<line class="moment" x1="{}" x2="{}" y1="0" y2="{}"/>{}</svg>',
        WIDTH, HEIGHT, label, grounds, here, here, HEIGHT, marks,
    )  # fmt: skip


def _ground(lane: int) -> tuple[int, int, int, int]:
    height = ROW * lane + ROW // 2 + 4
    return LEFT, WIDTH - RIGHT, height, height


def _mark(entry: Entry, x: float) -> tuple[str, float, int, str, str]:
    row = ROW * list(Lane).index(entry.lane) + ROW // 2 + 4
    return (
        entry.lane,
        x,
        row,
        SHAPES[entry.lane],
        f"{entry.at.astimezone(words.current().zone):%H:%M} {entry.words}",
    )
