"""Days follow what happens: an act is in the figures after the next upkeep, also where it takes something back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from comms.models import Invitation, Survey
from incidents.models import Incident
from itsm.insights.measures import Filter, ask, measure
from itsm.insights.rollups import checking, keeping, reading
from itsm.insights.rollups.models import Day, Rollup, Touched
from itsm.insights.rollups.watching import watch
from itsm.knowledge.models import Suggestion
from itsm.tickets.models import Link, Ticket

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)
NOW = NINE + 3 * DAY
WEEK = Filter.of_days(MONDAY, date(2026, 3, 8), UTC)


@pytest.fixture
def incident(agent, colleague, team):
    """Reported and resolved on Monday, and rolled up."""
    made = Incident.report(by=colleague, title="Mail is down", team=team, now=NINE)
    made.take(by=agent, now=NINE)
    made.resolve(
        resolution="fixed", words="It works again since noon.", by=agent, now=NINE + timedelta(hours=2)
    )
    keeping.keep_up(now=NOW)
    return made


def told(key, **chosen):
    """Day by day, as the days say: None where they cannot tell."""
    day = Filter.of_days(MONDAY, WEDNESDAY, UTC, **chosen)
    read = reading.read(keeping.the_plan(), [measure(key)], [(day, "month")])
    return read and {group: figure.value for group, figure in read[0][key].items()}


def on(day, key, **chosen):
    read = reading.read(keeping.the_plan(), [measure(key)], [(Filter.of_days(day, day, UTC, **chosen), None)])
    return read[0][key][None].value


def test_a_reopened_ticket_is_no_longer_resolved_on_the_day_on_which_it_was(incident):
    assert on(MONDAY, "resolved") == 1
    incident.reopen(words="It is gone again.", by=incident.requester, now=NINE + DAY)
    keeping.keep_up(now=NOW)
    assert (on(MONDAY, "resolved"), on(MONDAY, "opened")) == (0, 1)


def test_another_team_has_it_from_its_first_day_on(incident, agent, team, outsider):
    other = outsider.teams.get()
    incident.reopen(words="It is gone again.", by=incident.requester, now=NINE + DAY)
    incident.hand_over(
        to_team=other, found="The server is theirs.", colleague_knows="Yes.", promised="A word today.", by=agent, now=NINE + 2 * DAY
    )  # fmt: skip
    incident.accept(by=outsider, now=NINE + 2 * DAY)
    keeping.keep_up(now=NOW)
    assert (on(MONDAY, "opened", team=team.pk), on(MONDAY, "opened", team=other.pk)) == (0, 1)


def test_a_merged_ticket_counts_nowhere(incident, agent, colleague, team):
    second = Incident.report(by=colleague, title="Mail is down, too", team=team, now=NINE)
    keeping.keep_up(now=NOW)
    assert on(MONDAY, "opened") == 2
    second.merge_into(incident, by=agent, now=NINE + DAY)
    keeping.keep_up(now=NOW)
    assert on(MONDAY, "opened") == 1


def test_what_happens_is_written_down_with_its_event_and_known_at_most_a_minute_later(
    incident, colleague, team
):
    assert not Touched.objects.exists()
    Incident.report(by=colleague, title="Mail is slow", team=team)
    assert Touched.objects.count() == 1
    lag = keeping.lag(now=timezone.now())
    assert timedelta(0) <= lag < reading.LATE
    keeping.keep_up()
    assert keeping.lag(now=timezone.now()) == timedelta(0)
    today = timezone.now().date()
    assert on(today, "opened") == 1


def test_where_nobody_looked_after_the_days_for_a_minute_the_rows_are_asked(incident, colleague, team):
    Incident.report(by=colleague, title="Mail is slow", team=team, now=NINE)
    assert ask([measure("opened")], WEEK)["opened"][None].value == 1
    Touched.objects.update(at=timezone.now() - reading.LATE - timedelta(seconds=1))
    assert told("opened") is None
    assert ask([measure("opened")], WEEK)["opened"][None].value == 2


def test_who_had_to_come_again_was_not_settled_on_the_day_on_which_it_was(incident, agent, colleague, team):
    rows = [Incident.report(by=colleague, title=f"No {n}", team=team, now=NINE) for n in range(20)]
    for one in rows:
        one.take(by=agent, now=NINE)
        one.resolve(
            resolution="fixed", words="It works again since noon.", by=agent, now=NINE + timedelta(hours=1)
        )
    keeping.keep_up(now=NOW)
    before = on(MONDAY, "first_contact")
    again = Incident.report(by=colleague, title="It is gone again", team=team, now=NINE + DAY)
    again.link(rows[0].ticket_ptr, Link.Kind.FOLLOWS, by=None, now=NINE + DAY)
    keeping.keep_up(now=NOW)
    assert on(MONDAY, "first_contact") == pytest.approx(before - 100 / 21)


def test_a_suggestion_that_was_decided_touches_its_ticket(incident):
    made = Suggestion.objects.create(
        ticket=incident.ticket_ptr, what="article", value="1", label="x", score=1
    )
    assert not Touched.objects.exists()
    Suggestion.objects.filter(pk=made.pk).update(state="taken", decided_at=NINE)
    assert Touched.objects.get().ticket_id == incident.pk


def test_a_check_names_what_differs_and_repairs_it_with_a_line_in_the_log(incident, caplog):
    Ticket.objects.filter(pk=incident.pk).update(resolved_at=NINE + DAY)  # without an Event
    found = checking.check([MONDAY, TUESDAY])
    assert {difference.day for difference in found} == {MONDAY, TUESDAY}
    assert "of resolved is kept as 1.0, its rows come to 0" in " ".join(map(str, found))
    with caplog.at_level("WARNING"):
        assert checking.check_and_repair(last=timedelta(days=10), now=NOW)
    assert "A roll-up was wrong and is counted anew: 2026-03-02 everything: Count" in caplog.text
    assert checking.check([MONDAY, TUESDAY]) == []
    assert on(TUESDAY, "resolved") == 1


def test_everything_anew_says_how_far_it_is_and_changes_nothing(incident):
    before = list(Rollup.objects.order_by("pk").values_list())
    assert list(keeping.rebuild(now=NOW)) == [(4, 4)]
    assert list(Rollup.objects.order_by("pk").values_list()) == before
    assert set(Day.objects.values_list("day", flat=True)) == {MONDAY + n * DAY for n in range(4)}


def test_twice_is_once(incident):
    assert keeping.keep_up(now=NOW) == 0


def test_a_table_that_no_event_speaks_for_says_itself_which_tickets_it_touches(incident):
    Touched.objects.all().delete()
    survey = Survey.objects.create(kind=Survey.Kind.TICKET, opened_at=NINE)
    made = Invitation.objects.create(survey=survey, ticket=incident.ticket_ptr, person=incident.requester)
    Invitation.objects.filter(pk=made.pk).update(asked_at=NINE)
    made.delete()
    assert [touched.ticket_id for touched in Touched.objects.all()] == [incident.pk] * 3
    watch()  # again, and nothing is there twice
