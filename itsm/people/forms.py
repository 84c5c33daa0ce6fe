"""What people type about people."""

from datetime import timedelta
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.urls import reverse_lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from itsm.people import roles
from itsm.people.models import BusinessUnit, Person, Site, Team, Token, time_zones

LIFETIMES = [("30", _("in 30 days")), ("90", _("in 90 days")), ("365", _("in a year")), ("never", _("never"))]


@cache
def zone_choices() -> list[tuple[str, str]]:
    """The zones a person would look for: places, without the aliases of old machines."""
    strange = ("Etc/", "US/", "SystemV/", "posix", "right")
    shown = {name for name in time_zones() if "/" in name and not name.startswith(strange)}
    return [(name, name.replace("_", " ")) for name in sorted(shown | {"UTC"})]


class ZoneSelect(forms.Select):
    """Hundreds of options without a template for each: 0.3 ms instead of 30."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((zone, mark_safe(" selected") if zone == value else "", label) for zone, label in self.choices),
        )
        given = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(given), options)


class ZoneField(forms.ChoiceField):
    """A list of places; `offer` puts the present zone among them, however rare."""

    widget = ZoneSelect

    def offer(self, present: str) -> None:
        self.initial = self.initial or present
        known = zone_choices()
        rare = present and all(name != present for name, _label in known)
        self.choices = [(present, present), *known] if rare else known


class PersonField(forms.EmailField):
    """One person, by e-mail; suggestions come while typing, into people/suggest.html. None when left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs |= {
            "autocomplete": "off",
            "list": "people-found",
            "hx-get": reverse_lazy("people:find"),
            "hx-target": "#people-found",
            "hx-trigger": "input changed delay:200ms",
        }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            return Person.objects.filter(pk=value).values_list("email", flat=True).first() or ""
        return value

    def clean(self, value: Any) -> Person | None:
        email = super().clean(value)
        if not email:
            return None
        found = Person.objects.active().with_email(email).first()
        if found is None:
            raise ValidationError(_("Nobody here has the address %(email)s."), params={"email": email})
        return found


class PersonForm(forms.ModelForm):
    manager = PersonField(label=_("Manager"), required=False, help_text=_("Their e-mail."))
    time_zone = ZoneField(label=_("Time zone"))

    class Meta:
        model = Person
        fields: ClassVar = [
            "name",
            "preferred_name",
            "email",
            "job_title",
            "phone",
            "site",
            "unit",
            "manager",
            "time_zone",
            "language",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].offer(self.instance.time_zone)  # type: ignore[attr-defined]
        self.fields["preferred_name"].help_text = _("How mails and pages greet them.")
        if not BusinessUnit.objects.exists():
            del self.fields["unit"]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if Person.objects.with_email(email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("%(email)s belongs to somebody else."), params={"email": email})
        return email

    def clean_manager(self) -> Person | None:
        manager: Person | None = self.cleaned_data["manager"]
        if manager and self.instance.pk and self.instance.pk in manager.chain_of_managers():
            raise ValidationError(_("%(name)s reports to this person already."), params={"name": manager})
        return manager


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(name, roles.LABELS[name]) for name in roles.GROUPS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everyone is a colleague. Several roles at once are fine."),
    )


class ProfileForm(forms.ModelForm):
    time_zone = ZoneField(
        label=_("Time zone"), help_text=_("Every time on every page and in every mail is yours.")
    )

    class Meta:
        model = Person
        fields: ClassVar = ["preferred_name", "time_zone", "language", "takes_thanks"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].offer(self.instance.time_zone)  # type: ignore[attr-defined]


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=Token.Scope, widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    days = forms.ChoiceField(label=_("It ends"), choices=LIFETIMES, initial="90")

    class Meta:
        model = Token
        fields: ClassVar = ["name", "scopes"]

    def lifetime(self) -> timedelta | None:
        days = self.cleaned_data["days"]
        return None if days == "never" else timedelta(days=int(days))


class TeamForm(forms.ModelForm):
    """`first_line` is no field of the model here: it moves by the verb, once the rest is saved."""

    lead = PersonField(label=_("Lead"), required=False, help_text=_("Their e-mail."))
    handover_minutes = forms.IntegerField(
        label=_("Hand-over target, in minutes"),
        min_value=1,
        max_value=7 * 24 * 60,
        initial=30,
        help_text=_(
            "How long a ticket may lie with the team before a person takes it. Longer is a dropped baton."
        ),
    )

    first_line = forms.BooleanField(
        label=_("First line"),
        required=False,
        help_text=_(
            "Takes what no service's own team takes. Switching it on takes it from the team that has it."
        ),
    )
    field_order = ("name", "purpose", "lead", "mailbox", "handover_minutes", "first_line", "is_active")

    class Meta:
        model = Team
        fields: ClassVar = ["name", "purpose", "lead", "mailbox", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["handover_minutes"] = self.instance.handover_minutes
        if self.instance.first_line:
            self.initial["first_line"] = True
            self.fields["first_line"].disabled = self.fields["is_active"].disabled = True
            self.fields["first_line"].help_text = _(
                "To change it, open the team that takes over and switch it on there."
            )

    def clean_mailbox(self) -> str:
        return str(self.cleaned_data["mailbox"]).lower()

    def save(self, commit: bool = True) -> Team:  # noqa: FBT001, FBT002 - Django's signature
        self.instance.handover_target = timedelta(minutes=self.cleaned_data["handover_minutes"])
        team: Team = super().save(commit)
        if self.cleaned_data["first_line"] and not team.first_line:
            team.become_first_line()
        return team


class JoinForm(forms.Form):
    person = PersonField(label=_("Add a member"), help_text=_("Their e-mail."))


class SiteForm(forms.ModelForm):
    time_zone = ZoneField(label=_("Time zone"))

    class Meta:
        model = Site
        fields: ClassVar = ["name", "time_zone", "country", "desk_place", "desk_hours", "desk_team"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].offer(self.instance.time_zone)  # type: ignore[attr-defined]

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()


class UploadForm(forms.Form):
    LARGEST: ClassVar = 10 * 1024 * 1024

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "One line per person, up to 10 MB. Nothing is changed until you have seen what would be."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
    )
    create_places = forms.BooleanField(
        label=_("Add sites, business units and teams that are not here yet"),
        required=False,
        help_text=_("Off: a line that names an unknown one is left out."),
    )
    deactivate_missing = forms.BooleanField(
        label=_("The file is the complete list"),
        required=False,
        help_text=_(
            "Who is not in it can no longer sign in; who came back can. Administrators are never touched."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise ValidationError(_("The file is larger than 10 MB. Split it, or leave columns out."))
        return file
