"""Two changes that meet: Booking stands on Mail, and both are changed on Saturday morning."""

from datetime import UTC, datetime, timedelta

import pytest

from changes.calendar import keeping
from changes.models import Change, Occasion
from itsm.people import roles
from itsm.tickets.models import Outbox
from tests.changes import kit
from tests.factories import PersonFactory, ServiceFactory, TeamFactory

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Calendar:
    """Makes what stands in it, and looks again as the worker would."""

    now = NOW

    def __init__(self, team, mail) -> None:
        self.team, self.mail = team, mail
        self.booking = ServiceFactory(name="Booking", team=TeamFactory(name="Web"))
        self.booking.depends_on.add(mail)
        self.ivo = PersonFactory(name="Ivo Lund", roles=[roles.AGENT], teams=[team])
        self.noor = PersonFactory(name="Noor Haddad", roles=[roles.AGENT], teams=[self.booking.team])
        self.jonas = PersonFactory(name="Jonas Weil", roles=[roles.CHANGE_MANAGER])

    def change(
        self,
        service,
        by,
        *,
        starts_at=SATURDAY,
        hours=2,
        status="scheduled",
        look=True,
        title="New certificate",
        **fields,
    ) -> Change:
        plan = kit.whole_plan(
            now=NOW, starts_at=starts_at, ends_at=starts_at + hours * HOUR, service=service, **fields
        )
        made = Change.propose(by=by, title=title, now=NOW, team=service.team, **plan)
        Change.objects.filter(pk=made.pk).update(status=status, authorised_digest=made.digest)
        made.refresh_from_db()
        if look:
            self.look(made)
        return made

    def freeze(
        self, *, starts_at=SATURDAY - 12 * HOUR, hours=48, kind="freeze", title="Quarter end", services=()
    ):
        made = Occasion.objects.create(
            kind=kind, title=title, starts_at=starts_at, ends_at=starts_at + hours * HOUR, by=self.jonas
        )
        made.services.set(services)
        return made

    def look(self, *changes) -> None:
        keeping.look_again(changes, by=None, now=NOW)
        self.work()

    def work(self) -> None:
        """What waits in the outbox for the other side."""
        for row in Outbox.objects.filter(consumer="calendar.other").select_related("event__ticket"):
            keeping.pass_on(row.event, now=NOW)
            row.delete()


@pytest.fixture
def calendar(team, service):
    return Calendar(team, service)


@pytest.fixture
def mail_change(calendar):
    return calendar.change(calendar.mail, calendar.ivo)


@pytest.fixture
def meeting(calendar, mail_change):
    """The collision of a change of Booking with it."""
    other = calendar.change(calendar.booking, calendar.noor, starts_at=SATURDAY + HOUR)
    [row] = other.collisions.all()
    return row
