"""The people: the desk looks, administrators change."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.people.filters import PersonFilter
from itsm.people.forms import PersonForm, RolesForm
from itsm.people.leaving import tickets_held
from itsm.people.models import COPY, ERASE, Absence, Erasure, LastAdministrator, Person
from itsm.people.tasks import send_password_link

SUGGESTED = 12


@for_the_desk
@require_safe
@permission_required("people.view_person", raise_exception=True)
def person_list(request: HttpRequest) -> HttpResponse:
    found = PersonFilter(request.GET, Person.objects.with_place())
    page = KeysetPage.of(found.qs, ["name", "pk"], request.GET.get("cursor"))
    query = request.GET.copy()
    query.pop("cursor", None)
    filtered = any(value for name, value in query.items() if name != "state" or value != "active")
    context = {"filter": found, "page": page, "base": query.urlencode(), "filtered": filtered}
    return render(request, "people/list.html", context | _may(request), partial="found")


@for_the_desk
@require_safe
@permission_required("people.view_person", raise_exception=True)
def person_find(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field that takes a person's e-mail, whatever the field is called."""
    words = str(next(iter(request.GET.values()), "")).strip()
    found = Person.objects.active().matching(words).select_related("site")[:SUGGESTED] if words else []
    return render(request, "people/options.html", {"found": found})


@for_the_desk
@require_safe
@permission_required("people.view_person", raise_exception=True)
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.with_place(), pk=pk)
    return render(request, "people/person.html", _about(request, person))


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("people.add_person", raise_exception=True)
def person_add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if form.is_valid():
        person = form.save(commit=False)
        person.set_unusable_password()
        person.save()
        messages.success(
            request, _("%(name)s is added. Send them a link to choose a password.") % {"name": person}
        )
        return redirect(person)
    return render(request, "people/form.html", {"form": form}, status=422 if form.errors else 200)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("people.change_person", raise_exception=True)
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.here(), pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        messages.success(request, _("%(name)s is saved.") % {"name": form.save()})
        return redirect(person)
    named = Person.objects.get(pk=pk)  # as stored: a refused form has changed `person`
    context = {"form": form, "person": named}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@for_the_desk
@require_POST
@permission_required("people.change_person", raise_exception=True)
def person_roles(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.here().with_place(), pk=pk)
    form = RolesForm(request.POST)
    if form.is_valid():
        try:
            person.take_roles(form.cleaned_data["roles"])
        except LastAdministrator:
            form.add_error("roles", _("Somebody must stay administrator. Make another one first."))
        else:
            messages.success(request, _("The roles of %(name)s are saved.") % {"name": person})
            return redirect(person)
    return render(request, "people/person.html", _about(request, person, form), status=422)


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("people.change_person", raise_exception=True)
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, on a page that says what they leave behind."""
    person = get_object_or_404(Person.objects.active(), pk=pk)
    refusal = "" if request.method != "POST" else _deactivate(person, by=request.user)
    if request.method == "POST" and not refusal:
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": person})
        return redirect(person)
    context = {
        "person": person,
        "held": tickets_held(person),
        "leads": person.leads.all(),
        "refusal": refusal,
    }
    return render(request, "people/deactivate.html", context, status=409 if refusal else 200)


def _deactivate(person: Person, *, by: Person) -> str:
    """Why not, or nothing when it is done."""
    if person == by:
        return _("You cannot lock yourself out.")
    try:
        person.deactivate()
    except LastAdministrator:
        return _("Somebody must stay administrator. Make another one first.")
    return ""


@for_the_desk
@require_POST
@permission_required("people.change_person", raise_exception=True)
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.here(), pk=pk)
    person.reactivate()
    messages.success(request, _("%(name)s can sign in again.") % {"name": person})
    return redirect(person)


@for_the_desk
@require_POST
@permission_required("people.change_person", raise_exception=True)
def person_invite(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.active(), pk=pk)
    transaction.on_commit(partial(send_password_link.delay, person.pk, "welcome"))
    messages.success(
        request, _("A link to choose a password is on its way to %(email)s.") % {"email": person.email}
    )
    return redirect(person)


def _about(request: HttpRequest, person: Person, form: RolesForm | None = None) -> dict[str, Any]:
    may = _may(request)
    erasure = Erasure.objects.filter(person=person).first() if not person.is_active else None
    if may["may_change"] and not erasure:
        form = form or RolesForm(initial={"roles": list(person.roles)})
    # The clock on their wall, not on the reader's.
    local = person.local_time(now=timezone.now())
    absences = Absence.objects.not_over(timezone.now()).filter(person=person)
    clock = {"local": f"{local:%H:%M}", "local_day": local.date()}
    return may | clock | {"person": person, "roles_form": form, "absences": absences, "erasure": erasure}


def _may(request: HttpRequest) -> dict[str, bool]:
    return {
        "may_add": request.user.has_perm("people.add_person"),
        "may_change": request.user.has_perm("people.change_person"),
        "may_erase": request.user.has_perm(ERASE),
        "may_copy": request.user.has_perm(COPY),
    }
