"""The signed page: what is agreed to, two buttons, and one answer."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from catalog.approvals.deciding import CannotDecide, decide
from catalog.approvals.looking import shown
from comms.approvals import links
from comms.letters import reading_as
from itsm.frame.http import HttpRequest, render

TEMPLATE = "comms/approvals/answer.html"
LONGEST = 2000  # characters of a reason


@csrf_exempt  # the signed address is the proof; a mail program's own browser has no cookie of ours
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Looking decides nothing, whatever looks; only a POST of one of the two buttons does. Nobody answers for another:
    whoever is known by their sign-in to be somebody else is refused.
    """
    found = links.read(token, now=timezone.now())
    if found is None:
        return render(request, TEMPLATE, {"nothing": True}, status=404)
    if request.user.is_authenticated and request.user.pk != found.approval.person_id:
        return render(request, TEMPLATE, {"forwarded": found.approval.person}, status=403)
    with reading_as(found.approval.person):
        if request.method == "POST" and not found.expired:
            return take(request, found)
        return page(request, found)


def page(request: HttpRequest, found: links.Found, *, status: int = 0, **about: Any) -> HttpResponse:
    context = {"link": True, "expired": found.expired, **shown(found.approval, digest=found.digest), **about}
    over = found.expired or context["why_not"]
    return render(request, TEMPLATE, context, status=status or (410 if over else 200))


def take(request: HttpRequest, found: links.Found) -> HttpResponse:
    mine, said = found.approval, request.POST.get("answer")
    if said not in {"yes", "no"}:
        return page(request, found, status=422)
    words = request.POST.get("words", "")[:LONGEST]
    try:
        decide(
            mine, agrees=said == "yes", words=words, by=mine.person, channel=found.channel, digest=found.digest, link=True
        )  # fmt: skip
    except CannotDecide:
        again = links.read(request.resolver_match.kwargs["token"], now=timezone.now())  # type: ignore[union-attr]
        return page(request, again or found, status=409)
    except ValidationError as error:
        return page(request, found, words=words, error=error.messages[0], status=422)
    return render(request, TEMPLATE, {"done": said, "approval": mine, "ticket": mine.step.ticket})
