"""What is typed about targets."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from itsm.insights.goals.models import FigureTarget
from itsm.insights.goals.progress import choices
from itsm.people.models import Team
from itsm.services.models import Service


class TargetForm(forms.ModelForm):
    """An empty value ends a target from that day on."""

    measure = forms.ChoiceField(label=_("Figure"))

    class Meta:
        model = FigureTarget
        fields: ClassVar = ["measure", "service", "team", "value", "since"]
        widgets: ClassVar = {"since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar = {
            "value": _("In the figure's own unit. Left empty, there is no target any more.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["measure"].choices = choices()
        fields["value"].required = False
        fields["service"].queryset, fields["service"].empty_label = (
            Service.objects.active(),
            _("All services"),
        )
        fields["team"].queryset, fields["team"].empty_label = (
            Team.objects.filter(is_active=True),
            _("All teams"),
        )

    def _get_validation_exclusions(self) -> set[str]:
        """The same day again is a correction, not a second target: so the table's rule is not asked."""
        return {*super()._get_validation_exclusions(), "since"}  # type: ignore[misc]
