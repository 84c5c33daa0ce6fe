"""What such a log gets wrong or leaves out, one at a time."""

from datetime import UTC, datetime

import pytest

from incidents.models import Incident
from itsm.tickets.models import Clock
from tests.incidents.servicenow import log, run

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2016, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def told(tmp_path):
    """The incident those rows make, and the report."""

    def tell(*rows, **everywhere):
        report = run(log(tmp_path, *rows, **everywhere)).report
        return Incident.objects.get(), report

    return tell


def verbs(it: Incident) -> list[str]:
    return [event.verb for event in it.events.order_by("pk")]


def resolution(it: Incident) -> Clock:
    return it.clocks.get(kind="resolution")


ACTIVE = {"sys_updated_at": "1/3/2016 10:00", "incident_state": "Active"}
RESOLVED = {"sys_updated_at": "1/3/2016 12:00", "incident_state": "Resolved"}
CLOSED = {"sys_updated_at": "2/3/2016 12:00", "incident_state": "Closed"}
ENDS = {"resolved_at": "1/3/2016 12:00", "closed_at": "2/3/2016 12:00"}


def test_final_values_are_not_known_before_the_row_in_which_they_came_true(told):
    it, _report = told({}, ACTIVE, **ENDS)
    assert (it.resolved_at, it.closed_at, it.open) == (None, None, True)
    assert not any(
        "code 6" in str(event.details) or "Resolved by" in str(event.details) for event in it.events.all()
    )


def test_from_that_row_on_they_are(told):
    it, _report = told({}, RESOLVED, CLOSED, **ENDS)
    assert (it.resolved_at, it.closed_at) == (at(1, 12), at(2, 12))
    resolve = it.events.get(verb="incident.resolve")
    assert resolve.details["servicenow"] == {"resolved_by": "Resolved by 3", "closed_code": "code 6"}
    assert it.events.get(verb="incident.close").details["servicenow"]["at_close"]["made_sla"] == "true"


def test_an_unknown_state_leaves_things_as_they_are(told):
    it, report = told({}, ACTIVE, {"incident_state": "-100", "sys_updated_at": "1/3/2016 11:00"})
    assert it.status == "in_progress"
    assert report.problems == {"unknown state": [3]}
    assert verbs(it)[-1] == "ticket.imported_update"


def test_a_row_that_changed_nothing_to_see_has_its_event_all_the_same(told):
    it, _report = told({}, {"knowledge": "true"}, {})
    assert verbs(it) == ["incident.open", "ticket.imported_update", "ticket.imported_update"]
    changed, unchanged = it.events.order_by("pk")[1:]
    assert changed.details["servicenow"] == {"knowledge": ["false", "true"]}
    assert "servicenow" not in unchanged.details


def test_what_only_servicenow_knows_stays_with_the_opening(told):
    it, _report = told({})
    opened = it.events.get(verb="incident.open")
    assert opened.details["servicenow"]["u_symptom"] == "Symptom 450"
    assert opened.details["source"]["row"] == opened.details["source"]["rows"] == 1
    assert it.title == "Category 9, Subcategory 97, Symptom 450"


def test_a_row_that_does_several_things_is_one_row_and_several_events(told):
    hands = {"assignment_group": "Group 2", "assigned_to": "Resolver 2", "reassignment_count": "1"}
    it, _report = told({}, {**ACTIVE, **hands, "sys_updated_at": "1/3/2016 09:10"})
    assert verbs(it) == ["incident.open", "ticket.hand_over", "ticket.assign", "incident.start"]
    sources = [event.details["source"] for event in it.events.order_by("pk")[1:]]
    assert [("row" in source, source.get("with")) for source in sources] == [
        (True, None),
        (False, 2),
        (False, 2),
    ]


def test_time_never_runs_backwards(told):
    it, report = told({}, ACTIVE, {"sys_updated_at": "1/3/2016 08:00", "incident_state": "Resolved"}, **ENDS)
    assert report.problems["time runs backwards"] == [3]
    assert it.events.get(verb="incident.resolve").at == at(1, 10)


