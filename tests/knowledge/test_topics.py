"""What suddenly many write about."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from itsm.knowledge.topics.rising import groups, rising, surprised
from itsm.tickets.models import Ticket
from tests.factories import incident

USUAL = (
    "Password forgotten",
    "Screen stays dark",
    "Mailbox is full",
    "Printer jams",
    "Cannot reach the drive",
    "Laptop is slow",
)
BURST = (
    "The badge reader at the gate is red",
    "Badge not read at gate",
    "Badge reader broken, cannot enter",
    "Gate: my badge does nothing",
    "Red light at the badge reader",
)


@pytest.fixture(autouse=True)
def fresh():
    cache.clear()


@pytest.fixture
def weeks(agent, team):
    """Four weeks with six tickets on each of twenty days, and today like every day."""
    team.become_first_line()
    now = timezone.now()
    rows = [
        Ticket(
            kind="incident", number=f"X-{day}-{n}", title=f"{title} {day % 3}", status="closed", open=False, requester=agent,
            opened_by=agent, team=team, holder="team", opened_at=now - timedelta(days=day, hours=n + 1),
        )
        for day in range(20)
        for n, title in enumerate(USUAL)
    ]  # fmt: skip
    Ticket.objects.bulk_create(rows)
    return now


def burst(agent, many, **about):
    return [incident(by=agent, title=f"{BURST[n % len(BURST)]}", **about) for n in range(many)]


def test_fifteen_alike_rise_as_one_topic_and_the_usual_does_not(weeks, agent):
    made = burst(agent, 15)
    (topic,) = rising(now=timezone.now())
    assert topic.ids == {ticket.pk for ticket in made}
    assert topic.usual < 0.5
    assert "badg" in topic.words


def test_a_busy_day_is_no_topic(weeks, agent):
    for n in range(18):
        incident(by=agent, title=USUAL[n % len(USUAL)])
    assert rising(now=timezone.now()) == []


def test_few_are_no_topic_and_what_is_restricted_is_nobodys(weeks, agent):
    burst(agent, 4)
    burst(agent, 15, restricted=True)
    assert rising(now=timezone.now()) == []


def test_a_topic_leads_to_a_notice_and_an_article(weeks, agent, as_agent):
    made = burst(agent, 15)
    page = as_agent.get("/knowledge/topics/").content.decode()
    (topic,) = rising(now=timezone.now())
    assert f"/comms/notices/new/?kind=outage&amp;ticket={topic.example.number}" in page
    assert f"/knowledge/new/?ticket={topic.example.number}" in page
    assert topic.example.number in {ticket.number for ticket in made}


def test_the_page_costs_the_same_for_fifteen_and_for_sixty(
    weeks, agent, as_agent, django_assert_max_num_queries
):
    burst(agent, 15)
    for _more in range(2):
        with django_assert_max_num_queries(6):
            as_agent.get("/knowledge/topics/")
        burst(agent, 45)
        cache.delete("topics:24")


def test_surprise_grows_with_how_many_and_falls_with_how_usual():
    assert surprised(3, 5) == 0
    assert 0 < surprised(6, 2) < surprised(12, 2) < surprised(12, 0.5)
    assert surprised(15, 0.5) > 10


def test_two_things_at_once_are_two_topics(weeks, agent):
    burst(agent, 12)
    for _twelve in range(12):
        incident(by=agent, title="Payslips show the wrong month")
    assert len(rising(now=timezone.now())) == 2
    assert groups([]) == []
