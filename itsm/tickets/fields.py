"""Form fields for what people say and promise."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is checked when it is taken in."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or []] if data else []


class MomentField(forms.DateTimeField):
    """A moment in the reader's own zone, by the browser's picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class Words(forms.CharField):
    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


def promise_choices(now: datetime) -> list[tuple[str, Any]]:
    """Times people say: in an hour, this afternoon, tomorrow morning. In the reader's zone."""
    here = timezone.localtime(now)
    moments = [(now + timedelta(hours=1), _("in 1 hour")), (now + timedelta(hours=4), _("in 4 hours"))]
    evening = timezone.make_aware(datetime.combine(here.date(), time(17)))
    if evening > now + timedelta(hours=1):
        moments.append((evening, _("today 17:00")))
    tomorrow = here.date() + timedelta(days=1)
    moments.append((timezone.make_aware(datetime.combine(tomorrow, time(10))), _("tomorrow 10:00")))
    monday = here.date() + timedelta(days=7 - here.weekday())
    moments.append((timezone.make_aware(datetime.combine(monday, time(10))), _("Monday 10:00")))
    return [(moment.isoformat(timespec="minutes"), label) for moment, label in moments]


AS_AGREED = _("as agreed")


class PromiseField(forms.ChoiceField):
    """ "You hear from us by …". Empty keeps to what the service level says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, label=_("You hear from us"), **kwargs)

    def offer(self, now: datetime, usual: Any = AS_AGREED) -> None:
        self.choices = [("", usual), *promise_choices(now)]

    def valid_value(self, value: str) -> bool:
        """The choices move with the clock: one offered five minutes ago is still good."""
        return True

    def clean(self, value: str) -> datetime | None:
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError as error:
            raise forms.ValidationError(_("Choose one of the times.")) from error
        return moment if moment.tzinfo else timezone.make_aware(moment)
