"""Erasing people, and copies of what is held of somebody."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files import File
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.people.models import COPY, ERASE, DataCopy, Erasure, Person
from itsm.people.privacy import copying
from itsm.people.privacy.erasing import CannotErase, begin, outlook, refusal
from itsm.people.privacy.forms import NameForm
from itsm.people.privacy.holdings import kinds

erases = permission_required(ERASE, raise_exception=True)
SHOWN = 10


@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@erases
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once: what would happen to what, and the name has to be typed."""
    person = get_object_or_404(Person, pk=pk)
    because, form = refusal(person), NameForm(request.POST or None, person=person)
    if request.method == "POST" and not because and form.is_valid():
        try:
            begin(person, name=form.cleaned_data["name"], by=request.user, now=timezone.now())
        except CannotErase as error:  # somebody was quicker
            because = str(error)
        else:
            messages.success(request, _("It is under way. The line that stays is in this list."))
            return redirect("people:erasures")
    context = {
        "person": person,
        "refusal": because,
        "form": form,
        "lines": [] if because else outlook(person),
    }
    status = 409 if because and request.method == "POST" else 422 if form.errors else 200
    return render(request, "people/privacy/erase.html", context, status=status)


@for_the_desk
@require_safe
@erases
def erasure_list(request: HttpRequest) -> HttpResponse:
    rows = Erasure.objects.select_related("person", "by")
    page = KeysetPage.of(rows, ["-pk"], request.GET.get("cursor"))
    labels = {one.key: one.label for one in kinds()} | {"named": _("Named in words of others")}
    told = [
        (row, [(said, row.counts[key]) for key, said in labels.items() if row.counts.get(key)])
        for row in page
    ]
    return render(request, "people/privacy/erasures.html", {"page": page, "told": told})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_copy(request: HttpRequest) -> HttpResponse:
    return copies(request, request.user, "people:my_copy")


@never_cache
@for_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(COPY, raise_exception=True)
def copy_of(request: HttpRequest, pk: int) -> HttpResponse:
    return copies(request, get_object_or_404(Person, pk=pk), "people:copy", pk)


def copies(request: HttpRequest, person: Person, back: str, *who: int) -> HttpResponse:
    """Those that are still good, and one more if it is asked for."""
    now = timezone.now()
    if request.method == "POST":
        try:
            copying.ask(person, by=request.user, now=now)
        except copying.AlreadyUnderWay:
            messages.info(request, _("A copy is being made already."))
        return redirect(back, *who)
    found = list(DataCopy.objects.of(person).good(now=now)[:SHOWN])
    context = {
        "person": person,
        "copies": found,
        "waits": any(not one.made_at for one in found),
        "own": person == request.user,
    }
    return render(request, "people/privacy/copies.html", context)


@never_cache
@require_safe
def copy_file(request: HttpRequest, pk: str) -> HttpResponse:
    found = DataCopy.objects.visible_to(request.user).good(now=timezone.now()).exclude(made_at=None)
    return download(get_object_or_404(found, pk=pk))


def download(copy: DataCopy) -> HttpResponse:
    """For whoever may have it; who may is decided before."""
    try:
        file: File[bytes] = copy.file.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    name = f"baton-{copy.asked_at.date()}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")  # type: ignore[return-value]
