"""What a search may be narrowed to, for the page and the API."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.cache import cache
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from itsm.knowledge.question import LONGEST, Only, Question
from itsm.knowledge.sources import sources
from itsm.services.models import Service

DAYS = [("7", _("Last 7 days")), ("30", _("Last 30 days")), ("365", _("Last year"))]
FRESH = 60  # seconds
LARGEST = 2**63 - 1  # that a key can be
SELECTED = SafeString(" selected")
OPEN = {"open": True, "ended": False}


def services() -> list[tuple[int, str]]:
    """Every search offers them, so they are kept for a moment."""
    names = Service.objects.active().order_by("name").values_list("pk", "name")
    kept: list[tuple[int, str]] = cache.get_or_set("search:services", lambda: list(names), FRESH) or []
    return kept


class SearchForm(forms.Form):
    """`q` is the question; a choice that does not exist is no choice."""

    q = forms.CharField(label=_("Words"), max_length=LONGEST, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Open or ended")), ("open", _("Open")), ("ended", _("Ended"))],
    )
    service = forms.IntegerField(
        label=_("Service"), required=False, min_value=1, max_value=LARGEST, widget=forms.Select
    )
    days = forms.ChoiceField(label=_("Period"), required=False, choices=[("", _("Any time")), *DAYS])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = [(source.kind, source.label) for source in sources()]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]  # type: ignore[attr-defined]
        self.fields["service"].widget.choices = [("", _("All services")), *services()]

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name, "") if self.is_valid() or name in self.cleaned_data else ""

    def narrowing(self) -> Iterator[tuple[str, Any, SafeString]]:
        """For the page: name, label, and the options, of which there are some fifty, in one piece."""
        for name in ("kind", "state", "service", "days"):
            field: Any = self.fields[name]
            chosen = self.chosen(name) or ""
            options = (
                (value, SELECTED if value == chosen else "", said) for value, said in field.widget.choices
            )
            yield name, field.label, format_html_join("", '<option value="{}"{}>{}</option>', options)

    @property
    def narrowed(self) -> bool:
        return any(self.chosen(name) for name in ("kind", "state", "service", "days"))

    def question(self) -> Question:
        days, service = self.chosen("days"), self.chosen("service")
        only = Only(
            open=OPEN.get(self.chosen("state")),
            service=service or None,
            since=timezone.now() - timedelta(days=int(days)) if days else None,
        )
        return Question.of(self.data.get("q", ""), only)
