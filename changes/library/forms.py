"""Writing a change model: what, who, the steps, the checks, the limits."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.offerings.fields import lines_of
from changes.models import ChangeModel
from itsm.people.forms import PersonField
from itsm.people.models import Person, Team
from itsm.services.models import Service
from itsm.tickets.fields import Words

LONGEST = 7 * 24 * 60  # minutes
MARK = "!"  # of the step after which there is no way back


def read_steps(text: str) -> list[dict[str, Any]]:
    """One step on each line, its minutes first: “20 Put the certificate in”."""
    steps: list[dict[str, Any]] = []
    for line in lines_of(text):
        point = line.startswith(MARK)
        minutes, _space, what = line.removeprefix(MARK).strip().partition(" ")
        if not minutes.isdecimal() or not 1 <= int(minutes) <= LONGEST or not what.strip():
            raise forms.ValidationError(_("Begin each line with its minutes: “20 Put the certificate in”."))
        steps.append({"what": what.strip()[:240], "minutes": int(minutes), "no_return": point})
    if sum(step["no_return"] for step in steps) > 1:
        raise forms.ValidationError(_("There is one point of no return, not several."))
    return steps


def steps_text(steps: list[dict[str, Any]]) -> str:
    return "\n".join(
        f"{MARK if step.get('no_return') else ''}{step['minutes']} {step['what']}" for step in steps
    )


class ModelForm(forms.ModelForm):
    owner = PersonField(
        label=gettext_lazy("Owner"),
        help_text=gettext_lazy("Their e-mail. They do not authorise it themselves."),
    )
    steps = Words(
        rows=6, required=False, label=gettext_lazy("Steps"),
        help_text=gettext_lazy("One on each line, its minutes first: “20 Put the certificate in”. A “!” before the minutes: no way back after this step."),
    )  # fmt: skip
    checks = Words(
        rows=3,
        required=False,
        label=gettext_lazy("Checks before it starts"),
        help_text=gettext_lazy("One on each line."),
    )
    services = forms.ModelMultipleChoiceField(
        Service.objects.active(), required=False, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Services"),
        help_text=gettext_lazy("None chosen: any."),
    )  # fmt: skip
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(is_active=True), required=False, widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Who may do it"), help_text=gettext_lazy("None chosen: every agent."),
    )  # fmt: skip

    class Meta:
        model = ChangeModel
        fields = (
            "name",
            "says",
            "owner",
            "services",
            "teams",
            "back_out",
            "most_minutes",
            "outside_hours",
            "most_a_day",
        )

    field_order = (
        "name", "says", "owner", "services", "teams", "steps", "checks", "back_out", "most_minutes", "outside_hours", "most_a_day",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial["steps"] = steps_text(self.instance.steps)
        self.initial["checks"] = "\n".join(self.instance.checks)
        self.initial.setdefault("owner", person.pk)

    def clean_steps(self) -> list[dict[str, Any]]:
        return read_steps(self.cleaned_data["steps"])

    def clean_checks(self) -> list[str]:
        return list(dict.fromkeys(lines_of(self.cleaned_data["checks"])))

    def _post_clean(self) -> None:
        """The verb writes it: what is typed does not touch the row before."""

    def write(self) -> ChangeModel:
        model: ChangeModel = self.instance
        model.key = model.key or free_key(self.cleaned_data["name"])
        model.write(by=self.person, now=timezone.now(), **self.cleaned_data)
        return model


def free_key(name: str) -> str:
    start = slugify(name)[:50].strip("-") or "model"
    taken = set(ChangeModel.objects.filter(key__startswith=start).values_list("key", flat=True))
    return next(key for n in range(len(taken) + 1) if (key := f"{start}-{n}" if n else start) not in taken)


class ReasonForm(forms.Form):
    reason = Words(rows=3, label=gettext_lazy("Why"))
