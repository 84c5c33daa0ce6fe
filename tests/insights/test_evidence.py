"""Evidence by clause: what counts, the records behind each count, and who reads it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comms.models import Decision, Improvement, Meeting, Notice, Update
from incidents.models import Incident, MajorIncident
from itsm.frame import practices
from itsm.insights.evidence.registry import CLAUSES, Line, _lines, named, register
from itsm.insights.evidence.report import Span, report
from itsm.insights.goals.targets import set_target
from itsm.services.models import Outage
from tests.factories import PersonFactory, incident

pytestmark = pytest.mark.django_db
SPAN = Span(datetime(2026, 3, 1).date(), datetime(2026, 3, 31).date())


def moment(day, hour=12, month=3):
    return datetime(2026, month, day, hour, tzinfo=UTC)


def counted(key, span=SPAN):
    return next(one.count for part in report(span) for one in part.lines if one.line.key == key)


@pytest.fixture
def march(colleague, agent, service):
    """Three incidents of which one is restricted, one of another month, and what was said."""
    made = [
        incident(by=colleague, service=service, title=f"Trouble {n}", now=moment(n * 10)) for n in (1, 2, 3)
    ]
    incident(by=colleague, service=service, title="In April", now=moment(1, month=4))
    Incident.objects.filter(pk=made[0].pk).update(restricted=True)
    MajorIncident.objects.create(
        incident=made[1],
        state="running",
        impact="Nobody prints",
        proposed_by=agent,
        proposed_at=moment(20),
        declared_at=moment(20),
    )
    return made


def test_days_count_from_the_first_to_the_last_included(march, colleague, service):
    assert counted("incidents-opened") == 3
    for at in (moment(1, 0), moment(31, 23), moment(28, month=2)):
        incident(by=colleague, service=service, now=at)
    assert counted("incidents-opened") == 5
    assert counted("major-incidents") == 1


def test_messages_of_a_rehearsal_are_no_evidence(agent):
    for drill in (True, False):
        notice = Notice.objects.create(
            kind="news",
            title="New",
            opened_by=agent,
            opened_at=moment(2),
            published_at=moment(2),
            drill=drill,
        )
        Update.objects.create(notice=notice, verb="publish", phase="published", by=agent, at=moment(2))
    assert (counted("notices"), counted("messages")) == (1, 1)


def test_availability_answers_with_its_targets_and_what_was_recorded(service, manager):
    for counts in (True, False):
        about = {"counts": counts, "why_not": "" if counts else "Only the check was broken."}
        Outage.objects.create(
            service=service, began_at=moment(3), ended_at=moment(3, 14), words="No mail", **about
        )
    set_target("availability", 99.5, by=manager, service=service)
    set_target("resolved", 10, by=manager)
    assert (counted("outages-recorded"), counted("availability-targets")) == (1, 1)


def test_every_clause_is_there_and_every_line_answers_to_one():
    parts = report(SPAN)
    assert [part.clause.number for part in parts] == [clause.number for clause in CLAUSES]
    assert all(part.lines for part in parts)
    with pytest.raises(ValueError, match="no clause 99"):
        register(
            Line(key="x", clause="99", says="x", rows=Incident.objects.all, page="incidents:list", order=1)
        )


def test_a_practice_that_is_off_answers_to_nothing(administrator):
    assert named("changes-opened")
    practices.named("changes").switch_off(by=administrator)
    practices.forget()
    try:
        assert named("changes-opened") is None
        assert next(part for part in report(SPAN) if part.clause.number == "8.5.1").lines == []
    finally:
        practices.named("changes").switch_on(by=administrator)
        practices.forget()


def test_the_records_are_as_many_as_were_counted_and_name_no_restricted_one(march, manager, signed_in):
    client = signed_in(manager)
    page = client.get("/insights/evidence/", {"since": "2026-03-01", "until": "2026-03-31"}).text
    assert "incidents-opened/?since=2026-03-01&amp;until=2026-03-31" in page
    page = client.get(
        "/insights/evidence/incidents-opened/", {"since": "2026-03-01", "until": "2026-03-31"}
    ).text
    assert 'data-count="3"' in page
    assert page.count("Trouble") == 2
    assert "1 of them is closed to you" in page
    rows = client.get(
        "/api/v1/evidence/incidents-opened/records/", {"since": "2026-03-01", "until": "2026-03-31"}
    )
    assert len(rows.json()["results"]) == 2


def test_a_check_in_counts_and_is_named_to_nobody_who_is_not_in_it(manager, agent, as_manager):
    about = {"host": agent, "starts_at": moment(5), "state": "over", "ended_at": moment(5)}
    talk = Meeting.objects.create(kind="check_in", **about)
    Meeting.objects.create(kind="service_review", **about)
    Decision.objects.create(
        what="Less pay for Ana", figure={"key": "opened"}, meeting=talk, by=agent, at=moment(5)
    )
    days = {"since": "2026-03-01", "until": "2026-03-31"}
    page = as_manager.get("/insights/evidence/reviews/", days).text
    assert 'data-count="2"' in page
    assert "Service review" in page
    assert "Check-in" not in page.replace("check-ins", "")
    assert "Less pay" not in as_manager.get("/insights/evidence/decisions/", days).text
    assert as_manager.get("/api/v1/evidence/decisions/records/", days).json()["results"] == []


def test_records_are_read_with_what_names_them_and_nothing_else(as_manager):
    for key, joined in (("decisions", 1), ("requests-opened", 1), ("contracts-kept", 2)):
        with CaptureQueriesContext(connection) as asked:
            as_manager.get(f"/insights/evidence/{key}/")
        rows = next(one["sql"] for one in asked if one["sql"].endswith("LIMIT 51"))
        assert rows.partition(" WHERE ")[0].count(" JOIN ") <= joined


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1969-12-31"])
def test_days_nobody_means_are_refused(as_manager, day):
    for name in ("since", "until"):
        assert as_manager.get("/insights/evidence/", {name: day}).status_code == 200
        assert as_manager.get("/api/v1/evidence/", {name: day}).status_code == 422


def test_the_pages_of_records_follow_each_other(march, manager, signed_in, monkeypatch):
    client = signed_in(manager)
    asked = {"since": "2026-03-01", "until": "2026-03-31", "limit": 1}
    first = client.get("/api/v1/evidence/incidents-opened/records/", asked).json()
    second = client.get(first["next"]).json()
    assert [row["name"].split(" ", 1)[1] for row in first["results"] + second["results"]] == [
        "Trouble 3",
        "Trouble 2",
    ]


@pytest.mark.parametrize("key", sorted(_lines))
def test_each_line_opens_its_records(key, as_manager):
    assert as_manager.get(f"/insights/evidence/{key}/").status_code == 200


def test_days_that_make_no_sense_are_said_and_the_year_is_shown(as_manager):
    page = as_manager.get("/insights/evidence/", {"since": "2026-04-01", "until": "2026-03-01"})
    assert "comes before the first" in page.text
    assert as_manager.get("/api/v1/evidence/", {"since": "spring"}).status_code == 422
    assert as_manager.get("/insights/evidence/unheard-of/").status_code == 404
    assert as_manager.get("/api/v1/evidence/unheard-of/records/").status_code == 404


def test_without_days_it_is_the_last_year(manager, colleague, service):
    now = timezone.now()
    for days in (1, 363, 367):
        incident(by=colleague, service=service, now=now - timedelta(days=days))
    assert counted("incidents-opened", Span.usual()) == 2


def test_the_report_costs_the_same_however_much_there_is(as_manager, manager, colleague, service):
    def asked():
        with CaptureQueriesContext(connection) as statements:
            assert as_manager.get("/insights/evidence/").status_code == 200
        return len(statements)

    def cost():
        return min(asked() for _time in range(2))  # what is kept for a moment may run out at any time

    few = cost()
    for n in range(5):
        incident(by=colleague, service=service)
        Improvement.objects.create(
            number=f"IMP-9{n}", title="Better", owner=manager, proposed_by=manager, proposed_at=timezone.now()
        )
    assert cost() == few <= 10


def test_the_api_says_what_the_page_says(march, as_manager):
    told = as_manager.get("/api/v1/evidence/", {"since": "2026-03-01", "until": "2026-03-31"}).json()
    lines = {line["key"]: line["count"] for clause in told for line in clause["lines"]}
    assert lines["incidents-opened"] == 3
    assert lines["services"] == 1


def test_who_reads_no_figures_reads_no_evidence(as_agent, signed_in):
    assert as_agent.get("/insights/evidence/").status_code == 403
    assert as_agent.get("/api/v1/evidence/").status_code == 403
    assert signed_in(PersonFactory()).get("/api/v1/evidence/services/records/").status_code == 404
