"""The page of communication: a fitness tracker. How well we keep our word, reach people and are understood, week by week."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from itsm.insights import placing
from itsm.insights.charts import Mark, Part, Row
from itsm.insights.dashboards import courses, panels
from itsm.insights.dashboards.page import Page
from itsm.insights.dashboards.panels import Panel
from itsm.insights.figures import number, shown, unit_of
from itsm.insights.measures import Unit, ask_each, ask_now
from itsm.insights.measures.volume import contacts
from itsm.tickets.models import Channel

# In this order where they are there; what else stands in those rows of the overview follows.
FIRST = ("promises_kept", "notice_promises_kept", "reach", "acknowledged", "understood", "clarity", "avoided_least", "avoided_most", "noise")  # fmt: skip
KINDS = ("ours", "theirs", "others", "info", "scheduled", "nobody")
MOST = len(KINDS)  # channels that are told apart; the rest are one


def communication(page: Page) -> Iterator[Panel]:
    rows = placing.placed()
    yield from silence(page)
    yield from courses.drawn(page, list(dict.fromkeys([*FIRST, *rows["promises"], *rows["told"]])))
    yield channels(page)


def silence(page: Page) -> Iterator[Panel]:
    """As of this moment: silence has no past."""
    figures = [one for one in placing.standing_here() if one.key in placing.SILENCE]
    found = ask_now(figures, page.chosen, now=page.now)
    for one in figures:
        figure = found[one.key]
        yield Panel(
            key=one.key.replace("_", "-"),
            title=str(one.name),
            value=f"{shown(figure, one.unit)} {unit_of(figure, one.unit)}",
            says=str(one.sentence),
            draw=panels.nothing,
            size="small",
            more=panels.leads(_("See who waits"), page.about.records(one.key)),
        )


def channels(page: Page) -> Panel:
    """Less reliance on e-mail: by which way contacts come, stretch by stretch, in one question."""
    each = ask_each([contacts], [(only, "channel") for _n, only in page.each()])
    found = [Counter({key: figure.n for key, figure in answer[contacts.key].items()}) for answer in each]
    ways = together([key for key, _n in sum(found, Counter()).most_common()])

    def mark(n: int, way: Sequence[str]) -> Mark:
        count = sum(found[n][key] for key in way)
        listed = page.tickets("by-channel", of=".".join(way), stretch=n + 1)
        return Mark(float(count), number(count, Unit.COUNT), listed, count)

    return Panel(
        key="channels",
        title=_("Which way contacts come"),
        says=_("Incidents and requests by the way they came, in shares. Alerts of monitoring do not count."),
        draw=panels.shares,
        size="wide",
        parts=[Part(named(way), kind) for way, kind in zip(ways, KINDS, strict=False)],
        rows=[Row(name, [mark(n, way) for way in ways]) for n, name in enumerate(page.names)] if ways else [],
    )  # fmt: skip


def together(ranked: Sequence[str]) -> list[Sequence[str]]:
    """As many as can be told apart; those that come seldom are one."""
    if len(ranked) <= MOST:
        return [[key] for key in ranked]
    return [*([key] for key in ranked[: MOST - 1]), ranked[MOST - 1 :]]


def named(way: Sequence[str]) -> str:
    labels = dict(Channel.choices)
    return ", ".join(str(labels.get(key, key)) for key in way).capitalize()
