"""What people type about services; `save` calls one verb."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from itsm.people.models import Person
from itsm.people.roles import DESK
from itsm.services import wording
from itsm.services.models import (
    Agreement,
    HoldReason,
    Service,
    SupportCalendar,
    Weekday,
    amendment,
)

NOT_A_RANGE = _(
    "“%(part)s” is not a range such as 08:00-18:00. Hours past midnight go in two: until 24:00, and from 00:00."
)
NOT_A_DAY = _("“%(part)s” does not begin with a date such as 2026-12-24.")


class ServiceForm(forms.ModelForm):
    class Meta:
        model = Service
        fields = ("name", "purpose", "owner", "team", "sites", "criticality", "agreement", "is_active")
        widgets = {"sites": forms.CheckboxSelectMultiple, "purpose": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desk = Person.objects.active().filter(groups__name__in=DESK).distinct()
        self.fields["owner"].queryset = desk | Person.objects.filter(pk=self.instance.owner_id).distinct()  # type: ignore[attr-defined]
        self.fields["agreement"].empty_label = _("The default agreement")  # type: ignore[attr-defined]


class DependForm(forms.Form):
    """Which other service this one stands on."""

    on = forms.ModelChoiceField(
        Service.objects.none(), label=_("Another service it stands on"), empty_label=_("choose one")
    )

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Service.objects.active().exclude(pk=service.pk).exclude(needed_by=service)
        self.fields["on"].queryset = others  # type: ignore[attr-defined]


class CalendarForm(forms.ModelForm):
    """A calendar with its week, one line of ranges a day, and its closing days, one a line."""

    closing_days = forms.CharField(
        label=_("Own closing days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: the date, then why. 2026-12-24 Christmas Eve"),
    )

    class Meta:
        model = SupportCalendar
        fields = ("name", "time_zone", "country", "subdivision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday in Weekday:
            self.fields[f"day_{weekday.value}"] = forms.CharField(
                label=weekday.label, required=False, max_length=120
            )
        if not self.instance.pk:
            return
        for number, day in enumerate(self.instance.hours().week):
            self.initial[f"day_{number}"] = wording.ranges(day)
        self.initial["closing_days"] = "\n".join(str(day) for day in self.instance.closing_days.all())

    def clean(self) -> None:
        super().clean()
        self.week = [
            self._read(f"day_{weekday.value}", wording.read_ranges, NOT_A_RANGE) for weekday in Weekday
        ]
        self.closed = self._read("closing_days", _closing_days, NOT_A_DAY)

    def _read(self, name: str, read: Any, complaint: Any) -> Any:
        try:
            return read(self.cleaned_data.get(name, ""))
        except wording.Unreadable as error:
            self.add_error(name, ValidationError(complaint, params={"part": error.part}))

    def save(self, commit: bool = True) -> SupportCalendar:  # noqa: FBT001, FBT002 - as Django has it
        with amendment():
            calendar = super().save()
            calendar.set_hours(self.week, closed=self.closed)
        return calendar

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{weekday.value}"] for weekday in Weekday]

    @property
    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in self._meta.fields or ()]


class AgreementForm(forms.ModelForm):
    pauses = forms.MultipleChoiceField(
        label=_("Clocks stand still while we wait for"),
        choices=HoldReason,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Waiting for a supplier is our wait, not the colleague's: leave it out to keep what was promised."
        ),
    )

    class Meta:
        model = Agreement
        fields = ("name", "calendar", "pauses")


def _closing_days(text: str) -> dict[Any, str]:
    return dict(wording.read_closing_day(line) for line in text.splitlines() if line.strip())
