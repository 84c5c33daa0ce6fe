"""Where incidents stand in the frame."""

from django.utils.translation import gettext_lazy as _

from itsm.frame.menu import Entry, add
from itsm.people.roles import DESK, EVERYONE


def add_to_frame() -> None:
    add(Entry(label=_("Incidents"), url_name="incidents:list", icon="bolt", roles=DESK, order=20, key="n"))
    add(
        Entry(label=_("Incident"), url_name="incidents:new", icon="bolt", roles=DESK, order=10, key="i"),
        "new",
    )
    add(
        Entry(
            label=_("Report something broken"),
            url_name="incidents:report",
            icon="bolt",
            roles=EVERYONE,
            order=10,
        ),
        "portal",
    )
    report = Entry(
        label=_("Something is broken"), url_name="incidents:report", icon="bolt", roles=EVERYONE, order=10
    )
    talk = Entry(
        label=_("Talk to a person"), url_name="incidents:talk", icon="phone", roles=EVERYONE, order=30
    )
    add(report, "help")
    add(talk, "help")
