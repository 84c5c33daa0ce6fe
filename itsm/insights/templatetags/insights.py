"""What pages of figures share."""

from typing import Any

from django import template

from itsm.insights.dashboards.actions import actions_for, tabs_for
from itsm.insights.dashboards.registry import dashboards

register = template.Library()


@register.inclusion_tag("insights/dashboards/tabs.html", takes_context=True)
def insights_tabs(context: Any, query: str, here: str = "") -> dict[str, Any]:
    """The overview and every dashboard, each with the filter of the page; `here` is the key of the one that is open."""
    more = tabs_for(context["request"].user)
    return {"dashboards": dashboards(), "query": query, "here": here, "more": more}


@register.inclusion_tag("insights/dashboards/actions.html", takes_context=True)
def insights_actions(context: Any, subject: str, query: str) -> dict[str, Any]:
    """What can be done with the whole page; `subject` as in `actions.Action`."""
    return {"actions": actions_for(context["request"].user, subject, query)}
