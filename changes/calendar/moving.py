"""Moving a change to another time: the same length, if nobody says otherwise, by the reader's clock."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.calendar.forms import moment
from changes.calendar.moments import EARLIEST, LATEST, is_near_enough
from changes.models import Change
from itsm.people.models import Person

Window = tuple[datetime, datetime]


class MoveForm(forms.Form):
    starts_at, ends_at = moment(gettext_lazy("From")), moment(gettext_lazy("Until"))
    back = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, change: Change, wanted: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change
        window = wanted_window(change, wanted)
        if window:
            self.initial["starts_at"], self.initial["ends_at"] = window
        self.initial["back"] = wanted.get("back", "")

    def clean_back(self) -> str:
        back: str = self.cleaned_data["back"]
        return (
            back if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("starts_at") and given.get("ends_at") and given["ends_at"] <= given["starts_at"]:
            self.add_error("ends_at", _("It ends after it starts."))
        return given

    def wanted_window(self) -> Window | None:
        """As typed, if that can be read; else as it was asked for."""
        if not self.is_bound:
            given = self.initial
        elif self.is_valid():
            given = self.cleaned_data
        else:
            return None
        return (given["starts_at"], given["ends_at"]) if given.get("starts_at") else None

    def move(self, *, by: Person, seen: int | None = None) -> None:
        given = self.cleaned_data
        self.change.plan(by=by, seen=seen, starts_at=given["starts_at"], ends_at=given["ends_at"])


def wanted_window(change: Change, wanted: Mapping[str, str]) -> Window | None:
    """`on`: another day at the same time by the reader's clock; `at`: another moment; `by`: so many minutes later; else as it is."""
    if not (change.starts_at and change.ends_at):
        return None
    length = change.ends_at - change.starts_at
    if not (is_near_enough(change.starts_at) and is_near_enough(change.ends_at)):
        return None
    starts = (
        _on(change.starts_at, wanted.get("on", ""))
        or _at(wanted.get("at", ""))
        or _by(change.starts_at, wanted.get("by", ""))
        or change.starts_at
    )
    return starts, starts + length


def _on(starts_at: datetime, day: str) -> datetime | None:
    """The clock's time stays when the clock itself is changed in between. A time that the clock skips comes an hour later."""
    try:
        there = date.fromisoformat(day)
    except ValueError:
        return None
    if not EARLIEST.date() < there < LATEST.date():
        return None
    zone = timezone.get_current_timezone()
    local = starts_at.astimezone(zone)
    moved = datetime.combine(there, local.time(), zone)
    # In UTC: a sum by the wall clock would lose or win an hour in the night it is changed.
    return moved.astimezone(UTC)


def _at(moment: str) -> datetime | None:
    try:
        found = parse_datetime(moment)
    except ValueError:
        return None
    if found and timezone.is_naive(found):
        found = timezone.make_aware(found)
    return found if found and is_near_enough(found) else None


def _by(starts_at: datetime, minutes: str) -> datetime | None:
    digits = minutes.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 7):
        return None
    moved = starts_at + timedelta(minutes=int(minutes))
    return moved if is_near_enough(moved) else None
