"""Following every mark of a page of figures: the list behind it must state the number that the mark does."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from operator import itemgetter
from urllib.parse import urljoin

from django.test import Client

CHART = re.compile(
    r'<figure class="chart">.*?</figure>|<svg class="trend".*?</svg>|<table\b.*?</table>', re.S
)
LINK = re.compile(r"<a\b[^>]*>")
MARK = re.compile(r'<(?:a|g) class="mark [^>]*(?: href=| role="img")[^>]*>|<svg class="trend"[^>]*>')
HREF, COUNT = re.compile(r' href="([^"]+)"'), re.compile(r' data-n="(\d+)"')
NAME = re.compile(r' aria-label="([^"]+)"')
LISTED = re.compile(r'data-count="(\d+)"')
Linked = tuple[str, int]  # where a mark leads, and how many it says are there


@dataclass(frozen=True)
class Chart:
    """A chart with its table, a small one, or a table whose cells lead on."""

    html: str
    address: str  # of its page

    @property
    def label(self) -> str:
        found = NAME.search(self.html)
        return found[1] if found else ""

    @property
    def marks(self) -> list[Linked]:
        """Every link that says how many records it opens."""
        found = ((HREF.search(link), COUNT.search(link)) for link in LINK.findall(self.html))
        return [(urljoin(self.address, unescape(href[1])), int(n[1])) for href, n in found if href and n]

    @property
    def some(self) -> set[Linked]:
        """The first, the last and the largest."""
        marks = self.marks
        return {marks[0], marks[-1], max(marks, key=itemgetter(1))} if marks else set()

    def flaws(self) -> Iterator[str]:
        """A mark without words, and a drawing without its table."""
        if not self.html.startswith("<table") and not self.label:
            yield f"{self.address}: a chart without a name"
        for mark in MARK.findall(self.html):
            if not NAME.search(mark):
                yield f"{self.address} {self.label}: {mark}"
        if self.html.startswith("<figure"):
            drawing, table = self.html.split("<details>")
            rest = set(HREF.findall(drawing)) - set(HREF.findall(table))
            if "<table" not in table or any("stretch=" in href for href in rest):
                yield f"{self.address} {self.label}: the table does not say {rest}"


def charts(client: Client, address: str) -> list[Chart]:
    page = client.get(address)
    assert page.status_code == 200, address
    return [Chart(html, address) for html in CHART.findall(page.content.decode())]


def marks(page: str) -> set[Linked]:
    """Every link of a page that says how many records it opens."""
    return set(Chart(page, "").marks)


def listed(client: Client, href: str) -> int | None:
    """The number that the list states; None where it states none."""
    answer = client.get(href.partition("#")[0])
    found = LISTED.search(answer.content.decode())
    return int(found[1]) if found else None


def wrong(client: Client, found: Iterable[Linked]) -> dict[str, tuple[int, int | None]]:
    """Link → what the mark says, and what its list does, where they differ."""
    asked: dict[str, int | None] = {}
    for href in sorted({href.partition("#")[0] for href, _n in found}):
        asked[href] = listed(client, href)
    return {href: (n, count) for href, n in found if (count := asked[href.partition("#")[0]]) != n}


def wrong_marks(client: Client, address: str) -> dict[str, tuple[int, int | None]]:
    """Of one page. A page without any mark is wrong, too."""
    page = client.get(address)
    assert page.status_code == 200, address
    found = marks(page.content.decode())
    assert found, f"{address} has no marks"
    return wrong(client, found)
