"""What a reader sees without a sign-in: the page as it was when it went out, and the way out of it."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from comms.letters import reading_as
from comms.pace import too_fast
from comms.reports import links, sending, subjects
from comms.reports.pages import drawn
from itsm.frame.http import HttpRequest, render

READ, LEAVE = "comms/reports/read.html", "comms/reports/leave.html"


@never_cache
@login_not_required
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever is known by their sign-in to be somebody else is refused."""
    now = timezone.now()
    if too_fast(token, now=now):
        return render(request, READ, {"fast": True}, status=429)
    found = links.read(token, now=now)
    if found is None:
        return render(request, READ, {"nothing": True}, status=404)
    if found.copy is None:
        return render(request, READ, {"over": True}, status=410)
    person = found.copy.person
    if request.user.is_authenticated and request.user.pk != person.pk:
        return render(request, READ, {"forwarded": person}, status=403)
    with reading_as(person):
        if found.over:
            return render(request, READ, {"over": True}, status=410)
        if request.method == "GET":
            sending.opened(found.copy, now=now)
        return render(request, READ, context(found.copy))


def context(copy: Any) -> dict[str, Any]:
    edition = copy.edition
    subject = subjects.of(edition.report)
    return {
        "copy": copy,
        "edition": edition,
        "now": f"{subject.href}?{edition.report.query}" if subject else "",
        "leave": links.leave_address(edition.report_id, copy.person_id),
        **drawn(edition.page(copy.person.language)),
    }


@csrf_exempt  # the signed address is the proof, and mail programs post to it by themselves (RFC 8058)
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it ends nothing; a press does, and one takes it back."""
    found = links.way_out(token)
    if found is None:
        return render(request, LEAVE, {}, status=404)
    with reading_as(found.person):
        if request.method == "POST":
            way = sending.come_back if request.POST.get("again") else sending.leave
            way(found.report, found.person)
        subject = subjects.of(found.report)
        left = found.report.left.filter(pk=found.person.pk).exists()
        about = {"found": found, "left": left, "title": subject.title if subject else "", "done": request.method == "POST"}  # fmt: skip
        return render(request, LEAVE, about)
