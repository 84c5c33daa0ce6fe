"""What is typed about a report: which dashboard with which filter, when, and to whom."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comms.meetings.forms import PeopleField
from comms.models import Report
from comms.reports import sending
from comms.reports.subjects import Subject, may_have, may_read, named, subjects
from itsm.insights.dashboards.models import OWN
from itsm.insights.forms import About
from itsm.people.models import Person, Team
from itsm.services.models import SupportCalendar

HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class ReadersField(PeopleField):
    too_many = gettext_lazy("More than %(most)s people by name are a team: choose teams or managers.")


class ReportForm(forms.ModelForm):
    """`about` is the form of the figures' own pages: its choices are the report's filter."""

    subject = forms.ChoiceField(label=gettext_lazy("Which page"))
    hour = forms.TypedChoiceField(label=gettext_lazy("At"), choices=HOURS, coerce=int, initial=7)
    people = ReadersField(
        label=gettext_lazy("Colleagues"), required=False, help_text=gettext_lazy("Their e-mails. They must be allowed to read figures.")
    )  # fmt: skip

    class Meta:
        model = Report
        fields: ClassVar = ["subject", "rhythm", "weekday", "day", "hour", "calendar", "people", "teams", "managers"]  # fmt: skip
        widgets: ClassVar = {"teams": forms.CheckboxSelectMultiple}
        labels: ClassVar = {
            "weekday": gettext_lazy("If every week, on"),
            "day": gettext_lazy("If every month, on day"),
        }

    def __init__(self, data: Any = None, *, about: About, instance: Report, subject: str = "") -> None:
        people = (
            "\n".join(person.email for person in instance.people.all())
            if instance.pk
            else instance.owner.email
        )
        first = {"subject": instance.subject if instance.pk else subject, "people": people}
        super().__init__(data, instance=instance, initial=first)
        self.about = about
        fields: Any = self.fields
        fields["subject"].choices = [(one.key, one.title) for one in subjects(instance.owner)]
        fields["calendar"].queryset = open_calendars()
        fields["calendar"].empty_label = _("Any day")
        fields["teams"].queryset = Team.objects.filter(is_active=True)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        subject = named(given.get("subject", ""), self.instance.owner)
        if subject is not None and "people" in given:
            check(subject, given["people"], given.get("teams") or (), managers=bool(given.get("managers")))
            point(self.instance, subject)
        self.instance.query = self.about.query()
        return given

    def keep(self, *, now: datetime) -> Report:
        return sending.schedule(
            self.instance, now=now, people=self.cleaned_data["people"], teams=self.cleaned_data["teams"]
        )


def open_calendars() -> Any:
    """Those that are open at all."""
    return SupportCalendar.objects.filter(opening_hours__isnull=False).distinct()


def point(report: Report, subject: Subject) -> None:
    report.own, report.dashboard = subject.own, "" if subject.key.startswith(OWN) else subject.key


def check(subject: Subject, people: Iterable[Person], teams: Iterable[Team], *, managers: bool) -> None:
    """Somebody gets it, and whoever is named may have it."""
    people = list(people)
    if not people and not list(teams) and not managers:
        raise ValidationError({"people": _("Say who gets it: colleagues, teams, or all managers.")})
    for person in people:
        if not may_read(person):
            said = _("%(name)s may not read figures, so it cannot be sent there.")
            raise ValidationError({"people": said % {"name": person.name}})
        if not may_have(person, subject):
            said = _("“%(title)s” is shared with nobody. Share it first, then it can be sent to %(name)s.")
            raise ValidationError({"people": said % {"title": subject.title, "name": person.name}})
