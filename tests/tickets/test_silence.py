"""The silence board: who waits, how long they have heard nothing human, and for whom that is too long."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from incidents.models import Incident
from itsm.services.models import SilenceLimit
from itsm.tickets.models import Participant, Ticket
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 3, 4, 15, tzinfo=UTC)  # office hours are 08 to 18 UTC
MINUTES = {1: 30, 2: 120, 3: 600, 4: 1200}  # of which all but P1 in office hours

# Ten prepared tickets: name, priority, office minutes since the last human word, over the limit or not.
# Wednesday 15:00 lies 7 h after the opening, so 20 h of office hours began on Monday at 15:00.
PREPARED = [
    ("p4 since Monday 14:00", 4, datetime(2026, 3, 2, 14, tzinfo=UTC), True),
    ("p4 since Monday 16:00", 4, datetime(2026, 3, 2, 16, tzinfo=UTC), False),
    ("p3 since Tuesday 10:00", 3, datetime(2026, 3, 3, 10, tzinfo=UTC), True),
    ("p3 since Tuesday 16:00", 3, datetime(2026, 3, 3, 16, tzinfo=UTC), False),
    ("p3 since Wednesday 09:00", 3, datetime(2026, 3, 4, 9, tzinfo=UTC), False),
    ("p2 since Wednesday 12:00", 2, datetime(2026, 3, 4, 12, tzinfo=UTC), True),
    ("p2 since Wednesday 13:30", 2, datetime(2026, 3, 4, 13, 30, tzinfo=UTC), False),
    ("p1 since Wednesday 14:00", 1, datetime(2026, 3, 4, 14, tzinfo=UTC), True),
    ("p1 since Wednesday 14:29", 1, datetime(2026, 3, 4, 14, 29, tzinfo=UTC), True),
    ("p1 since Wednesday 14:50", 1, datetime(2026, 3, 4, 14, 50, tzinfo=UTC), False),
]


@pytest.fixture
def ten(colleague, agent, team):
    """Each opened on the Friday before, heard from when the table says."""
    friday = datetime(2026, 2, 27, 9, tzinfo=UTC)
    for title, priority, word, _over in PREPARED:
        ticket = Incident.report(by=colleague, title=title, team=team, priority=priority, now=friday)
        ticket.reply("We look at the switch in your room.", by=agent, now=word)
    return {ticket.title: ticket for ticket in Incident.objects.all()}


def board(client):
    with time_machine.travel(WEDNESDAY, tick=False):
        page = client.get("/desk/?view=silence")
    return page, [ticket.title for ticket in page.context["page"].rows]


def test_the_order_is_the_silence_and_who_is_over_the_limit_stands_first(ten, as_agent):
    over = sorted((word, title) for title, _p, word, over in PREPARED if over)
    within = sorted((word, title) for title, _p, word, over in PREPARED if not over)
    assert board(as_agent)[1] == [title for _word, title in over + within]


def test_who_is_over_the_limit_is_marked_with_the_limit_and_counted_in_the_tab(ten, as_agent):
    page, _titles = board(as_agent)
    html = page.content.decode()
    assert html.count("limit 30 min</small>") == 2
    assert html.count("limit 2 h</small>") == 1
    assert html.count("limit 10 h</small>") == 1
    assert html.count("limit 20 h</small>") == 1
    assert "P1 30 min, P2 2 h of office hours, P3 10 h of office hours" in html
    assert next(count for tab, count in page.context["tabs"] if tab.slug == "silence") == 5


def test_a_talk_written_down_ends_a_silence_and_a_note_or_automatic_mail_does_not(ten, agent, as_agent):
    longest = ten["p4 since Monday 14:00"]
    longest.note("Nobody has called them yet, it seems.", by=agent, now=WEDNESDAY)
    longest.promise(WEDNESDAY + timedelta(hours=2), by=agent, now=WEDNESDAY)  # sends an automatic mail
    assert board(as_agent)[1][0] == longest.title
    longest.log("I met her at the stairs.", by=agent, channel="in_person", now=WEDNESDAY)
    assert board(as_agent)[1][-1] == longest.title


def test_a_word_that_says_nothing_ends_no_silence(ten, agent, as_agent):
    longest = ten["p4 since Monday 14:00"]
    longest.reply("Still on it", by=agent, now=WEDNESDAY)
    assert board(as_agent)[1][0] == longest.title


def test_who_has_the_move_themselves_does_not_wait(ten, agent, as_agent):
    asked = ten["p1 since Wednesday 14:00"]
    asked.hold(reason="colleague", question="Which of the two screens is it?", by=agent, now=WEDNESDAY)
    assert asked.title not in board(as_agent)[1]


def test_everyone_who_waits_is_counted_once(ten, agent, colleague, as_agent):
    ticket, friend = ten["p1 since Wednesday 14:00"], PersonFactory()
    ticket.me_too(by=friend)
    ticket.add_person(friend, Participant.Part.CC, by=agent)
    ticket.add_person(agent, Participant.Part.WATCHER, by=agent)
    ticket.add_person(colleague, Participant.Part.WATCHER, by=agent)  # the requester, who is counted already
    ticket.add_person(PersonFactory(), Participant.Part.NAMED, by=agent)  # may see it, does not wait
    counted = Ticket.objects.for_list({"waiting_people"}).get(pk=ticket.pk)
    assert counted.waiting_people == 3


def test_the_limits_are_data(ten, as_administrator, as_agent):
    page = as_administrator.get("/services/policy/silence/").content.decode()
    assert 'value="30 min"' in page
    limits = {"1_length": "3 h", "1_always": "1", "2_length": "4 h", "3_length": "20 h", "4_length": "40 h"}
    assert as_administrator.post("/services/policy/silence/", limits).status_code == 302
    assert SilenceLimit.objects.get(priority=1).length == timedelta(hours=3)
    html = board(as_agent)[0].content.decode()
    assert "</small></td>" not in html
    wrong = as_administrator.post("/services/policy/silence/", {**limits, "2_length": "soon"})
    assert wrong.status_code == 422


def test_other_lists_can_show_the_same_columns(ten, as_agent):
    page = as_agent.get("/desk/?view=all&columns=silence,waiting&sort=silence")
    assert page.status_code == 200
    assert timezone.now() > page.context["page"].rows[0].silent_since


def test_the_second_page_goes_on_where_the_first_ended(ten, colleague, team, as_agent):
    for n in range(60):
        Incident.report(by=colleague, title=f"No {n}", team=team, now=WEDNESDAY - timedelta(minutes=n))
    page, first = board(as_agent)
    with time_machine.travel(WEDNESDAY, tick=False):
        second = as_agent.get("/desk/", {"view": "silence", "cursor": page.context["page"].next})
    rest = [ticket.title for ticket in second.context["page"].rows]
    assert len(first) + len(rest) == 70
    assert not set(first) & set(rest)
