"""Every dashboard: drawn within its budget, and every mark opens as many records as it says."""

import re
from collections import defaultdict
from datetime import timedelta
from html import unescape
from itertools import cycle
from operator import itemgetter
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from itsm.insights.dashboards.places import DASHBOARDS
from itsm.insights.dashboards.records import behind, by_ticket
from itsm.insights.measures import Filter, ask, measures
from itsm.insights.measures.registry import NOTHING
from itsm.tickets.models import Channel

MOST_STATEMENTS = 25
KEYS = [one.key for one in DASHBOARDS]
MARK = re.compile(r'<a[^>]* href="([^"]+)" data-n="(\d+)"')
LISTED = re.compile(r'data-count="(\d+)"')
CONTACTS = [channel for channel in Channel.values if channel != Channel.ALERT]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", KEYS)
def test_a_dashboard_costs_few_statements(as_reader, key, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = as_reader.get(f"/insights/{key}/")
    assert page.status_code == 200
    assert page.context["panels"]


@pytest.mark.parametrize("key", [key for key in KEYS if key != "changes-and-problems"])
def test_every_mark_opens_as_many_records_as_it_says(as_reader, key):
    page = as_reader.get(f"/insights/{key}/").content.decode()
    marks = some_of_each_list([(unescape(href), int(n)) for href, n in MARK.findall(page)])
    assert marks
    wrong = {href: (n, listed) for href, n in marks if (listed := count_at(as_reader, href)) != n}
    assert wrong == {}


def some_of_each_list(marks: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """A page has hundreds, of the same few lists: of each the first, and the one that counts most."""
    lists = defaultdict(list)
    for href, n in marks:
        asked = parse_qs(urlsplit(href).query)
        lists[urlsplit(href).path, *asked.get("of", []), *sorted(asked.keys())].append((href, n))
    return list(dict.fromkeys(mark for of in lists.values() for mark in (of[0], max(of, key=itemgetter(1)))))


def count_at(client, href: str) -> int:
    page = client.get(href)
    assert page.status_code == 200, href
    return int(LISTED.search(page.content.decode()).group(1))


def test_every_figure_about_tickets_lists_as_many_rows_as_it_counts(desk):
    chosen = Filter(since=desk.now - timedelta(weeks=12), until=desk.now + timedelta(hours=1))
    listed = [one for one in measures() if by_ticket(one) and not one.of]
    answers = ask(listed, chosen)
    told = {one.key: one.listed(answers[one.key].get(None, NOTHING)) for one in listed}
    assert {one.key: behind(one, chosen).count() for one in listed} == {
        one.key: told[one.key] for one in listed
    }
    assert sum(n > 0 for n in told.values()) > 20


def test_filters_go_along_from_page_to_page(as_reader, desk):
    team = desk.teams[1].pk
    page = as_reader.get("/insights/flow/", {"weeks": "26", "team": team}).content.decode()
    assert f"/insights/mirrors/?weeks=26&amp;team={team}" in page
    assert all(f"team={team}" in href for href, _n in MARK.findall(page))


def test_ways_that_contacts_seldom_come_are_one_part_and_none_is_lost(as_reader, desk):
    for n, (ticket, channel) in enumerate(zip(desk.tickets, cycle(CONTACTS), strict=False)):
        type(ticket).objects.filter(pk=ticket.pk).update(channel=channel if n > 9 else "portal")
    panel = as_reader.get("/insights/communication/").context["panels"]
    panel = next(one for one in panel if one.key == "channels")
    assert sum(mark.value for mark in panel.marks) == len(desk.tickets)
    assert len(panel.parts) == 6
    assert panel.parts[-1].name.count(",") == len(CONTACTS) - 6
    for row in panel.rows[-3:]:
        assert count_at(as_reader, row.marks[-1].href) == row.marks[-1].n
    assert as_reader.get("/insights/tickets/by-channel/?of=api.nothing").status_code == 404


def test_marks_of_what_is_offered_no_more_open_its_own_records(as_reader, desk):
    """A service that was retired and a team that was dissolved are in the figures of their time."""
    team, service = desk.teams[1], desk.services["Printing"]
    for gone, page in ((team, "teams"), (service, "mirrors")):
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
        panel = as_reader.get(f"/insights/{page}/").context["panels"][0]
        mark = next(row.marks[0] for row in panel.rows if row.name == gone.name)
        assert count_at(as_reader, mark.href) == mark.n > 0
    assert f'value="{team.pk}">{team.name}' not in as_reader.get("/insights/flow/").content.decode()


def test_restricted_tickets_count_and_are_not_shown(as_reader, desk):
    hidden = next(ticket for ticket in desk.tickets if ticket.restricted)
    page = as_reader.get("/insights/records/opened/").content.decode()
    assert f">{hidden.number}<" not in page
    assert "1 of them is on a restricted ticket" in page


@pytest.mark.parametrize("address", [
    "/insights/nothing/", "/insights/tickets/nothing/", "/insights/tickets/open-by-age/", "/insights/records/nothing/",
    "/insights/records/found_nothing/", "/insights/tickets/open-ageing/?of=agent.nothing", "/insights/nothing/wall/",
])  # fmt: skip
def test_what_there_is_not_is_not_found(as_reader, address):
    assert as_reader.get(address).status_code == 404


def test_a_stretch_may_be_named_by_its_days(as_reader, desk):
    day = timezone.localdate(desk.tickets[0].opened_at)
    those = [ticket for ticket in desk.tickets if timezone.localdate(ticket.opened_at) == day]
    address = f"/insights/records/opened/?stretch={day:%Y-%m-%d}.{day:%Y-%m-%d}"
    assert count_at(as_reader, address) == len(those) > 0


def test_the_filter_stands_in_words_with_every_figure(as_reader, desk):
    team = desk.teams[1]
    for address in ("/insights/", "/insights/flow/", "/insights/flow/wall/", "/insights/figures/opened/"):
        page = as_reader.get(address, {"team": team.pk}).content.decode()
        assert f"Only Team: {team.name}." in page
        assert "whole days (" in page


def test_an_odd_stretch_is_the_whole_period(as_reader, desk):
    whole = count_at(as_reader, "/insights/records/opened/")
    assert count_at(as_reader, "/insights/records/opened/?stretch=99") == whole == len(desk.tickets)
    for odd in (
        "x",
        "1.2",
        "9999-12-31.9999-12-31",
        "0001-01-01.0001-01-02",
        "2026-11-22.2026-11-16",
        "9" * 5000,
    ):
        assert count_at(as_reader, f"/insights/records/opened/?stretch={odd}") == whole
    parts = [count_at(as_reader, f"/insights/records/opened/?stretch={n}") for n in range(1, 13)]
    assert sum(parts) == whole
