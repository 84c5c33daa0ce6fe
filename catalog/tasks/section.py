"""The plan of an edition as rows: what is done, by whom, after what, how fast, and what another system does."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from catalog.blueprint import Kind
from catalog.models import Hook
from catalog.offerings.fields import free_key, lines_of
from catalog.offerings.rows import RowForm, RowsForm
from itsm.people.models import Team
from itsm.tickets.fields import Words


class TaskRow(RowForm):
    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    title = forms.CharField(max_length=160, required=False, label=_("What is done"))
    team = forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=_("Team"))
    within_hours = forms.IntegerField(required=False, min_value=1, max_value=999, label=_("Within hours"))
    instructions = Words(rows=3, required=False, label=_("How"), help_text=_("For whoever does it."))
    checklist = Words(rows=3, required=False, label=_("Checklist"), help_text=_("One point on each line."))
    needs = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Begins after"),
    )
    if_field = forms.ChoiceField(required=False, label=_("Only if"))
    if_values = Words(
        rows=2,
        required=False,
        label=_("is answered with"),
        help_text=_("One answer on each line; any of them is enough."),
    )
    hook = forms.TypedChoiceField(
        coerce=int,
        empty_value=None,
        required=False,
        label=_("Done by another system"),
        help_text=_("The team looks after it if that fails."),
    )

    def prepare(self) -> None:
        section: Any = self.section
        here, fields = str(self["key"].value() or ""), self.fields
        fields["team"].choices = [("", _("choose a team")), *section.teams]  # type: ignore[attr-defined]
        fields["hook"].choices = [("", _("no, by the team")), *section.hooks]  # type: ignore[attr-defined]
        fields["needs"].choices = [step for step in section.steps if step[0] != here]  # type: ignore[attr-defined]
        fields["if_field"].choices = [("", _("always")), *section.questions]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        condition = row.get("if") or {}
        return {
            **row,
            "checklist": "\n".join(row.get("checklist") or ()),
            "if_field": condition.get("field", ""),
            "if_values": "\n".join(condition.get("is") or ()),
        }

    def to_json(self) -> dict[str, Any]:
        data = self.cleaned_data
        told: dict[str, Any] = {"key": data["key"], "title": data["title"].strip(), "team": data["team"]}
        told |= {name: data[name] for name in ("instructions", "needs", "within_hours", "hook") if data[name]}
        told |= {"checklist": points} if (points := lines_of(data["checklist"])) else {}
        if data["if_field"]:
            told["if"] = {"field": data["if_field"], "is": lines_of(data["if_values"])}
        return told

    @property
    def after(self) -> str:
        section: Any = self.section
        chosen = self["needs"].value() or []
        return ", ".join(title for key, title in section.steps if key in chosen)

    @property
    def more(self) -> str:
        """What is folded away, in a few words."""
        section: Any = self.section
        points = len(lines_of(str(self["checklist"].value() or "")))
        question = dict(section.questions).get(self["if_field"].value())
        hook = {str(pk): name for pk, name in section.hooks}.get(str(self["hook"].value()))
        told = [
            _("Instructions") if self["instructions"].value() else "",
            ngettext("%(n)d point", "%(n)d points", points) % {"n": points} if points else "",
            _("only if “%(question)s”") % {"question": question} if question else "",
            _("done by %(name)s") % {"name": hook} if hook else "",
        ]
        return " · ".join(str(each) for each in told if each)


class PlanForm(RowsForm):
    FIELD: ClassVar = "plan"
    ROW: ClassVar = TaskRow

    def __init__(self, data: Any, **about: Any) -> None:
        edition = about["edition"]
        self.teams = list(Team.objects.filter(is_active=True).values_list("pk", "name"))
        self.hooks = list(Hook.objects.filter(is_active=True).values_list("pk", "name"))
        self.questions = [
            (row["key"], row["label"]) for row in edition.form if row.get("kind") != Kind.SECTION
        ]
        self.steps = self.told_steps(data, edition.plan)
        super().__init__(data, **about)

    @staticmethod
    def told_steps(data: Any, plan: list[dict[str, Any]]) -> list[tuple[str, str]]:
        """What a step can come after: as typed, or as kept."""
        rows = plan
        if data is not None:
            rows = [
                {name: data.get(f"{place}-{name}", "") for name in ("key", "title")}
                for place in data.getlist("rows")
            ]
        return [(row["key"], row["title"]) for row in rows if row.get("key") and row.get("title")]

    def rearrange(self, act: str) -> None:
        """A step that is gone is not waited for any more; a new one gets its name, so that others can wait for it."""
        super().rearrange(act)
        rows = [(row.place, dict(row.initial)) for row in self.rows]
        taken = {str(row["key"]) for _place, row in rows if row.get("key")}
        for _place, row in rows:
            if not row.get("key") and str(row.get("title") or "").strip():
                row["key"] = free_key(row["title"], taken)
                taken.add(row["key"])
            row["needs"] = [key for key in row.get("needs") or () if key in taken]
        self.steps = [
            (row["key"], row["title"]) for _place, row in rows if row.get("key") and row.get("title")
        ]
        self.rows = [self.row(place, initial=row) for place, row in rows]

    def words(self) -> dict[str, Any]:
        rows = [row.to_json() for row in self.rows]
        taken = {row["key"] for row in rows}
        for row in rows:
            if not row["key"]:
                row["key"] = free_key(row["title"] or "step", taken)
                taken.add(row["key"])
        return {"plan": rows}
