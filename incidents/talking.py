"""“Talk to a person”, from the portal's home and from the assistant: two steps, and the talk has a ticket with a promise."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from incidents.models import Incident
from itsm.frame.http import HttpRequest, render
from itsm.people.models import Person
from itsm.tickets import personal
from itsm.tickets.models import Channel
from itsm.tickets.personal_forms import CallTime, SiteChoice, phone_field


class TalkForm(forms.Form):
    """What it is about, in a few words; how to meet is each form's own."""

    about = forms.CharField(
        max_length=200,
        label=gettext_lazy("What is it about?"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = CallTime()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.WAY}-%s", **kwargs})
        self.person = person
        self.prepare()
        self.fields["until"].offer(timezone.now(), self.SOON)  # type: ignore[attr-defined]

    WAY = ""
    SOON = personal.AS_SOON

    def prepare(self) -> None:
        """The fields of this way to meet."""

    def meet(self) -> Incident:
        with transaction.atomic():
            made = Incident.report(
                by=self.person, title=self.cleaned_data["about"], channel=Channel.PORTAL, team=self.team()
            )
            self.ask_for(made)
        return made

    def team(self) -> Any:
        """None: who takes what no service's own team takes."""

    def ask_for(self, made: Incident) -> None:
        raise TypeError(f"{type(self).__name__} asks for nothing")


class CallForm(TalkForm):
    WAY = "call"

    def prepare(self) -> None:
        self.fields["phone"] = phone_field(self.person)
        self.order_fields(["about", "phone"])

    def ask_for(self, made: Incident) -> None:
        said = self.cleaned_data
        personal.call_me(made, phone=said["phone"], until=said["until"], by=self.person)


class ComeForm(TalkForm):
    WAY = "come"
    SOON = personal.ON_MY_WAY

    def prepare(self) -> None:
        self.fields["site"] = SiteChoice(self.person)
        self.order_fields(["about", "site"])

    @property
    def has_places(self) -> bool:
        return bool(self.fields["site"].queryset)  # type: ignore[attr-defined]

    def team(self) -> Any:
        return self.cleaned_data["site"].desk_team

    def ask_for(self, made: Incident) -> None:
        said = self.cleaned_data
        personal.come_by(made, site=said["site"], until=said["until"], by=self.person)


WAYS = (CallForm, ComeForm)


@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """Call me, or come by: whichever form was sent is the one that is read."""
    about = {"about": request.GET.get("words", "").replace("\x00", " ")[:200]}
    forms_: dict[str, Any] = {
        way.WAY: way(
            request.POST if request.POST.get("way") == way.WAY else None, person=request.user, initial=about
        )
        for way in WAYS
    }
    for form in forms_.values():
        if form.is_valid():
            made = form.meet()
            messages.success(request, _("We have it: %(number)s.") % {"number": made.number})
            return redirect("portal:ticket", number=made.number)
    wrong = request.method == "POST"
    return render(request, "portal/talk.html", forms_, status=422 if wrong else 200)
