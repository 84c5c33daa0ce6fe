"""Where alerts stand in the frame: two lines under Set up."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from incidents.models import AlertDelivery
from itsm.frame import setup
from itsm.people.models import Person


def add_to_frame() -> None:
    setup.add(
        setup.Line(
            label=_("Alerts"), url_name="incidents:alerts", icon="bell-alert", group=setup.Group.OUTAGES,
            says=_("What monitoring says is wrong now, what is quiet, and what is over."),
        ),
        setup.Line(
            label=_("Sources of alerts"), url_name="incidents:alert_sources", icon="signal", group=setup.Group.OUTAGES,
            permission="incidents.change_alertsource", waits=unread,
            says=_("Monitoring systems that open, update and end incidents: their addresses and secrets."),
        ),
    )  # fmt: skip


def unread(person: Person) -> str:
    n = AlertDelivery.objects.filter(state=AlertDelivery.State.UNREADABLE)[:100].count()
    return (
        ngettext("%(n)d delivery was not understood", "%(n)d deliveries were not understood", n) % {"n": n}
        if n
        else ""
    )
