"""What is typed about outages: one verb each."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Outage, ServiceWorth
from itsm.services.outages.worth import FIELDS

MOMENT = {"type": "datetime-local", "step": "1"}


def moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M:%S")


class MomentField(forms.DateTimeField):
    """Of an hour that comes twice, as the clock changes, the first is meant; what no clock ever showed is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.input_formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            with suppress(ValueError, TypeError):
                first = timezone.make_aware(datetime.fromisoformat(value))
                if timezone.localtime(first.astimezone(UTC)) == first:  # by the wall: the zone is the same
                    return first
            raise


class OutageForm(forms.ModelForm):
    """Times are in the reader's own zone."""

    class Meta:
        model = Outage
        fields: ClassVar = ["words", "began_at", "ended_at", "planned"]
        widgets: ClassVar = {"began_at": moment(), "ended_at": moment()}
        field_classes: ClassVar = {"began_at": MomentField, "ended_at": MomentField}

    def _post_clean(self) -> None:
        """The verb checks what is true of outages; the instance stays as it is."""


class CorrectForm(OutageForm):
    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=240, help_text=_("What was there before stays readable, with your name.")
    )  # fmt: skip

    class Meta(OutageForm.Meta):
        fields: ClassVar = [*OutageForm.Meta.fields, "counts", "why_not"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self._meta.fields:  # type: ignore[union-attr]
            self.fields[name].show_hidden_initial = True

    @property
    def changes(self) -> dict[str, Any]:
        """What was changed on the page, as it was shown: what has ended meanwhile does not begin again by it."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "reason"}


class EstimateForm(forms.ModelForm):
    class Meta:
        model = Outage
        fields = FIELDS


class WorthForm(forms.ModelForm):
    class Meta:
        model = ServiceWorth
        fields = FIELDS
