"""The register: a list, one improvement with its figure before and after, and its steps."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comms.feedback.forms import posted
from comms.improvements import verbs
from comms.improvements.figures import Compared
from comms.improvements.filters import OPEN, ImprovementFilter
from comms.improvements.forms import FORMS, ImprovementForm
from comms.improvements.origin import Origin, address_of
from comms.models import Improvement
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk

WORK = "comms.work_improvement"
PAGE = 50


@for_the_desk
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    asked = request.GET.copy()
    cursor = asked.pop("cursor", [""])[-1]
    asked.setdefault("state", OPEN)
    found = ImprovementFilter(asked, Improvement.objects.with_people(), request=request)
    rows = found.qs if found.form.is_valid() else Improvement.objects.none()
    page = KeysetPage.of(rows, ["-pk"], cursor, size=PAGE)
    context = {
        "page": page,
        "lines": [(row, Compared.of(row)) for row in page],
        "filter": found,
        "base": asked.urlencode(),
        "today": timezone.localdate(),
        "may": request.user.has_perm(WORK),
    }
    return render(request, "comms/improvements/register.html", context)


def improvement_or_404(number: str) -> Improvement:
    return get_object_or_404(Improvement.objects.with_people(), number=number.upper())


@for_the_desk
@require_safe
def improvement(request: HttpRequest, number: str) -> HttpResponse:
    found = improvement_or_404(number)
    context = {
        "item": found,
        "compared": Compared.of(found),
        "steps": found.steps.select_related("by"),
        "feedback": found.feedback.visible_to(request.user).order_by("pk"),
        "origin_url": address_of(found.source, found.origin),
        "verbs": [form for verb, form in FORMS.items() if verb in found.allowed_verbs] if request.user.has_perm(WORK) else [],
        "due": found.state == Improvement.State.STARTED and found.review_on and found.review_on <= timezone.localdate(),
        "may": request.user.has_perm(WORK),
    }  # fmt: skip
    return render(request, "comms/improvements/improvement.html", context)


@for_the_desk
@permission_required(WORK, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`?from=FBK-3`, a ticket's number, a meeting's or a figure's key says where it comes from, and begins the form."""
    origin = Origin.of(request.POST.get("from", "") or request.GET.get("from", ""), request.user)
    chosen = {
        name: request.GET[name] for name in ("service", "team") if request.GET.get(name)
    }  # on a figure's page
    form = ImprovementForm(posted(request), initial={"owner": request.user.pk, **origin.first, **chosen})
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        made = verbs.propose(
            by=request.user, source=origin.source, origin=origin.name, feedback=origin.feedback, **said
        )
        messages.success(request, _("%(number)s stands in the register.") % {"number": made.number})
        return redirect(made)
    context = {"form": form, "origin": origin, "item": None}
    return render(request, "comms/improvements/write.html", context, status=422 if form.errors else 200)


@for_the_desk
@permission_required(WORK, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    found = improvement_or_404(number)
    before = improvement_or_404(number)  # a form writes into the row it is given, also when it is refused
    form = ImprovementForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        verbs.edit(before, by=request.user, **form.cleaned_data)
        return redirect(before)
    context = {"form": form, "item": before, "origin": None}
    return render(request, "comms/improvements/write.html", context, status=422 if form.errors else 200)


@for_the_desk
@permission_required(WORK, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Start, note, review, drop: each its own small page."""
    found = improvement_or_404(number)
    if verb not in FORMS:
        raise Http404
    form = FORMS[verb](posted(request), improvement=found)
    if request.method == "POST" and form.is_valid():
        form.act(by=request.user)
        return redirect(found)
    context = {"item": found, "form": form, "verb": verb}
    return render(request, "comms/improvements/act.html", context, status=422 if form.errors else 200)
