"""Being away: said in days, in one's own zone, with somebody who acts meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from itsm.people.models import Absence
from tests.factories import PersonFactory

MINE, JSON = "/people/me/absences/", "application/json"
API = "/api/v1/me/absences/"
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def nils():
    return PersonFactory(name="Nils Berg", email="nils.berg@halden.example")


def say(client, first="2026-07-06", last="2026-07-10", delegate="nils.berg@halden.example", at=MINE):
    return client.post(at, {"first_day": first, "last_day": last, "delegate": delegate})


@pytest.fixture(autouse=True)
def summer():
    with time_machine.travel(NOON, tick=False):
        yield


def test_days_are_those_of_ones_own_zone(as_colleague, colleague, nils):
    assert say(as_colleague).status_code == 302
    found = Absence.objects.get()
    assert (found.person, found.delegate) == (colleague, nils)
    # Lisbon is an hour ahead of UTC in summer.
    assert (found.since, found.until) == (
        datetime(2026, 7, 5, 23, tzinfo=UTC),
        datetime(2026, 7, 10, 23, tzinfo=UTC),
    )
    page = as_colleague.get(MINE).content.decode()
    assert "6 July 2026 to 10 July 2026" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last": "2026-07-05"}, "It ends before it begins."),
        ({"delegate": "ana.reis@halden.example"}, "Nobody stands in for themselves."),
        ({"delegate": "who@halden.example"}, "Nobody here has the address"),
        ({"first": "soon"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_colleague, nils, typed, sentence):
    page = say(as_colleague, **typed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert next(iter(typed.values())) in page.content.decode()
    assert not Absence.objects.exists()


def test_nobody_is_away_twice_at_once(as_colleague, nils):
    say(as_colleague)
    assert (
        "You are away then already"
        in say(as_colleague, first="2026-07-10", last="2026-07-12").content.decode()
    )
    assert say(as_colleague, first="2026-07-11", last="2026-07-12").status_code == 302


def test_a_change_keeps_when_it_began(as_colleague, colleague, nils):
    found = Absence.objects.create(person=colleague, since=NOON - timedelta(hours=3), until=NOON + DAY)
    assert (
        say(as_colleague, first="2026-07-01", last="2026-07-03", at=f"{MINE}{found.pk}/").status_code == 302
    )
    found.refresh_from_db()
    assert (found.since, found.until) == (NOON - timedelta(hours=3), datetime(2026, 7, 3, 23, tzinfo=UTC))


def test_back_earlier_ends_it_and_what_has_not_begun_never_was(as_colleague, colleague):
    now = Absence.objects.create(person=colleague, since=NOON - DAY, until=NOON + DAY)
    later = Absence.objects.create(person=colleague, since=NOON + 2 * DAY, until=NOON + 3 * DAY)
    for one in (now, later):
        as_colleague.post(f"{MINE}{one.pk}/end/")
    assert list(Absence.objects.values_list("until", flat=True)) == [NOON]


def test_nobody_changes_what_others_said(as_agent, colleague):
    theirs = Absence.objects.create(person=colleague, since=NOON, until=NOON + DAY)
    assert say(as_agent, at=f"{MINE}{theirs.pk}/").status_code == 404
    assert as_agent.post(f"{MINE}{theirs.pk}/end/").status_code == 404
    assert as_agent.delete(f"{API}{theirs.pk}/").status_code == 404


def test_the_desk_sees_who_is_away_and_colleagues_do_not(
    as_agent, as_colleague, colleague, nils, django_assert_max_num_queries
):
    for days in range(5):
        Absence.objects.create(
            person=PersonFactory(), since=NOON, until=NOON + (days + 1) * DAY, delegate=nils
        )
    Absence.objects.create(person=colleague, since=NOON - 9 * DAY, until=NOON - DAY)
    with django_assert_max_num_queries(5):
        page = as_agent.get("/people/away/")
    assert len(page.context["page"].rows) == 5
    assert "Nils Berg" in page.content.decode()
    assert as_colleague.get("/people/away/").status_code == 404
    assert len(as_agent.get("/api/v1/absences/").json()["results"]) == 5
    away = Absence.objects.filter(until__gt=NOON).first().person
    assert "Nils Berg acts for them" in as_agent.get(f"/people/{away.pk}/").content.decode()


def test_the_same_by_api(as_colleague, colleague, nils):
    given = {"since": "2026-07-06T00:00:00Z", "until": "2026-07-11T00:00:00Z", "delegate": nils.pk}
    made = as_colleague.post(API, given, JSON)
    assert made.status_code == 201, made.json()
    one = f"{API}{made.json()['id']}/"
    assert as_colleague.patch(one, {"delegate": None}, JSON).json()["delegate"] is None
    assert as_colleague.patch(one, {"delegate": colleague.pk}, JSON).status_code == 422
    assert as_colleague.post(API, given, JSON).status_code == 422  # away then already
    assert as_colleague.delete(one).status_code == 204
    assert not Absence.objects.filter(until__gt=timezone.now()).exists()
