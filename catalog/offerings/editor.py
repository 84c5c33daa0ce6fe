"""Writing an edition, section by section; and its way from draft to published."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Offering, OfferingEdition
from catalog.offerings.differences import between
from catalog.offerings.forms import ReasonForm
from catalog.offerings.sections import Section, SectionForm, find_section, sections
from catalog.offerings.views import offering_or_404, show_offering
from itsm.frame.http import HttpRequest, render
from itsm.knowledge.models import StaleEdition
from itsm.tickets.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, slug: str = "") -> HttpResponse:
    """One section of the edition in the making. What is pressed besides Save arranges the page and keeps nothing."""
    found = writable(request, key)
    section = find_section(slug) if slug else sections()[0]
    if section is None:
        raise Http404
    if not slug:
        return redirect("catalog:section", key=key, slug=section.slug)
    edition = found.in_the_making or found.next_edition(by=request.user)
    form = section.form(
        request.POST if request.method == "POST" else None, edition=edition, person=request.user
    )
    if request.method != "POST":
        return page(request, edition, section, form)
    if "act" in request.POST:
        form.rearrange(request.POST["act"])
        return page(request, edition, section, form, seen=request.POST.get("seen", ""))
    return (
        save(request, found, section, form)
        if form.is_valid()
        else page(request, edition, section, form, status=422)
    )


def save(request: HttpRequest, found: Offering, section: Section, form: SectionForm) -> HttpResponse:
    seen, words = request.POST.get("seen", ""), form.words()
    try:
        with transaction.atomic():
            edition = found.take_up(by=request.user)
            edition.write(by=request.user, seen=int(seen) if seen.isdecimal() else 0, **words)
    except StaleEdition as stale:
        theirs: Any = stale.edition
        saved = {name: getattr(theirs, name) for name in words}
        told: dict[str, Any] = {"stale": stale, "differences": between(saved, words, words)}
        return page(request, theirs, section, form, status=409, **told)
    messages.success(request, _("Saved."))
    go_on = request.POST.get("next", "")
    return redirect("catalog:section", key=found.key, slug=go_on if find_section(go_on) else section.slug)


def page(
    request: HttpRequest,
    edition: OfferingEdition,
    section: Section,
    form: SectionForm,
    *,
    seen: str = "",
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    """`seen` is what the writer had before them; after a clash they have seen the other's, so the next Save counts."""
    holes = edition.holes()
    context = {
        "edition": edition, "offering": edition.offering, "section": section, "form": form,
        "seen": seen or edition.stamp, "sections": [(one, one.slug in holes) for one in sections()],
        "holes": holes, **told,
    }  # fmt: skip
    return render(request, "catalog/offerings/edit.html", context, partial="section", status=status)


def writable(request: HttpRequest, key: str) -> Offering:
    found = offering_or_404(request, key)
    if not request.user.has_perm("catalog.write_offering"):
        raise PermissionDenied
    return found


def in_the_making(request: HttpRequest, key: str, permission: str) -> OfferingEdition:
    edition = offering_or_404(request, key).in_the_making
    if not request.user.has_perm(permission):
        raise PermissionDenied
    if edition is None:
        raise Http404
    return edition


def try_to(request: HttpRequest, key: str, act: Any, said: str) -> HttpResponse:
    """Do it, or show the page again with what stands in the way."""
    try:
        act()
    except ValidationError as error:
        return show_offering(request, offering_or_404(request, key), refused=error, status=422)
    except Refused as refused:
        return show_offering(request, offering_or_404(request, key), refused=refused, status=409)
    messages.success(request, said)
    return redirect("catalog:offering", key=key)


@require_POST
def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Done: somebody else reads it."""
    edition = in_the_making(request, key, "catalog.write_offering")
    return try_to(request, key, lambda: edition.propose(by=request.user), _("Somebody else reads it now."))


@require_POST
def send_back(request: HttpRequest, key: str) -> HttpResponse:
    """Not yet, and why."""
    edition = in_the_making(request, key, OfferingEdition.PUBLISH)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return try_to(
        request,
        key,
        lambda: edition.send_back(reason=reason, by=request.user),
        _("Sent back with your words."),
    )


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """From now on colleagues have this edition. What runs goes on under its own."""
    edition = in_the_making(request, key, OfferingEdition.PUBLISH)
    return try_to(request, key, lambda: edition.publish(by=request.user), _("Published."))


@require_POST
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody goes on with it; colleagues keep what they have."""
    edition = in_the_making(request, key, "catalog.write_offering")
    return try_to(request, key, edition.discard, _("The draft is gone."))
