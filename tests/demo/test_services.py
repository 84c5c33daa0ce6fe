"""The services of Halden Instruments, and the hours in which its clocks run."""

from random import Random

from demo.catalogue import offer_services
from demo.people import hire
from itsm.services.policy import current_policy
from itsm.services.signals import policy_changed
from itsm.tickets.retarget import edited


def test_its_hours_were_so_from_the_first_day(db, django_capture_on_commit_callbacks):
    """Told as an edit of today, they would draw a line under every clock that runs."""
    heard = []

    def listen(before, **_):
        heard.append(edited(before, current_policy().calendars))

    policy_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        offer_services(hire(Random(1), colleagues=150))
    policy_changed.disconnect(listen)
    assert heard == [{}]
    zones = {hours.zone.key for hours in current_policy().calendars.values()}
    assert "Europe/London" in zones
