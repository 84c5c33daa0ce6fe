"""Every chart, as Halden's manager sees it: every mark has words and opens as many records as it says.

Here the first, the last and the largest mark of every chart are followed. `make marks` follows each of some thousand, page by
page; with HALDEN=1 of the organisation in its full size.
"""

import os
from collections.abc import Iterator

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from comms.models import Survey
from itsm.insights.dashboards.models import OwnDashboard
from itsm.insights.dashboards.registry import dashboards
from itsm.insights.explain.account import Account, find
from itsm.insights.explain.drawn import draw
from itsm.insights.explain.told import how_many
from itsm.insights.forms import About
from itsm.insights.measures import measures, standing
from itsm.insights.rollups import keeping
from itsm.people.models import Person
from itsm.services.models import Goal
from tests.demo.halden.conftest import NOW
from tests.insights.marks import Chart, charts, wrong

pytestmark = pytest.mark.django_db
EVERY = bool(os.environ.get("EVERY_MARK"))


@pytest.fixture(scope="module")
def manager(halden) -> Iterator[Person]:
    """Charts are drawn from what is kept by day; their lists are counted from the rows themselves."""
    with time_machine.travel(NOW, tick=False):
        keeping.keep_up(now=NOW, patience=float("inf"))
        yield halden.made.demo["manager"]


@pytest.fixture(scope="module")
def client(manager) -> Client:
    client = Client()
    client.force_login(manager)
    return client


@pytest.fixture(scope="module")
def drawn(client) -> list[Chart]:
    return [chart for address in addresses() for chart in charts(client, address)]


@pytest.fixture(scope="module")
def accounts(manager) -> list[Account]:
    return [Account.of(one, About(QueryDict()), person=manager) for one in measures() if find(one.key)]


def addresses() -> Iterator[str]:
    yield "/insights/"
    for one in dashboards():
        yield f"/insights/{one.key}/"
        if EVERY:
            yield f"/insights/{one.key}/?weeks=52"
            yield f"/insights/{one.key}/wall/"
    for pages in (OwnDashboard, Goal, Survey):
        yield from (found.get_absolute_url() for found in pages.objects.all())
    if EVERY:
        yield from (f"/insights/figures/{one.key}/" for one in (*measures(), *standing()))


def test_every_mark_opens_as_many_records_as_it_says(client, drawn):
    followed = {mark for chart in drawn for mark in (chart.marks if EVERY else chart.some)}
    assert len(followed) > 100
    assert wrong(client, followed) == {}


def test_every_figure_has_as_many_records_in_its_list_as_its_marks_say(accounts):
    """The same of the page of each figure, without its words."""
    wrong, followed = {}, 0
    for account in accounts:
        for href, n in Chart(draw(account).page(), "").some:
            stretch = QueryDict(href.partition("?")[2].partition("#")[0])["stretch"]
            count = how_many(account.measure, account.stretch(stretch)[1])
            followed += 1
            if count != n:
                wrong[href] = (n, count)
    assert followed > 100
    assert wrong == {}


def test_every_mark_has_words_and_every_chart_its_table(drawn, accounts):
    every = [*drawn, *(Chart(draw(account).page(), account.measure.key) for account in accounts)]
    assert [flaw for chart in every for flaw in chart.flaws()] == []
