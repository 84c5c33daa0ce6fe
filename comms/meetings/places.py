"""Where meetings, decisions and business units stand in the house, and who does what there."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comms.meetings.practice import MEETINGS
from comms.models import Briefing
from itsm.frame import practices, setup
from itsm.frame.menu import Entry, add
from itsm.frame.practices import has_address
from itsm.insights.figures import Action, register_action
from itsm.people.models import Person
from itsm.people.roles import ADMINISTRATOR, DESK, MANAGER, grant


def drafts(person: Person) -> str:
    """Briefings that somebody has to look at before they go out."""
    count = Briefing.objects.filter(sent_at=None).count()
    return ngettext("%(n)d draft waits", "%(n)d drafts wait", count) % {"n": count} if count else ""


def beside() -> list[str]:
    """Their tabs lead to the briefing, too."""
    return [reverse("briefing:list")] if has_address("briefing:list") else []


LINES = (
    setup.Line(
        label=_("Business units"), url_name="units:list", icon="building-office-2", group=setup.Group.PEOPLE,
        says=_("The parts of the organisation: who speaks for each, what it uses and waits for, when we talk next."),
    ),
    setup.Line(
        label=_("Sponsors’ briefing"), url_name="briefing:list", icon="newspaper", group=setup.Group.WORDS,
        permission="comms.write_briefing", waits=drafts,
        says=_("One page a month for those who answer for IT above it: made from data, edited by you, read without a sign-in."),
    ),
)  # fmt: skip


def add_to_house() -> None:
    practices.register(MEETINGS)
    for role in (MANAGER, ADMINISTRATOR):
        grant(
            role,
            "comms.lead_meeting",
            "comms.write_briefing",
            "people.add_businessunit",
            "people.change_businessunit",
        )
    setup.add(*LINES)
    register_action(
        Action(
            label=_("Decide about it"),
            url_name="meetings:decide",
            icon="check-circle",
            permission="comms.lead_meeting",
        )
    )
    meetings = Entry(
        label=_("Reviews"),
        url_name="meetings:list",
        icon="user-group",
        roles=DESK,
        order=44,
        under="comms:notices",
        rather="insights:overview",
        also=beside,
    )
    add(meetings)
