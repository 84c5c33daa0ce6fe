"""The page of rising topics."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from itsm.frame.http import HttpRequest, render
from itsm.knowledge.articles.access import WRITE
from itsm.knowledge.topics.rising import HOURS, rising
from itsm.people.access import for_the_desk

USUAL = 24


@for_the_desk
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("hours", "")
    hours = int(asked) if asked in map(str, HOURS) else USUAL
    context = {
        "topics": rising(now=timezone.now(), hours=hours),
        "hours": hours,
        "choices": HOURS,
        "may_tell": request.user.has_perm("comms.tell_notice"),
        "may_write": request.user.has_perm(WRITE),
    }
    return render(request, "knowledge/topics/list.html", context)
