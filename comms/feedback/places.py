"""Where feedback stands in the house, and who may answer it."""

from django.utils.translation import gettext_lazy as _

from comms.feedback import measures
from comms.feedback.practice import FEEDBACK
from itsm.frame import practices
from itsm.frame.menu import Entry, add
from itsm.insights.figures import Action, register_action
from itsm.people.roles import AGENT, CHANGE_MANAGER, DESK, EVERYONE, MANAGER, grant

UNDER = "comms:notices"
RATHER = "insights:overview"  # whoever has it looks for the voice of colleagues beside their figures


def add_to_house() -> None:
    practices.register(FEEDBACK)
    measures.add_to_overview()
    for role in (AGENT, CHANGE_MANAGER, MANAGER):
        grant(role, "comms.answer_feedback", "comms.work_improvement")
    add(Entry(label=_("Feedback"), url_name="feedback:say", icon="chat-bubble-left-right", roles=EVERYONE, order=75), "portal")  # fmt: skip
    add(Entry(label=_("Say what could be better"), url_name="feedback:say", icon="chat-bubble-left", roles=EVERYONE, order=10), "foot")  # fmt: skip
    add(Entry(label=_("Feedback"), url_name="ledger:ledger", icon="chat-bubble-left-right", roles=DESK, order=42, under=UNDER, rather=RATHER))  # fmt: skip
    add(Entry(label=_("Improvements"), url_name="improvements:register", icon="arrow-trending-up", roles=DESK, order=43, under=UNDER, rather=RATHER))  # fmt: skip
    register_action(
        Action(
            label=_("Propose an improvement"),
            url_name="improvements:new",
            icon="arrow-trending-up",
            permission="comms.work_improvement",
            asks="from",
        )
    )
