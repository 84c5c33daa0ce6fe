"""The parts of a plan that are lists: steps, the way back, who must know. They work as the lists of an offering do."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.blueprint import Hole
from catalog.offerings.rows import RowForm, RowsForm
from changes.models import Change, ContractLine
from itsm.people.forms import PersonField
from itsm.people.models import Person, Site, Team
from itsm.services.models import Service
from itsm.tickets.fields import Words

LONGEST = 7 * 24 * 60  # minutes


class PlanRowsForm(RowsForm):
    """Of a change instead of an edition. What is missing the page of the change says."""

    NAMED_BY: ClassVar = "what"
    holes: Sequence[Hole] = ()  # type: ignore[assignment]

    def __init__(self, data: Any, *, change: Change, person: Person) -> None:
        self.change, self.person, self.data = change, person, data
        if data is None:
            self.rows = [
                self.row(str(n), initial=self.ROW.initial_of(row)) for n, row in enumerate(self.known(), 1)
            ]
        else:
            places = [place for place in data.getlist("rows") if place.isdecimal() and len(place) < 6]
            self.rows = [self.row(place, data=data) for place in dict.fromkeys(places)]

    def known(self) -> list[Any]:
        raise NotImplementedError


class StepRow(RowForm):
    what = forms.CharField(max_length=240, label=gettext_lazy("What is done"))
    minutes = forms.IntegerField(min_value=1, max_value=LONGEST, label=gettext_lazy("Minutes"))
    owner = PersonField(required=False, label=gettext_lazy("Who"), help_text=gettext_lazy("Their e-mail."))
    no_return = forms.BooleanField(required=False, label=gettext_lazy("No way back after this step"))

    def prepare(self) -> None:
        if self.section.FIELD != "steps":
            del self.fields["no_return"]


class StepsForm(PlanRowsForm):
    FIELD: ClassVar = "steps"
    ROW: ClassVar = StepRow
    PART: ClassVar = "plan"
    empty: ClassVar = gettext_lazy(
        "No step yet. Whoever carries it out, and whoever authorises it, reads them one by one."
    )

    def known(self) -> list[Any]:
        mine = self.change.steps.filter(part=self.PART).order_by("place")
        return list(mine.values("what", "minutes", "owner", "no_return"))

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if sum(bool(row.cleaned_data.get("no_return")) for row in self.rows if row.is_valid()) > 1:
            self.rows[-1].add_error(None, _("There is one point of no return, not several."))
            return False
        return valid


class HeadForm(forms.Form):
    back_out_plan = Words(rows=4, required=False, label=gettext_lazy("How we get back"))
    back_out_minutes = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST, label=gettext_lazy("Minutes to get back")
    )


class BackOutForm(StepsForm):
    """The way back in words, and step by step where that helps."""

    FIELD = "back_out_steps"
    PART = "back_out"
    empty = gettext_lazy("No steps: the words above say it.")

    def __init__(self, data: Any, **about: Any) -> None:
        super().__init__(data, **about)
        names = HeadForm.base_fields
        self.head = HeadForm(data, initial={name: getattr(self.change, name) for name in names})

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), super().is_valid()])

    def words(self) -> dict[str, Any]:
        return super().words() | self.head.cleaned_data


class ContractRow(RowForm):
    label = forms.CharField(
        max_length=160,
        label=gettext_lazy("Who must know"),
        help_text=gettext_lazy("In words: “Everybody who works with the till”."),
    )
    services = forms.ModelMultipleChoiceField(
        Service.objects.active(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Who works with"),
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Who works at"),
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=gettext_lazy("Teams"),
    )
    # Named one by one over the API: the page has no place to choose them, and must not forget them.
    people = forms.ModelMultipleChoiceField(
        Person.objects.all(), required=False, widget=forms.MultipleHiddenInput
    )
    hours_before = forms.IntegerField(
        min_value=0, max_value=999, label=gettext_lazy("Hours before it starts")
    )
    channel = forms.ChoiceField(choices=ContractLine.Channel.choices, label=gettext_lazy("By"))
    share = forms.IntegerField(
        min_value=0,
        max_value=100,
        label=gettext_lazy("Per cent who confirm"),
        help_text=gettext_lazy("0: it is enough that it reached them."),
    )

    AUDIENCE: ClassVar = ("services", "sites", "teams", "people")

    @classmethod
    def initial_of(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {**row, **{name: row["who"].get(name, []) for name in cls.AUDIENCE}}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not any(data.get(name) for name in self.AUDIENCE):
            raise forms.ValidationError(_("Choose at least one service, site or team."))
        return data

    def to_json(self) -> dict[str, Any]:
        data = self.cleaned_data
        who = {name: sorted(one.pk for one in data[name]) for name in self.AUDIENCE if data[name]}
        return {"who": who, **{name: data[name] for name in ("label", "hours_before", "channel", "share")}}


class ContractForm(PlanRowsForm):
    FIELD: ClassVar = "contract"
    NAMED_BY: ClassVar = "label"
    ROW: ClassVar = ContractRow

    def known(self) -> list[Any]:
        return list(self.change.contract.values("who", "label", "hours_before", "channel", "share"))

    def new_row(self, place: str, kind: str) -> RowForm:
        """Everybody who works with what is changed, a day before: what suits most."""
        services = sorted(self.change.affected_ids)
        usual = {"services": services, "hours_before": 24, "channel": ContractLine.Channel.NOTICE, "share": 0}
        return self.row(place, initial=usual)
