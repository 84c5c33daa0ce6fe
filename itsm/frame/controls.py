"""How forms draw their controls."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _

DASHES = "---------"  # what Django offers first, where nobody has said anything better


class Renderer(DjangoTemplates):
    """The first line of a list is words, not dashes."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget", {})
        for _group, options, _index in widget.get("optgroups", ()):
            for option in options:
                if option["label"] == DASHES:
                    option["label"] = _("choose one") if widget["required"] else _("none")
        return super().render(template_name, context, request)
