"""Offerings at the desk: the list with their states, one of them, a new one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Category, Offering, OfferingEdition, ServiceRequest
from catalog.offerings.differences import label_of, of_editions
from catalog.offerings.forms import AboutForm, NewForm, ReasonForm
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.tickets.errors import Refused


@require_safe
def offering_list(request: HttpRequest) -> HttpResponse:
    """All of them, whatever their state; those somebody must read first are marked."""
    only_desk(request)
    making = OfferingEdition.objects.in_the_making().filter(offering=OuterRef("pk"))
    rows = Offering.objects.select_related("category", "owner", "team").annotate(
        making=Subquery(making.values("state")[:1])
    )
    state = request.GET.get("state", "")
    if state == "proposed":
        rows = rows.filter(Exists(making.filter(state=OfferingEdition.State.PROPOSED)))
    elif state in Offering.State.values:
        rows = rows.filter(state=state)
    else:
        state = ""
    page = KeysetPage.of(rows, ("title", "pk"), request.GET.get("cursor", ""))
    counts = Offering.objects.aggregate(
        **{one: Count("pk", filter=Q(state=one)) for one in Offering.State.values},
        proposed=Count("pk", filter=Q(editions__state=OfferingEdition.State.PROPOSED)),
    )
    states = [("", _("All"), None), ("proposed", _("Waits for review"), counts["proposed"])]
    states += [(one.value, one.label.capitalize(), counts[one.value]) for one in Offering.State]
    context = {"page": page, "state": state, "states": states}
    return render(request, "catalog/offerings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offering_new(request: HttpRequest) -> HttpResponse:
    only_desk(request)
    may(request, "catalog.write_offering")
    form = NewForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = form.draft(by=request.user)
        return redirect("catalog:edit", key=made.key)
    context = {"form": form, "shelves": Category.objects.exists()}
    return render(request, "catalog/offerings/new.html", context, status=422 if form.errors else 200)


@require_safe
def offering(request: HttpRequest, key: str) -> HttpResponse:
    return show_offering(request, offering_or_404(request, key))


def show_offering(
    request: HttpRequest, found: Offering, *, refused: Exception | None = None, status: int = 200
) -> HttpResponse:
    """What colleagues have, what is being written, and every edition before."""
    editions = list(found.editions.select_related("by", "decided_by"))
    making = next((one for one in editions if one.state != OfferingEdition.State.PUBLISHED), None)
    shown = found.edition or making
    context: dict[str, Any] = {
        "offering": found,
        "edition": shown,
        "making": making,
        "editions": editions,
        "holes": named(making.holes()) if making else [],
        "running": ServiceRequest.objects.filter(offering=found, open=True).count(),
        "refused": refused,
        "refusals": named(refused.message_dict) if isinstance(refused, ValidationError) else [],
        "reason": ReasonForm(),
        "may_write": request.user.has_perm("catalog.write_offering"),
        "may_publish": request.user.has_perm(OfferingEdition.PUBLISH),
    }
    return render(request, "catalog/offerings/offering.html", context, status=status)


def named(holes: Any) -> list[tuple[str, str]]:
    """(the field's own word, what is wrong)."""
    told = {name: words if isinstance(words, str) else " ".join(words) for name, words in holes.items()}
    return [(label_of(name) if hasattr(OfferingEdition, name) else "", words) for name, words in told.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, key: str) -> HttpResponse:
    """Whose it is and for whom. While colleagues have it, only those who publish change that."""
    found = offering_or_404(request, key)
    drafted = found.state == Offering.State.DRAFT
    may(request, "catalog.write_offering" if drafted else OfferingEdition.PUBLISH)
    form = AboutForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("catalog:offering", key=key)
    context = {"offering": found, "form": form}
    return render(request, "catalog/offerings/about.html", context, status=422 if form.errors else 200)


@require_safe
def edition(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One edition as it was written, and what was new in it."""
    found = offering_or_404(request, key)
    rows = found.editions.select_related("by", "decided_by")
    shown = get_object_or_404(rows, number=number)
    before = rows.filter(number__lt=number).first()
    context = {
        "offering": found,
        "edition": shown,
        "before": before,
        "differences": of_editions(before, shown),
    }
    return render(request, "catalog/offerings/edition.html", context)


@require_POST
def retire(request: HttpRequest, key: str) -> HttpResponse:
    found = offering_or_404(request, key)
    may(request, OfferingEdition.PUBLISH)
    return step(request, found, found.retire, _("Nobody can ask for it any more. What runs goes on."))


@require_POST
def bring_back(request: HttpRequest, key: str) -> HttpResponse:
    found = offering_or_404(request, key)
    may(request, OfferingEdition.PUBLISH)
    return step(request, found, found.bring_back, _("Colleagues can ask for it again."))


def step(request: HttpRequest, found: Offering, act: Any, said: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return show_offering(request, found, refused=refused, status=409)
    messages.success(request, said)
    return redirect("catalog:offering", key=found.key)


def only_desk(request: HttpRequest) -> None:
    if not request.user.works_the_desk:
        raise Http404


def may(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def offering_or_404(request: HttpRequest, key: str) -> Offering:
    only_desk(request)
    rows = Offering.objects.select_related("category", "owner", "team", "service", "edition__by")
    found: Offering = get_object_or_404(rows, key=key)
    return found