def test_a_row_before_the_opening_stands_at_the_opening(told):
    it, report = told({**ACTIVE, "sys_updated_at": "1/3/2016 08:00"})
    assert report.problems == {"before it was opened": [1]}
    assert it.clocks.get(kind="first_response").outcome == "void"


def test_resolved_before_it_was_opened_is_no_resolution(told):
    it, report = told({}, RESOLVED, resolved_at="1/3/2016 07:00")
    assert (it.resolved_at, resolution(it).outcome) == (None, "void")
    assert report.problems == {"resolved before opened": [2], "resolved without a time": [2]}


def test_resolved_once_more_counts_until_the_later_time(told):
    later = {"sys_updated_at": "1/3/2016 16:00"}
    it, _report = told({}, RESOLVED, later, **{**ENDS, "resolved_at": "1/3/2016 16:00"})
    assert it.resolved_at == at(1, 16)
    assert resolution(it).worked == 7 * 3600
    assert it.events.get(verb="ticket.edit").details["resolved_at"] == [
        "2016-03-01T12:00:00Z",
        "2016-03-01T16:00:00Z",
    ]


def test_reopened_after_closing_is_told_although_the_flow_has_no_such_step(told):
    again = {"sys_updated_at": "3/3/2016 09:00", "incident_state": "Active"}
    it, report = told({}, RESOLVED, CLOSED, again, **ENDS)
    assert report.problems == {"outside the flow": [4]}
    assert (it.status, it.open, it.reopen_count, it.resolved_at, it.closed_at) == (
        "in_progress",
        True,
        1,
        None,
        None,
    )
    assert resolution(it).due_at is not None


def test_closed_straight_away_ends_without_a_verdict(told):
    it, report = told({}, CLOSED, closed_at="2/3/2016 12:00")
    assert (it.status, it.resolved_at, resolution(it).outcome) == ("closed", None, "void")
    assert report.problems == {"closed without being resolved": [2]}


def test_servicenows_own_count_of_reassignments_wins(told):
    it, report = told({}, {"reassignment_count": "3", "assignment_group": "Group 2"})
    assert it.handover_count == 3
    assert report.problems == {"moved between rows": [2]}


def test_unknown_words_are_reported_and_something_harmless_is_taken(told):
    it, report = told(
        {}, contact_type="Telex", impact="9", urgency="?", priority="?", caller_id="?", category="?"
    )
    assert set(report.problems) == {
        "unknown channel", "unknown impact", "unknown urgency", "unknown priority", "missing caller", "missing category",
    }  # fmt: skip
    assert (it.channel, it.impact, it.urgency, it.priority, it.service) == ("desk", 3, 3, 3, None)
    assert it.requester.name == "Not named"


def test_nothing_can_be_timed_without_an_opening(tmp_path):
    report = run(log(tmp_path, {}, {}, opened_at="?")).report
    assert report.problems == {"no opening time": [1, 2]}
    assert not Incident.objects.exists()


def test_rows_apart_from_the_rest_of_their_incident_are_left_out(tmp_path):
    first, second = {"number": "INC0000001"}, {"number": "INC0000002"}
    report = run(log(tmp_path, first, second, first)).report
    assert (report.imported, report.problems) == (2, {"apart from its incident": [3]})


def test_what_was_late_before_it_came_here_wakes_nobody(told):
    it, _report = told({}, ACTIVE)
    live = it.clocks.live()
    assert live.filter(due_at__isnull=False).exists()
    assert not live.filter(next_at__isnull=False).exists()
    assert it.due_at == resolution(it).due_at


def test_names_that_differ_in_what_an_address_cannot_say_are_two_people(tmp_path):
    run(log(tmp_path, {"caller_id": "José Núñez"}, {"caller_id": "Jose Nunez"}))
    requester = Incident.objects.get().requester
    assert requester.name == "Jose Nunez"
    assert requester.email == "jose-nunez@servicenow.example"


def test_the_timeline_of_an_imported_ticket_reads_like_any_other(told, as_agent):
    it, _report = told({}, {"knowledge": "true"}, {"priority": "2 - High"}, ACTIVE)
    page = as_agent.get(it.get_absolute_url()).content.decode()
    assert "updated it in ServiceNow · knowledge: false" in page
    assert "'log'" not in page
