"""Notices at the desk: the list, and the page that becomes the funnel once it is sent."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comms.models import Notice, Question
from comms.notices import overview
from comms.notices.page import About
from comms.notices.sending import act_on_all
from itsm.frame.http import HttpRequest, render
from itsm.people.access import for_the_desk

REGIONS = {"head", "funnel", "questions", "story", "sending"}
may_tell = permission_required("comms.tell_notice", raise_exception=True)


@for_the_desk
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Running first, then what is planned, then what is over."""
    context = overview.of(request.user, request.GET.get("cursor", ""), now=timezone.now())
    return render(request, "comms/notices/list.html", context, partial="list")


@for_the_desk
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    return show(request, notice_or_404(request, number))


@for_the_desk
@may_tell
@require_POST
def sending(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Stop the mails that have not left yet, or let them go on."""
    found, now = notice_or_404(request, number), timezone.now()
    act_on_all(found, act, now=now)
    words = {
        "pause": _("No more mails of it leave until you let them."),
        "resume": _("The mails leave again."),
    }
    messages.success(request, words[act])
    return redirect(found)


def notice_or_404(request: HttpRequest, number: str) -> Notice:
    seen = Notice.objects.visible_to(request.user).with_place()
    return get_object_or_404(seen, number=number.upper())


def show(
    request: HttpRequest, notice: Notice, *, refused: Question | None = None, status: int = 200
) -> HttpResponse:
    """The page, or one region of it. `refused`: the question whose answer was empty."""
    region = request.htmx.target if request.htmx and request.htmx.target in REGIONS else ""
    context = {"notice": notice, "about": About(notice, request.user), "refused": refused}
    return render(request, "comms/notices/notice.html", context, partial=region, status=status)
