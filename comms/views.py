"""The inbox, and in the demo every mail that Baton sent."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Approval
from comms.inbox import page_of
from comms.models import Delivery, Notification
from comms.models.notification import MOST_COUNTED
from comms.notices.letters import with_words
from itsm.frame import setup
from itsm.frame.http import HttpRequest, render
from itsm.frame.paging import KeysetPage
from itsm.frame.practices import has_address
from itsm.people.roles import DESK


def frame_of(request: HttpRequest) -> str:
    """The desk reads between rail and top bar, a colleague in the portal."""
    return "base.html" if request.user.roles & DESK else "base_portal.html"


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    earlier = "earlier" in request.GET
    page, threads = page_of(request.user, earlier=earlier, cursor=request.GET.get("cursor", ""))
    context = {
        "page": page,
        "threads": threads,
        "earlier": earlier,
        "base": "earlier=1" if earlier else "",
        "frame": frame_of(request),
    }
    return render(request, "comms/inbox.html", context, partial="inbox")


@require_safe
def badge(request: HttpRequest) -> HttpResponse:
    """The figures at the top of every page and in the rail, fetched on their own and again whenever something arrives."""
    unread = Notification.objects.for_person(request.user).unread().count_up_to_most()
    approvals = Approval.objects.of(request.user).waiting()[:MOST_COUNTED]
    agreeing = approvals.count() if has_address("approvals:waiting") else None
    has_rail = "portal" not in request.GET
    waiting = setup.waiting_for(request.user) if request.user.works_the_desk and has_rail else None
    context = {"unread": unread, "agreeing": agreeing, "waiting": waiting}
    return render(request, "comms/badge.html", context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark as read: all, or what is about one `ticket`, `notice`, `article` or `feedback` (its number); the ticket's page posts this, too."""
    mine = Notification.objects.for_person(request.user)
    for subject in ("ticket", "notice", "article", "feedback"):
        if number := request.POST.get(subject):
            mine = mine.filter(**{f"{subject}__number": number})
    mine.mark_read(now=timezone.now())
    if request.htmx and "quiet" in request.POST:
        return HttpResponse(status=204)
    return redirect("comms:inbox")


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Every mail that Baton sent, to anybody: for trying it out, never with real people."""
    refuse_outside_demo()
    sent = Delivery.objects.select_related("person").defer("text", "html")
    page = KeysetPage.of(sent, ["-pk"], request.GET.get("cursor", ""))
    return render(request, "comms/mailbox.html", {"page": page, "frame": frame_of(request)}, partial="mails")


@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_outside_demo()
    rows = Delivery.objects.select_related("person", "event", "update__notice__ticket__team", "update__by")
    row = with_words(get_object_or_404(rows, pk=pk))
    return render(request, "comms/mail.html", {"mail": row, "frame": frame_of(request)})


def refuse_outside_demo() -> None:
    if not settings.DEMO:
        raise Http404
