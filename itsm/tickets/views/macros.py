"""Macros: kept by agents, put into the composer with their variables filled, or into the form of the verb they end in."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.words import at
from itsm.people.models import Person
from itsm.tickets import verbs
from itsm.tickets.access import ticket_or_404
from itsm.tickets.models import Draft, Macro, Ticket
from itsm.tickets.views.ticket import composer

MODES = {"reply": "public", "note": "internal"}
# The verbs a macro may end in: those whose form takes its words.
ENDS = {"resolve": "words", "hold": "question"}


class MacroForm(forms.ModelForm):
    class Meta:
        model = Macro
        fields = ["name", "team", "mode", "words", "promise_minutes", "verb"]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 5}),
            "verb": forms.Select(
                choices=[("", _("just send it")), ("resolve", _("resolve")), ("hold", _("hold and ask"))]
            ),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = person.teams.all()  # type: ignore[attr-defined]


@require_safe
def macro(request: HttpRequest, place: str, number: str, pk: int) -> HttpResponse:
    """The composer with the macro's words; one that ends in a verb opens that verb's form instead."""
    found = ticket_or_404(request.user, place, number)
    allow_desk(request)
    chosen = get_object_or_404(Macro.objects.visible_to(request.user), pk=pk)
    words = filled(chosen, found, request)
    if chosen.verb in ENDS and verbs.find(found, chosen.verb):
        query = urlencode({ENDS[chosen.verb]: words, "reason": "colleague"})
        return redirect(reverse("tickets:verb", args=[place, number, chosen.verb]) + "?" + query)
    draft = Draft(ticket_id=found.pk, person=request.user, mode=MODES[chosen.mode], words=words)
    context = composer(request, found)
    if chosen.promise_minutes:
        moment = timezone.now() + timedelta(minutes=chosen.promise_minutes)
        context["promises"] = [(moment.isoformat(timespec="minutes"), at(moment)), *context["promises"]]
    return render(request, "tickets/composer.html", {"ticket": found, "draft": draft, **context})


def filled(chosen: Macro, found: Ticket, request: HttpRequest) -> str:
    """Plain replacement, no template engine: a macro can name these and nothing else."""
    next_word = found.promised_at
    if chosen.promise_minutes:
        next_word = timezone.now() + timedelta(minutes=chosen.promise_minutes)
    values = {
        "colleague": found.requester.greeting_name,
        "agent": request.user.greeting_name,
        "number": found.number,
        "service": str(found.service or ""),
        "team": str(found.team),
        "promise": at(next_word) if next_word else "",
    }
    words = chosen.words
    for name, value in values.items():
        words = words.replace("{" + name + "}", value)
    return words


@require_http_methods(["GET", "HEAD", "POST"])
def macros(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """All macros I can use, and the form for a new one or the one that is being changed."""
    allow_desk(request)
    mine = Macro.objects.visible_to(request.user).select_related("team")
    chosen = get_object_or_404(mine, pk=pk) if pk else None
    form = MacroForm(request.POST or None, instance=chosen, person=request.user)
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        messages.success(request, _("The macro “%(name)s” is kept.") % {"name": kept.name})
        return redirect("tickets:macros")
    context = {"macros": mine, "form": form, "chosen": chosen}
    return render(request, "desk/macros.html", context, status=422 if form.errors else 200)


@require_POST
def delete_macro(request: HttpRequest, pk: int) -> HttpResponse:
    allow_desk(request)
    get_object_or_404(Macro.objects.visible_to(request.user), pk=pk).delete()
    messages.success(request, _("The macro is gone."))
    return redirect("tickets:macros")


def allow_desk(request: HttpRequest) -> None:
    if not request.user.has_perm("tickets.work_ticket"):
        raise PermissionDenied
