"""The catalogue as colleagues have it: the shelves, and one offering with its form. All of it works without JavaScript."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.blueprint import Field
from catalog.models import Offering, OfferingEdition, ServiceRequest
from catalog.offerings.shelf import recent_and_popular, shelved
from catalog.offerings.source import KIND
from catalog.requests.answers import AnswersForm
from catalog.requests.behalf import asks_for_others, may_ask_for
from itsm.frame.http import HttpRequest, render
from itsm.knowledge.sources import find_everywhere
from itsm.people.models import Person
from itsm.tickets.models import Channel

MOST = 20  # that words find


@require_safe
def shelves(request: HttpRequest) -> HttpResponse:
    """What there is to ask for: found by words, recent, popular, and shelf by shelf."""
    words = request.GET.get("q", "").strip()[:200]
    found = Offering.objects.for_asking(request.user)
    context = {
        "words": words,
        "found": find_everywhere(words, request.user, MOST, kinds=[KIND]) if words else [],
        "shelves": () if words else shelved(found),
        **({} if words else recent_and_popular(request.user)),
    }
    return render(request, "catalog/portal/shelves.html", context, partial="found")


@require_http_methods(["GET", "HEAD", "POST"])
def offering(request: HttpRequest, key: str) -> HttpResponse:
    """What it is, for whom, how long it takes, and the form to ask for it."""
    requester, unknown = whom(request)
    found = offering_or_404(requester, key)
    edition: OfferingEdition = found.edition  # it is published
    fields = [Field.from_json(row) for row in edition.form]
    sent = request.POST if request.method == "POST" else None
    changed = bool(sent) and sent.get("edition") != str(edition.number)  # type: ignore[union-attr]
    form = AnswersForm(sent, request.FILES or None, blueprint=fields, requester=requester)
    if sent is not None and not changed and form.is_valid():
        return asked(request, form, edition, requester)
    context = {
        "offering": found, "edition": edition, "form": form, "requester": requester, "unknown": unknown,
        "changed": changed, "for_others": asks_for_others(request.user),
    }  # fmt: skip
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "catalog/portal/offering.html", context, status=status)


def asked(
    request: HttpRequest, form: AnswersForm, edition: OfferingEdition, requester: Person
) -> HttpResponse:
    made = ServiceRequest.ask(
        edition,
        form.answers,
        by=request.user,
        requester=requester,
        files=form.uploads,
        channel=Channel.PORTAL,
    )
    messages.success(request, _("We have it: %(number)s.") % {"number": made.number})
    return redirect("portal:ticket", number=made.number)


def whom(request: HttpRequest) -> tuple[Person, str]:
    """For whom it is asked, by `?for=` and their e-mail address; and the address if nobody has it."""
    address = request.GET.get("for", "").strip()
    if not address:
        return request.user, ""
    person = Person.objects.active().with_email(address).first()
    if person is None or not may_ask_for(request.user, person):
        return request.user, address
    return person, ""


def offering_or_404(requester: Person, key: str) -> Any:
    """What is not meant for this person does not exist, whoever asks for them."""
    found = Offering.objects.for_asking(requester).filter(key=key).select_related(
        "edition", "owner", "team", "category", "service"
    ).first()  # fmt: skip
    if found is None:
        raise Http404
    return found
