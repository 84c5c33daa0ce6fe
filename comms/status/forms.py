"""What is typed about the status page: by somebody who wants to follow it, and by administrators."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comms.models import ServiceOnStatus, StatusPage
from itsm.services.models import Service


class AskForm(forms.Form):
    """Somebody without an account: an address, and the public services they want to hear of."""

    address = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("Services"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        public = Service.objects.active().filter(on_status__public=True, on_status__shown=True)
        self.fields["services"].queryset = public  # type: ignore[attr-defined]


class StatusPageForm(forms.ModelForm):
    class Meta:
        model = StatusPage
        fields = ("public", "title")


class PlaceForm(forms.ModelForm):
    """One service's line in the settings."""

    class Meta:
        model = ServiceOnStatus
        fields = ("group", "shown", "public")
        widgets = {"group": forms.TextInput(attrs={"list": "groups", "autocomplete": "off"})}


class Settings:
    """The page's form and a line for each service, kept together or not at all."""

    def __init__(self, data: Any = None) -> None:
        placed = {place.service_id: place for place in ServiceOnStatus.objects.all()}
        services = Service.objects.active().order_by("name")
        self.page = StatusPageForm(data, instance=StatusPage.the(), prefix="page")
        self.places = [
            PlaceForm(
                data,
                instance=placed.get(service.pk) or ServiceOnStatus(service=service),
                prefix=f"service-{service.pk}",
            )
            for service in services
        ]
        self.groups = sorted({place.group for place in placed.values() if place.group})

    def is_valid(self) -> bool:
        valid = [form.is_valid() for form in (self.page, *self.places)]  # each shows what is wrong with it
        return all(valid)

    def save(self) -> None:
        with transaction.atomic():
            self.page.save()
            for form in self.places:
                if form.has_changed():
                    form.save()
