"""The page “Who knew what, when” on a replayed outage: at any minute, and the gap as a figure."""

import pytest

from comms.knowing.story import Lane, Story
from comms.models import Addressee, Notice
from comms.telling import tell
from incidents.models import MajorIncident
from tests.comms.knowing.conftest import NOON, at
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db


def test_the_line_holds_facts_messages_evidence_questions_and_talks(outage):
    story = Story(outage, list(Notice.objects.all()), at(500))
    lanes = [entry.lane for entry in story.entries]
    assert {lane: lanes.count(lane) for lane in Lane} == {
        "fact": 4, "message": 4, "confirmed": 2, "question": 2, "talk": 1,
    }  # fmt: skip
    assert story.entries == sorted(story.entries, key=lambda entry: entry.at)
    gathered = [(entry.at, entry.words) for entry in story.entries if entry.lane == Lane.CONFIRMED]
    assert gathered == [(at(20), "3 saw it"), (at(30), "3 confirmed it")]
    assert story.minutes == 76


@pytest.mark.parametrize(
    ("minute", "known"),
    [(3, ["untold", None, None, None]), (9, ["untold", "untold", None, None]), (11, ["told", "told", None, None]),
     (31, ["told", "told", "untold", None]), (38, ["told"] * 3 + [None]), (72, ["told"] * 3 + ["untold"]), (75, ["told"] * 4)],
)  # fmt: skip
def test_at_any_minute_it_says_which_audience_knew_which_fact(outage, minute, known):
    (row,) = Story(outage, list(Notice.objects.all()), at(500)).at(at(minute))
    assert [each and ("told" if each.told else "untold") for each in row.known] == known


def test_the_gap_from_known_to_told_is_a_figure_on_the_page(outage, as_agent):
    page = as_agent.get(f"/comms/knowing/{outage.number}/").content.decode()
    for gap in ("10 min", "4 min", "8 min", "5 min"):
        assert f"<b>{gap}</b>" in page
    assert "Is my calendar lost?" in page
    assert "Minute 76 of 76" in page


def test_the_chosen_minute_stands_in_the_address(outage, as_agent):
    page = as_agent.get(f"/comms/knowing/{outage.number}/?minute=22")
    (row,) = page.context["audiences"]
    assert (row.addressed, row.seen, row.acknowledged) == (5, 3, 3)
    html = page.content.decode()
    assert 'value="22"' in html
    assert "not known yet" in html
    part = as_agent.get(
        f"/comms/knowing/{outage.number}/?minute=9", headers={"HX-Request": "true"}
    ).content.decode()
    assert part.lstrip().startswith('<section id="moment"')
    assert "not told" in part


def test_its_notice_tells_the_same_story(outage, as_agent):
    page = as_agent.get(f"/comms/knowing/{Notice.objects.get().number}/")
    assert [fact.about for _name, fact in page.context["facts"]] == [
        "detected",
        "declared",
        "cause",
        "resolved",
    ]


def test_a_notice_of_its_own_is_known_from_its_first_draft(agent, as_agent):
    notice = Notice.objects.create(
        kind="advisory", phase="published", title="Beware", opened_by=agent, opened_at=NOON
    )
    assert as_agent.get(f"/comms/knowing/{notice.number}/").status_code == 200


@pytest.mark.parametrize("minute", ["-1", "x", "99999999999", "5000", ""])
def test_a_minute_that_does_not_exist_is_a_page(outage, as_agent, minute):
    assert as_agent.get(f"/comms/knowing/{outage.number}/", {"minute": minute}).status_code == 200


def test_only_the_desk_sees_it_and_of_a_restricted_ticket_only_who_may(
    outage, agent, as_colleague, as_agent, as_outsider
):
    address = f"/comms/knowing/{outage.number}/"
    assert as_colleague.get(address).status_code == 404
    outage.restrict(by=agent, restricted=True)
    assert as_agent.get(address).status_code == 200
    assert as_outsider.get(address).status_code == 404
    assert as_outsider.get(f"/comms/knowing/{Notice.objects.get().number}/").status_code == 404


def test_the_cause_is_written_down_on_a_running_major_incident_and_whoever_speaks_is_told(
    colleague, agent, outsider, service, as_agent
):
    ticket = incident(by=colleague, service=service)
    MajorIncident.propose(ticket, impact="Nobody can write", by=agent).promote(
        lead=agent, communications=outsider, by=agent
    )
    assert "Cause found" in as_agent.get(ticket.get_absolute_url()).content.decode()
    answer = as_agent.post(f"{ticket.get_absolute_url()}find-cause/", {"words": "A disk is full."})
    assert answer.status_code == 302
    event = ticket.events.get(verb="ticket.find_cause")
    assert not event.is_public
    tell(event, now=event.at)
    assert [row.person for row in event.notifications.all()] == [outsider]
    page = as_agent.get(f"/comms/knowing/{ticket.number}/")
    assert "cause" in [fact.about for _name, fact in page.context["facts"]]


def test_the_page_costs_the_same_for_few_and_many(outage, as_agent, django_assert_max_num_queries):
    address = f"/comms/knowing/{outage.number}/"
    as_agent.get(address)
    with django_assert_max_num_queries(20) as few:
        as_agent.get(address)
    notice = Notice.objects.get()
    Addressee.objects.bulk_create(
        Addressee(notice=notice, person=PersonFactory(), why="everyone", addressed_at=at(10), seen_at=at(11))
        for _n in range(40)
    )
    with django_assert_max_num_queries(
        len(few) + 1
    ):  # whether anything is broken every page asks now and then
        as_agent.get(address)
