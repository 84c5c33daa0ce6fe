"""What is typed about an offering: what it is and for whom, the words of an edition, the fields of its form."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog.models import Category, Offering, OfferingEdition
from catalog.offerings.address import check_key
from itsm.people.models import Audience, Person, Site, Team
from itsm.people.roles import GROUPS, LABELS
from itsm.tickets.fields import Words


class OwnerField(forms.CharField):
    widget = forms.EmailInput

    def clean(self, value: Any) -> Person:
        found = Person.objects.active().with_email(super().clean(value)).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this address."))
        return found


class AboutForm(forms.ModelForm):
    """Whose it is and who may ask for it. It takes effect at once, whatever the edition says."""

    owner = OwnerField(label=_("Owner"), help_text=_("E-mail address of who answers for it."))
    roles = forms.MultipleChoiceField(
        required=False,
        choices=[(role, LABELS[role]) for role in GROUPS],
        widget=forms.CheckboxSelectMultiple,
        label=_("Roles"),
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.all(), required=False, widget=forms.CheckboxSelectMultiple, label=_("Sites")
    )
    teams = forms.ModelMultipleChoiceField(
        Team.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Teams"),
    )

    class Meta:
        model = Offering
        fields: ClassVar = [
            "category",
            "owner",
            "team",
            "service",
            "audience",
            "sites",
            "teams",
            "roles",
        ]
        widgets: ClassVar = {"audience": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.filter(is_active=True)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["owner"] = self.instance.owner.email

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        named = any(data.get(name) for name in ("sites", "teams", "roles"))
        if data.get("audience") == Audience.LIMITED and not named:
            self.add_error("audience", _("Say for whom: a site, a team or a role."))
        return data


class NewForm(AboutForm):
    """What it takes to begin. Its words and its form come next."""

    title = forms.CharField(max_length=120, label=_("Title"), help_text=_("As a colleague would call it."))
    key = forms.SlugField(
        max_length=60,
        required=False,
        label=_("Address"),
        help_text=_("Its own word in the address. Left empty, the title makes it."),
    )
    field_order = ["title", "key"]  # Django's own way

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("owner", person.email)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        key = data.get("key") or slugify(data.get("title", ""))[:60].strip("-")
        try:
            check_key(key)
        except forms.ValidationError as error:
            self.add_error("key", error)
        if not key:
            self.add_error("key", _("Give it a word of letters and digits."))
        elif Offering.objects.filter(key=key).exists():
            self.add_error("key", _("Another offering has this address."))
        return data | {"key": key}

    def draft(self, *, by: Person) -> Offering:
        data = dict(self.cleaned_data)
        several = {name: data.pop(name) for name in ("sites", "teams")}
        made = Offering.draft(by=by, **data)
        for name, rows in several.items():
            getattr(made, name).set(rows)
        return made


class WordsForm(forms.ModelForm):
    """What colleagues read before they ask. A draft may have holes; publishing names them."""

    included = Words(rows=3, required=False, label=_("Included"), help_text=_("One thing on each line."))
    not_included = Words(
        rows=3,
        required=False,
        label=_("Not included"),
        help_text=_("What people expect and do not get here."),
    )
    how_to_ask = Words(rows=2, required=False, label=_("How to ask"))

    class Meta:
        model = OfferingEdition
        fields: ClassVar = [
            "title", "what", "for_whom", "included", "not_included", "how_to_ask", "usual_time", "within_hours",
            "hours", "cost", "keywords", "changes",
        ]  # fmt: skip
        widgets: ClassVar = {"what": forms.Textarea(attrs={"rows": 2})}
        help_texts: ClassVar = {
            "what": _("One or two sentences in plain words."),
            "usual_time": _("As colleagues read it: “three working days”."),
            "within_hours": _(
                "The target of the clock, in working hours. Empty: what the service level says."
            ),
            "hours": _("When somebody works on it."),
            "cost": _("Who pays how much. Empty if it costs nothing."),
            "keywords": _("Words that colleagues use for it, with commas: they find it by these."),
            "changes": _("For whoever reads it before it is published."),
        }

    def __init__(self, data: Any = None, *, edition: OfferingEdition, person: Person) -> None:
        super().__init__(data, instance=OfferingEdition.objects.filter(pk=edition.pk).first() or edition)
        self.edition = edition

    def words(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def rearrange(self, act: str) -> None:
        """Its fields stand where they stand."""

    def _post_clean(self) -> None:
        """The edition is written by its own verb, so nothing is set on it here."""


class ReasonForm(forms.Form):
    reason = Words(rows=3, label=_("What is to be done first"), help_text=_("Who wrote it reads this."))


ICONS = (
    "squares-2x2", "computer-desktop", "device-phone-mobile", "printer", "key", "lock-closed", "squares-plus", "code-bracket",
    "users", "user-plus", "building-office", "calendar-days", "truck", "wrench-screwdriver", "wifi", "cloud", "envelope",
    "folder", "document-text", "academic-cap", "banknotes", "shield-check", "globe-europe-africa", "lifebuoy", "ellipsis-horizontal-circle",
)  # fmt: skip


class CategoryForm(forms.ModelForm):
    icon = forms.ChoiceField(
        choices=[(name, name.replace("-", " ").capitalize()) for name in ICONS], label=_("Icon")
    )

    class Meta:
        model = Category
        fields: ClassVar = ["name", "words", "icon", "order"]
        help_texts: ClassVar = {"order": _("Small numbers stand first.")}
