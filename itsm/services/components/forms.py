"""What people type about components."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from itsm.services.models import Component, Service


class ComponentForm(forms.ModelForm):
    """The components it stands on are typed by key: a list of hundreds to tick helps nobody."""

    stands_on = forms.CharField(
        label=_("Components it stands on"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Their keys, one a line."),
    )

    class Meta:
        model = Component
        fields: ClassVar = ["name", "key", "kind", "site", "services", "needs"]
        widgets: ClassVar = {"services": forms.CheckboxSelectMultiple, "needs": forms.CheckboxSelectMultiple}

    field_order = ("name", "key", "kind", "site", "stands_on", "needs", "services")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found: list[Component] = []
        for name in ("services", "needs"):
            self.fields[name].queryset = Service.objects.order_by("-is_active", "name")  # type: ignore[attr-defined]
        if self.instance.pk:
            keys = self.instance.depends_on.order_by("key").values_list("key", flat=True)
            self.fields["stands_on"].initial = "\n".join(keys)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if Component.objects.with_keys([key]).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Another component has this key."))
        return key

    def clean_stands_on(self) -> str:
        typed: str = self.cleaned_data["stands_on"]
        keys = {line.strip().lower(): line.strip() for line in typed.splitlines() if line.strip()}
        self.found = list(Component.objects.with_keys(keys))
        missing = sorted(set(keys) - {component.key.lower() for component in self.found})
        if missing:
            said = ", ".join(keys[key] for key in missing)
            raise ValidationError(_("There is no component with the key %(keys)s."), params={"keys": said})
        if any(component.pk == self.instance.pk for component in self.found):
            raise ValidationError(_("Nothing stands on itself."))
        return typed

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        self.instance.depends_on.set(self.found)


class UploadForm(forms.Form):
    LARGEST: ClassVar = 10 * 1024 * 1024

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, JSON, or an export of NetBox; gzipped or not, up to 10 MB. Nothing is changed until you have seen what would be."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.json,.gz,text/csv,application/json"}),
    )
    create_sites = forms.BooleanField(
        label=_("Add sites that are not here yet"),
        required=False,
        help_text=_("Off: a line that names an unknown one is left out."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.LARGEST:
            raise ValidationError(_("The file is larger than 10 MB. Gzip it, or split it."))
        return file
