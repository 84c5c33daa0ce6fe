"""Who knew what, when: one page for an incident or a notice, at any minute of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from comms.knowing.drawing import draw
from comms.knowing.story import FACTS, LANES, Story
from comms.models import Notice
from itsm.frame.http import HttpRequest, render
from itsm.tickets.models import Ticket


@require_safe
def knowing(request: HttpRequest, number: str) -> HttpResponse:
    """`minute` in the address says which; without it, the last."""
    story = story_or_404(request, number.upper())
    said = request.GET.get("minute", "")
    minute = min(int(said), story.minutes) if said.isdecimal() and len(said) < 8 else story.minutes
    moment = story.moment(minute)
    audiences = story.at(moment)
    context = {
        "story": story,
        "ticket": story.ticket,
        "number": number.upper(),
        "minute": minute,
        "moment": moment,
        "line": draw(story, moment=moment),
        "lanes": [(lane, name) for lane, name in LANES.items()],
        "facts": [(FACTS[fact.about], fact) for fact in story.facts],
        "audiences": audiences,
        "gaps": [(row.name, story.gaps(row.audience)) for row in audiences],
    }
    return render(request, "comms/knowing/knowing.html", context, partial="moment")


def story_or_404(request: HttpRequest, number: str) -> Story:
    if not request.user.works_the_desk:
        raise Http404
    now = timezone.now()
    if number.startswith("NTC-"):
        visible = Notice.objects.visible_to(request.user).select_related("ticket")
        return Story.of_notice(get_object_or_404(visible, number=number), now=now)
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), number=number)
    ticket.has_reader(request.user)
    return Story.of_ticket(ticket, request.user, now=now)
