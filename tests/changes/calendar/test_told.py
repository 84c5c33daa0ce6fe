"""Both owners hear of a collision, and announced maintenance stands in the calendar."""

from datetime import timedelta

import pytest

from changes.calendar import sources
from comms import telling
from comms.models import Notification
from tests.changes.calendar.conftest import HOUR, NOW, SATURDAY
from tests.comms.status.telling import notice
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
WEEKEND = (SATURDAY - 10 * HOUR, SATURDAY + 38 * HOUR)


def told(*changes):
    for change in changes:
        for event in change.events.filter(
            verb__in=["ticket.collide", "ticket.discuss", "ticket.accept_collision"]
        ):
            telling.tell(event, now=NOW)
    return {(row.person.name, row.title) for row in Notification.objects.select_related("person")}


def test_both_owners_are_told_why_and_the_second_of_each_word_by_the_first(calendar, meeting, mail_change):
    why = f"It collides: {meeting.because}"
    assert told(mail_change, meeting.change) == {("Ivo Lund", why), ("Noor Haddad", why)}
    meeting.say("Could yours begin at noon?", by=calendar.noor, now=NOW)
    assert ("Ivo Lund", "Noor Haddad wrote about a collision") in told(mail_change)
    assert ("Noor Haddad", "Noor Haddad wrote about a collision") not in told(meeting.change)


def test_whoever_planned_the_freeze_is_told_what_runs_into_it(calendar, mail_change):
    calendar.freeze(services=[calendar.mail])
    calendar.look(mail_change)
    assert {name for name, _title in told(mail_change)} == {"Ivo Lund", "Jonas Weil"}
    [row] = Notification.objects.filter(person=calendar.jonas)
    assert row.why == "you planned “Quarter end”"


def test_announced_maintenance_stands_in_the_calendar_for_whoever_may_read_it(calendar):
    planned = notice("planned", at=NOW, kind="maintenance", services=[calendar.mail], starts_at=SATURDAY, ends_at=SATURDAY + HOUR)  # fmt: skip
    notice("cancelled", at=NOW, kind="maintenance", starts_at=SATURDAY, ends_at=SATURDAY + HOUR)
    notice("planned", at=NOW, kind="maintenance", starts_at=SATURDAY + timedelta(days=9), ends_at=SATURDAY + timedelta(days=10))  # fmt: skip
    found = sources.items(WEEKEND, calendar.ivo)
    assert [(item.kind, item.number, item.services) for item in found] == [
        ("maintenance", planned.number, frozenset({calendar.mail.pk}))
    ]
    assert sources.items(WEEKEND, PersonFactory()) == []
