"""The calendar elsewhere: by a signed address, what its owner may see, as calendars understand it."""

from urllib.parse import urlsplit

import pytest
import time_machine
from icalendar import Calendar

from changes.calendar import addresses
from itsm.people import roles
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def path(person, **filters):
    parts = urlsplit(addresses.address_of(person, filters))
    return f"{parts.path}?{parts.query}"


def events(client, person, **filters):
    answer = client.get(path(person, **filters))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return {
        str(event["uid"]).partition("@")[0]: event
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }


def test_a_calendar_elsewhere_reads_changes_and_freezes_without_signing_in(calendar, client, mail_change):
    waiting = calendar.change(calendar.booking, calendar.noor, starts_at=SATURDAY + 9 * HOUR, status="assess")
    freeze = calendar.freeze()
    found = events(client, calendar.ivo)
    assert set(found) == {mail_change.number, waiting.number, f"occasion-{freeze.pk}"}
    event = found[mail_change.number]
    assert event.start == SATURDAY
    assert event.end == SATURDAY + 2 * HOUR
    assert (str(event["status"]), str(found[waiting.number]["status"])) == ("CONFIRMED", "TENTATIVE")
    assert str(event["url"]).endswith(mail_change.get_absolute_url())
    assert str(found[f"occasion-{freeze.pk}"]["summary"]) == "Freeze: Quarter end"


def test_a_change_that_moves_keeps_its_name_and_grows_its_number(calendar, client, mail_change):
    before = events(client, calendar.ivo)[mail_change.number]
    mail_change.plan(by=calendar.ivo, starts_at=SATURDAY + HOUR, ends_at=SATURDAY + 3 * HOUR)
    after = events(client, calendar.ivo)[mail_change.number]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.start == SATURDAY + HOUR


def test_only_what_its_owner_may_see_and_what_the_address_asks_for(calendar, client, mail_change):
    hidden = calendar.change(calendar.booking, calendar.noor, starts_at=SATURDAY + 9 * HOUR, restricted=True)
    assert set(events(client, calendar.ivo)) == {mail_change.number}
    assert set(events(client, calendar.noor)) == {mail_change.number, hidden.number}
    assert set(events(client, calendar.noor, team=calendar.booking.team_id)) == {hidden.number}


def test_an_address_ends_when_its_owner_asks_for_another_leaves_or_leaves_the_desk(calendar, client):
    first = path(calendar.ivo)
    addresses.renew(calendar.ivo)
    assert client.get(first).status_code == 404
    assert client.get(path(calendar.ivo)).status_code == 200
    calendar.ivo.groups.clear()
    assert client.get(path(calendar.ivo)).status_code == 404
    leaver = PersonFactory(roles=[roles.AGENT])
    address = path(leaver)
    type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)
    assert client.get(address).status_code == 404
    forged = path(calendar.noor).replace("/for/", "/for/x")
    assert client.get(forged).status_code == 404


def test_nothing_new_is_not_sent_again(calendar, client, mail_change):
    first = client.get(path(calendar.ivo))
    again = client.get(path(calendar.ivo), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    mail_change.plan(by=calendar.ivo, title="Two certificates")
    assert client.get(path(calendar.ivo), headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
