"""The pages of the briefing: those of its writers, and the signed one that a sponsor reads and answers."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.briefing import links, sending
from comms.briefing.forms import AnswerForm, BriefingForm
from comms.briefing.making import ONE_PAGE, Month, make
from comms.letters import reading_as
from comms.models import Briefing, BriefingCopy
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.people.access import for_the_desk
from itsm.tickets.errors import Refused

writes = permission_required("comms.write_briefing", raise_exception=True)
READ = "comms/briefing/read.html"


@require_safe
@for_the_desk
@writes
def briefing_list(request: HttpRequest) -> HttpResponse:
    page = KeysetPage.of(
        Briefing.objects.prefetch_related("copies__person"), ["-month"], request.GET.get("cursor")
    )
    month = Month.over(now=timezone.now())
    context = {
        "page": page,
        "missing": None if Briefing.objects.filter(month=month.first).exists() else month.first,
    }
    return render(request, "comms/briefing/list.html", context)


@require_POST
@for_the_desk
@writes
def briefing_make(request: HttpRequest) -> HttpResponse:
    """The month that is over, from data."""
    now = timezone.now()
    return redirect(make(Month.over(now=now), now=now))


@require_safe
@for_the_desk
@writes
def briefing_page(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "comms/briefing/briefing.html", about(get_object_or_404(Briefing, pk=pk)))


def about(briefing: Briefing, form: BriefingForm | None = None) -> dict[str, Any]:
    return {
        "briefing": briefing,
        "parts": parts(briefing),
        "copies": briefing.copies.select_related("person"),
        "form": form or (None if briefing.sent_at else BriefingForm(briefing=briefing)),
        "most": ONE_PAGE,
    }


def parts(briefing: Briefing) -> list[tuple[str, list[dict[str, Any]]]]:
    """Its sentences by the part they stand in."""
    found = [
        (str(part.label), [line for line in briefing.lines if line["part"] == part]) for part in Briefing.Part
    ]
    return [(label, lines) for label, lines in found if lines]


@require_POST
@for_the_desk
@writes
def briefing_edit(request: HttpRequest, pk: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing, pk=pk)
    form = BriefingForm(request.POST, briefing=briefing)
    if form.is_valid():
        try:
            sending.edit(briefing, by=request.user, **form.edited())
        except ValidationError as error:
            form.add_error(None, error)
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect(briefing)
        else:
            messages.success(request, _("It is kept. Look at it, then send it."))
            return redirect(briefing)
    return render(request, "comms/briefing/briefing.html", about(briefing, form), status=422)


@require_POST
@for_the_desk
@writes
def briefing_send(request: HttpRequest, pk: int) -> HttpResponse:
    briefing = get_object_or_404(Briefing, pk=pk)
    try:
        sending.send(briefing, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(briefing)


# What a sponsor sees --------------------------------------------------------------------------------------------------


@csrf_exempt  # the signed address is the proof; a mail program's own browser has no cookie of ours
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The whole page, without a sign-in. Whoever is known by their sign-in to be somebody else is refused."""
    found = links.read(token, now=timezone.now())
    if found is None:
        return render(request, READ, {"nothing": True}, status=404)
    if request.user.is_authenticated and request.user.pk != found.copy.person_id:
        return render(request, READ, {"forwarded": found.copy.person}, status=403)
    with reading_as(found.copy.person):
        if found.expired:
            return render(request, READ, {"expired": True}, status=410)
        return decided(request, found.copy) if request.method == "POST" else shown(request, found.copy)


def shown(request: HttpRequest, copy: BriefingCopy, *, status: int = 200, **more: Any) -> HttpResponse:
    if request.method == "GET":
        sending.opened(copy, now=timezone.now())
    context = {"copy": copy, "briefing": copy.briefing, "parts": parts(copy.briefing), **more}
    return render(request, READ, context, status=status)


def decided(request: HttpRequest, copy: BriefingCopy) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shown(request, copy, form=form, status=422)
    return answered(request, copy, lambda: sending.decide(copy, **form.cleaned_data))


def answered(request: HttpRequest, copy: BriefingCopy, answer: Callable[[], None]) -> HttpResponse:
    try:
        answer()
    except ValidationError as error:
        return shown(request, copy, wrong=" ".join(error.messages), status=422)
    except Refused as refused:
        return shown(request, copy, wrong=str(refused), status=409)
    copy.refresh_from_db()
    return shown(request, copy, thanked=True)
