"""My absences, and for the desk who is away."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.absence_forms import AbsenceForm
from itsm.people.access import for_the_desk
from itsm.people.models import Absence, Person


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """When I am away, and who acts for me; one more is added here."""
    return edited(request, Absence(person=Person.objects.get(pk=request.user.pk)))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    return edited(request, mine_or_404(request, pk))


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    mine_or_404(request, pk).end(now=timezone.now())
    messages.success(request, _("Noted: you are asked yourself again."))
    return redirect("people:absences")


def mine_or_404(request: HttpRequest, pk: int) -> Absence:
    return get_object_or_404(Absence.objects.not_over(timezone.now()), pk=pk, person=request.user.pk)


def edited(request: HttpRequest, absence: Absence) -> HttpResponse:
    now, form = timezone.now(), AbsenceForm(request.POST or None, absence=absence)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. Nobody has to wait for you meanwhile."))
        return redirect("people:absences")
    rows = Absence.objects.not_over(now).filter(person=absence.person_id)
    context = {"form": form, "absence": absence if absence.pk else None, "absences": rows, "now": now}
    return render(request, "people/absences.html", context, status=422 if form.errors else 200)


@for_the_desk
@require_safe
@permission_required("people.view_person", raise_exception=True)
def away(request: HttpRequest) -> HttpResponse:
    """Who is away now or soon, and who acts for them."""
    now = timezone.now()
    page = KeysetPage.of(Absence.objects.not_over(now), ["since", "pk"], request.GET.get("cursor"))
    return render(request, "people/away.html", {"page": page, "now": now}, partial="found")
