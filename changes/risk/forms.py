"""Questions about risk, the weights of what Baton knows, and the levels."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from changes.models import Level, RiskFact, RiskLevel, RiskQuestion
from changes.risk.facts import FACTS, LABELS
from itsm.tickets.fields import Words

MOST_POINTS = 50


def read_choices(text: str) -> list[dict[str, Any]]:
    """One choice on each line, its points first: “4 In part.”"""
    choices = []
    for line in filter(None, map(str.strip, text.splitlines())):
        points, _space, label = line.partition(" ")
        if not points.isdecimal() or int(points) > MOST_POINTS or not label.strip():
            raise forms.ValidationError(
                _("Begin each line with its points, from 0 to %(most)d: “4 In part.”"),
                params={"most": MOST_POINTS},
            )
        choices.append({"label": label.strip(), "points": int(points)})
    if len(choices) < 2:
        raise forms.ValidationError(_("A question needs at least two choices."))
    return choices


class QuestionForm(forms.ModelForm):
    choices = Words(
        rows=5,
        label=gettext_lazy("Choices"),
        help_text=gettext_lazy(
            "One on each line, its points first: “4 In part.” The most careful answer has the most points."
        ),
    )

    class Meta:
        model = RiskQuestion
        fields = ("text", "help", "place", "is_active")

    field_order = ("text", "help", "choices", "place", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = (f"{choice['points']} {choice['label']}" for choice in self.instance.choices)
        self.initial["choices"] = "\n".join(lines)

    def clean_choices(self) -> list[dict[str, Any]]:
        return read_choices(self.cleaned_data["choices"])

    def save(self, commit: bool = True) -> RiskQuestion:  # noqa: FBT001, FBT002 - Django's signature
        question: RiskQuestion = self.instance
        question.choices = self.cleaned_data["choices"]
        question.key = question.key or free_key(question.text)
        return super().save(commit)


def free_key(text: str) -> str:
    start = slugify(text)[:30].strip("-") or "question"
    taken = set(RiskQuestion.objects.filter(key__startswith=start).values_list("key", flat=True))
    return next(key for n in range(len(taken) + 1) if (key := f"{start}-{n}" if n else start) not in taken)


class WeightsForm(forms.Form):
    """What each known fact weighs, and from how many points on which level begins."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(RiskFact.objects.values_list("key", "points"))
        for key in FACTS:
            self.fields[f"fact-{key}"] = forms.IntegerField(
                label=LABELS[key], initial=known.get(key, 0), min_value=-MOST_POINTS, max_value=MOST_POINTS
            )
        self.levels = {row.level: row for row in RiskLevel.objects.all()}
        for level, label in Level.choices:
            self._add_level(level, str(label))

    def _add_level(self, level: str, label: str) -> None:
        row = self.levels.get(level) or RiskLevel(level=level)
        said = {"level": label}
        self.fields[f"{level}-from_score"] = forms.IntegerField(
            label=_("%(level)s: from so many points on") % said, initial=row.from_score, min_value=0, max_value=999,
            disabled=level == Level.LOW,
        )  # fmt: skip
        self.fields[f"{level}-lead_hours"] = forms.IntegerField(
            label=_("%(level)s: ready so many hours before") % said,
            initial=row.lead_hours,
            min_value=0,
            max_value=999,
        )
        self.fields[f"{level}-needs_evidence"] = forms.BooleanField(
            label=_("%(level)s: only with test evidence") % said, initial=row.needs_evidence, required=False
        )

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("fact-")]

    def rows(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        for level, label in Level.choices:
            yield (
                str(label),
                [self[f"{level}-{name}"] for name in ("from_score", "lead_hours", "needs_evidence")],
            )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        starts = [data.get(f"{level}-from_score") for level in Level.values]
        if None not in starts and starts != sorted(set(starts)):  # type: ignore[type-var]
            raise forms.ValidationError(_("Each level begins with more points than the one below it."))
        return data

    def save(self) -> None:
        data = self.cleaned_data
        facts = {key: data[f"fact-{key}"] for key in FACTS}
        levels = {level: {name: data[f"{level}-{name}"] for name in NAMES} for level in Level.values}
        weigh_anew(facts=facts, levels=levels)


NAMES = ("from_score", "lead_hours", "needs_evidence")


def weigh_anew(*, facts: dict[str, int], levels: dict[str, dict[str, Any]]) -> None:
    """Changes that are planned from now on are weighed so; those that wait are weighed anew when they go on."""
    with transaction.atomic():
        for key, points in facts.items():
            RiskFact.objects.update_or_create(key=key, defaults={"points": points})
        for level, fields in levels.items():
            RiskLevel.objects.update_or_create(level=level, defaults=fields)
