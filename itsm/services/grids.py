"""Forms that are tables: the targets of an agreement, its escalation steps, the matrix of priorities."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from itsm.frame.practices import kinds_here
from itsm.services import wording
from itsm.services.models import (
    Agreement,
    ClockKind,
    EscalationStep,
    Impact,
    Kind,
    Priority,
    PriorityRule,
    SilenceLimit,
    SupportCalendar,
    Target,
    Urgency,
    amendment,
)


class BudgetField(forms.CharField):
    """“15 min”, “2 h”, “1 h 30 min”; empty means no target."""

    def __init__(self, label: str) -> None:
        attrs = {"class": "input budget", "aria-label": label, "size": 9}
        super().__init__(label=label, required=False, widget=forms.TextInput(attrs=attrs))

    def prepare_value(self, value: Any) -> Any:
        return wording.budget(value) if isinstance(value, timedelta) else value

    def clean(self, value: Any) -> timedelta | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return wording.read_budget(text)
        except wording.Unreadable as error:
            raise ValidationError(
                _("“%(part)s” is not a time such as 15 min or 2 h."), params={"part": error.part}
            ) from error


class TargetGrid(forms.Form):
    """Kind × priority down, the four clocks and the calendar across."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        self.agreement = agreement
        self.kept = {(target.kind, target.priority): target for target in agreement.targets.all()}
        super().__init__(*args, **kwargs)
        calendars = [("", gettext("As the agreement")), *SupportCalendar.objects.values_list("pk", "name")]
        for kind, priority in self.rows():
            target = self.kept.get(
                (kind, priority), Target(agreement=agreement, kind=kind, priority=priority)
            )
            self.kept[kind, priority] = target
            for clock in ClockKind:
                name, label = f"{kind}_{priority}_{clock}", f"{kind.label} P{priority}: {clock.label}"
                self.fields[name] = BudgetField(label)
                self.initial[name] = getattr(target, clock)
            self.fields[f"{kind}_{priority}_calendar"] = _choice(
                f"{kind.label} P{priority}: {gettext('hours')}", calendars
            )
            self.initial[f"{kind}_{priority}_calendar"] = target.calendar_id or ""

    @staticmethod
    def rows() -> Iterator[tuple[Kind, int]]:
        return ((kind, priority) for kind in kinds_here(Kind) for priority in Priority.values)

    def table(self) -> Iterator[dict[str, Any]]:
        """A group of four rows for each kind."""
        for kind in kinds_here(Kind):
            names = {priority: [*ClockKind.values, "calendar"] for priority in Priority.values}
            rows = [(p, [self[f"{kind}_{p}_{name}"] for name in cells]) for p, cells in names.items()]
            yield {"label": kind.label, "rows": rows}

    def save(self) -> None:
        with amendment():
            for kind, priority in self.rows():
                target = self.kept[kind, priority]
                for clock in ClockKind:
                    setattr(target, clock, self.cleaned_data[f"{kind}_{priority}_{clock}"])
                target.calendar_id = self.cleaned_data[f"{kind}_{priority}_calendar"]
                target.save()


class MatrixGrid(forms.Form):
    """Impact down, urgency across."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.kept = {(rule.impact, rule.urgency): rule for rule in PriorityRule.objects.all()}
        super().__init__(*args, **kwargs)
        for impact, urgency in self.cells():
            rule = self.kept.setdefault((impact, urgency), PriorityRule(impact=impact, urgency=urgency))
            label = f"{Impact(impact).label}, {Urgency(urgency).label}"
            self.fields[f"{impact}_{urgency}"] = _choice(label, Priority.choices, required=True)
            self.initial[f"{impact}_{urgency}"] = rule.priority

    @staticmethod
    def cells() -> Iterator[tuple[int, int]]:
        return ((impact, urgency) for impact in Impact.values for urgency in Urgency.values)

    def table(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for impact in Impact:
            yield str(impact.label), [self[f"{impact.value}_{urgency}"] for urgency in Urgency.values]

    def save(self) -> None:
        with amendment():
            for impact, urgency in self.cells():
                rule = self.kept[impact, urgency]
                rule.priority = self.cleaned_data[f"{impact}_{urgency}"]
                rule.save()


class SilenceGrid(forms.Form):
    """A row for each priority: how long, and whether nights and weekends count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.kept = {limit.priority: limit for limit in SilenceLimit.objects.all()}
        super().__init__(*args, **kwargs)
        for priority in Priority:
            limit = self.kept.setdefault(priority.value, SilenceLimit(priority=priority.value))
            length = BudgetField(f"P{priority.value}: {gettext('longest silence')}")
            length.required = True
            hours = [("", gettext("Office hours")), (1, gettext("Round the clock"))]
            self.fields[f"{priority.value}_length"] = length
            self.fields[f"{priority.value}_always"] = _choice(f"P{priority.value}: {gettext('hours')}", hours)
            self.initial[f"{priority.value}_length"] = limit.length
            self.initial[f"{priority.value}_always"] = 1 if limit.always else ""

    def table(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for priority in Priority:
            yield str(priority.label), [self[f"{priority.value}_{name}"] for name in ("length", "always")]

    def save(self) -> None:
        with amendment():
            for priority, limit in self.kept.items():
                limit.length = self.cleaned_data[f"{priority}_length"]
                limit.always = bool(self.cleaned_data[f"{priority}_always"])
                limit.save()


StepGrid = forms.inlineformset_factory(
    Agreement,
    EscalationStep,
    fields=("clock", "percent", "tells", "team"),
    extra=3,
    can_delete=True,
    widgets={
        "clock": forms.Select(attrs={"class": "input", "aria-label": _("Clock")}),
        "percent": forms.NumberInput(
            attrs={"class": "input", "min": 1, "max": 1000, "aria-label": _("At % of the target")}
        ),
        "tells": forms.Select(attrs={"class": "input", "aria-label": _("Tells")}),
        "team": forms.Select(attrs={"class": "input", "aria-label": _("Which team")}),
    },
)


def _choice(label: str, choices: Any, *, required: bool = False) -> forms.TypedChoiceField:
    widget = forms.Select(attrs={"class": "input", "aria-label": label})
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=required, widget=widget
    )
