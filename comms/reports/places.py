"""Where reports stand in the house: a button on every dashboard, and a page of their own among the tabs."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from itsm.insights.dashboards.actions import Action, Tab, register_action, register_tab
from itsm.people.roles import ADMINISTRATOR, MANAGER, grant

PERMISSION = "comms.schedule_report"


def new(subject: str, query: str) -> str:
    """With the filter of the page."""
    return f"{reverse('reports:new')}?{urlencode({'dashboard': subject})}{'&' if query else ''}{query}"


def add_to_house() -> None:
    for role in (MANAGER, ADMINISTRATOR):
        grant(role, PERMISSION)
    register_action(Action(label=_("Send by mail"), icon="envelope", href=new, permission=PERMISSION))
    register_tab(Tab(key="reports", label=_("By mail"), url_name="reports:list", permission=PERMISSION))
